// Distributed under the Boost Software License, Version 1.0.
#include "harness/scenario/item_list.hpp"

#include "harness/scenario/drive.hpp"
#include "harness/scenario/service_call.hpp"

namespace racelab::scenario {
namespace {

constexpr const char* names[] = {"item 1", "item 2", "item 3"};

struct call_of_function {
  items_function function;
  simulated_process* process;
};

RACELAB_NOT_INSTRUMENTED
void call(const context& ctx, void* state) {
  const auto* what = static_cast<call_of_function*>(state);
  what->function(ctx, what->process->items(), *what->process);
}

}  // namespace

simulated_process::simulated_process() {
  for (std::size_t i = 0; i < std::size(names); ++i)
    items_.push_back({fresh("item")});
}

void simulated_process::operator()(const context& ctx, const item& item) {
  for (std::uint32_t i = 0; i < items_.size(); ++i) {
    if (items_[i].id != item.id) continue;
    answer(call_service(i, names[i], ctx, item.id), "");
    return;
  }
  racelab_wrong_result("it processes what is no item of the list");
}

void describe_items(wire::scenario* about, unsigned most_at_once) {
  describe_services(about, names);
  about->each_once = true;
  about->limit = most_at_once;
}

void run_items_scenario(const wire::environment& env, items_function function) {
  simulated_process process;
  call_of_function what{function, &process};
  drive(env, call, &what);
}

}  // namespace racelab::scenario
