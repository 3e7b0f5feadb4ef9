// Distributed under the Boost Software License, Version 1.0.
#include "lessons/bounded_concurrency.hpp"
#include "harness/scenario/drive.hpp"
#include "harness/scenario/item_list.hpp"

namespace {

constexpr int most_at_once = 2;

void run(const racelab::context& ctx, const std::vector<racelab::item>& items,
         racelab::process_function& process) {
  racelab::bounded_concurrency::process_items(ctx, items, most_at_once,
                                              process);
}

}  // namespace

void racelab_describe(racelab::wire::scenario* about) {
  racelab::scenario::warm_up_libraries();
  racelab::scenario::describe_items(about, most_at_once);
}

void racelab_scenario(const racelab::wire::environment* env) {
  racelab::scenario::run_items_scenario(*env, run);
}
