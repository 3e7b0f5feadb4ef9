// Distributed under the Boost Software License, Version 1.0.
#include "lessons/worker_pool.hpp"
#include "harness/scenario/drive.hpp"
#include "harness/scenario/item_list.hpp"

namespace {

using namespace racelab::scenario;

std::vector<std::string> run(const racelab::context& ctx,
                             const std::vector<racelab::item>& items,
                             int workers, racelab::result_function& process) {
  return racelab::worker_pool::process_items(ctx, items, workers, process);
}

}  // namespace

void racelab_describe(racelab::wire::scenario* about) {
  warm_up_libraries();
  describe_items(about, with_a_limit);
}

void racelab_scenario(const racelab::wire::environment* env) {
  run_results_scenario(*env, with_a_limit, run);
}
