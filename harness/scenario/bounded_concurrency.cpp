// Distributed under the Boost Software License, Version 1.0.
#include "lessons/bounded_concurrency.hpp"
#include "harness/scenario/drive.hpp"
#include "harness/scenario/item_list.hpp"

namespace {

using namespace racelab::scenario;

void run(const racelab::context& ctx, const std::vector<racelab::item>& items,
         int most_at_once, racelab::process_function& process) {
  racelab::bounded_concurrency::process_items(ctx, items, most_at_once,
                                              process);
}

}  // namespace

void racelab_describe(racelab::wire::scenario* about) {
  warm_up_libraries();
  describe_items(about, with_a_limit);
}

void racelab_scenario(const racelab::wire::environment* env) {
  run_items_scenario(*env, with_a_limit, run);
}
