// Distributed under the Boost Software License, Version 1.0.
#include "lessons/worker_pool.hpp"
#include "harness/scenario/drive.hpp"
#include "harness/scenario/item_list.hpp"

namespace {

constexpr int workers = 2;

std::vector<std::string> run(const racelab::context& ctx,
                             const std::vector<racelab::item>& items,
                             racelab::result_function& process) {
  return racelab::worker_pool::process_items(ctx, items, workers, process);
}

}  // namespace

void racelab_describe(racelab::wire::scenario* about) {
  racelab::scenario::warm_up_libraries();
  racelab::scenario::describe_items(about, workers);
}

void racelab_scenario(const racelab::wire::environment* env) {
  racelab::scenario::run_results_scenario(*env, run);
}
