// Distributed under the Boost Software License, Version 1.0.
#include "lessons/wait_group.hpp"
#include "harness/scenario/drive.hpp"
#include "harness/scenario/item_list.hpp"

namespace {

using namespace racelab::scenario;

void run(const racelab::context& ctx, const std::vector<racelab::item>& items,
         int, racelab::process_function& process) {
  racelab::waiting_for_all::process_items(ctx, items, process);
}

}  // namespace

void racelab_describe(racelab::wire::scenario* about) {
  warm_up_libraries();
  describe_items(about, without_a_limit);
}

void racelab_scenario(const racelab::wire::environment* env) {
  run_items_scenario(*env, without_a_limit, run);
}
