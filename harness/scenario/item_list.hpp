// Distributed under the Boost Software License, Version 1.0.
#pragma once

// A few items and a service that processes them, and what the lessons about
// items have in common. Each item takes its own time, and each may be the one
// that cannot be processed.

#include "harness/probe/probe.hpp"
#include "lessons/items.hpp"

#include <span>
#include <string>
#include <vector>

namespace racelab::scenario {

// Everything it knows is fixed when it is made, so that its calls share nothing
// that they would have to synchronise.
class item_list {
 public:
  explicit item_list(std::size_t length);

  const std::vector<item>& items() const { return items_; }

  // One call, of which the result is returned. What is no item of the list is a
  // wrong result of the schedule.
  std::string process(const context& ctx, const item& item) const;

  // What is wrong with the results of all items, in words; empty: nothing.
  std::string mistake_in(const std::vector<std::string>& results) const;

 private:
  std::vector<item> items_;
  std::vector<std::string> results_;
};

// How the function is used: with so many items, and at most so many of them at
// once; 0: as many as there are.
struct items_use {
  const char* name;
  unsigned items;
  int most_at_once;
};
using items_uses = std::span<const items_use>;

extern const items_uses with_a_limit;
extern const items_uses without_a_limit;

// To be called by racelab_describe.
void describe_items(wire::scenario* about, items_uses uses);

// Runs `function` once, in the environment given, and reports what came of it.
using items_function = void (*)(const context& ctx,
                                const std::vector<item>& items,
                                int most_at_once, process_function& process);
void run_items_scenario(const wire::environment& env, items_uses uses,
                        items_function function);

// The same, with a function that returns the results in the items' order.
using results_function = std::vector<std::string> (*)(
    const context& ctx, const std::vector<item>& items, int most_at_once,
    result_function& process);
void run_results_scenario(const wire::environment& env, items_uses uses,
                          results_function function);

}  // namespace racelab::scenario
