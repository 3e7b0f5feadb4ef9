// Distributed under the Boost Software License, Version 1.0.
#include "lessons/wait_group.hpp"
#include "harness/scenario/drive.hpp"
#include "harness/scenario/item_list.hpp"

namespace {

void run(const racelab::context& ctx, const std::vector<racelab::item>& items,
         racelab::process_function& process) {
  racelab::waiting_for_all::process_items(ctx, items, process);
}

}  // namespace

void racelab_describe(racelab::wire::scenario* about) {
  racelab::scenario::warm_up_libraries();
  racelab::scenario::describe_items(about, 0);
}

void racelab_scenario(const racelab::wire::environment* env) {
  racelab::scenario::run_items_scenario(*env, run);
}
