// Distributed under the Boost Software License, Version 1.0.
#include "harness/scenario/item_list.hpp"

#include "harness/scenario/drive.hpp"
#include "harness/scenario/service_call.hpp"

#include <iterator>

namespace racelab::scenario {
namespace {

constexpr const char* names[] = {"item 1", "item 2", "item 3"};

constexpr items_use limited[] = {
    {"", 3, 2},
    {"no items, two at once", 0, 2},
    {"three items, one at once", 3, 1},
    {"three items, three at once", 3, 3},
    {"one item, two at once", 1, 2},
};
constexpr items_use unlimited[] = {
    {"", 3, 0},
    {"no items", 0, 0},
    {"one item", 1, 0},
};

// The list as the lessons know it. They live as long as the list does, for
// threads that outlive the function.
class simulated_process final : public process_function {
 public:
  explicit simulated_process(const item_list& list) : list_(list) {}
  void operator()(const context& ctx, const item& item) override {
    list_.process(ctx, item);
  }

 private:
  const item_list& list_;
};

class simulated_result final : public result_function {
 public:
  explicit simulated_result(const item_list& list) : list_(list) {}
  std::string operator()(const context& ctx, const item& item) override {
    return list_.process(ctx, item);
  }

 private:
  const item_list& list_;
};

struct call_of_items {
  items_function function;
  int most_at_once;
  const item_list* list;
  simulated_process* process;
};

RACELAB_NOT_INSTRUMENTED
void call(const context& ctx, void* state) {
  const auto* what = static_cast<const call_of_items*>(state);
  what->function(ctx, what->list->items(), what->most_at_once, *what->process);
}

struct call_for_results {
  results_function function;
  int most_at_once;
  const item_list* list;
  simulated_result* process;
  returned<std::vector<std::string>> results;
};

RACELAB_NOT_INSTRUMENTED
void call_and_keep(const context& ctx, void* state) {
  auto* what = static_cast<call_for_results*>(state);
  ::new (what->results.place()) std::vector<std::string>(what->function(
      ctx, what->list->items(), what->most_at_once, *what->process));
}

}  // namespace

item_list::item_list(std::size_t length) {
  // An index that is one too far meets no other memory, of which each process
  // would have its own.
  items_.reserve(length + 1);
  for (std::size_t i = 0; i < length; ++i) {
    items_.push_back({fresh("item")});
    results_.push_back(fresh("result"));
  }
}

std::string item_list::process(const context& ctx, const item& item) const {
  for (std::uint32_t i = 0; i < items_.size(); ++i) {
    if (items_[i].id != item.id) continue;
    answer(call_service(i, names[i], ctx, item.id), results_[i]);
    return results_[i];
  }
  racelab_wrong_result("it processes what is no item of the list");
  return {};
}

std::string item_list::mistake_in(
    const std::vector<std::string>& results) const {
  if (results.size() != results_.size())
    return "there are " + std::to_string(results.size()) + " results of " +
           std::to_string(results_.size()) + " items";
  for (std::size_t i = 0; i < results.size(); ++i)
    if (results[i] != results_[i])
      return std::string("the result of ") + names[i] + " is not in its place";
  return {};
}

const items_uses with_a_limit = limited;
const items_uses without_a_limit = unlimited;

void describe_items(wire::scenario* about, items_uses uses) {
  describe_services(about, names);
  about->each_once = true;
  for (const items_use& each : uses)
    describe_use(about, each.name, each.items,
                 static_cast<unsigned>(each.most_at_once));
}

void run_items_scenario(const wire::environment& env, items_uses uses,
                        items_function function) {
  const items_use& use = uses[env.use];
  const item_list list(use.items);
  simulated_process process(list);
  call_of_items what{function, use.most_at_once, &list, &process};
  drive(env, call, &what);
}

void run_results_scenario(const wire::environment& env, items_uses uses,
                          results_function function) {
  const items_use& use = uses[env.use];
  const item_list list(use.items);
  simulated_result process(list);
  call_for_results what{function, use.most_at_once, &list, &process, {}};
  drive_to_result(
      env, call_and_keep, &what, what.results,
      [&](const auto& results) { return list.mistake_in(results); });
}

}  // namespace racelab::scenario
