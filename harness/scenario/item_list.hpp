// Distributed under the Boost Software License, Version 1.0.
#pragma once

// A few items and a service that processes them, and what the lessons about
// items have in common. Each item takes its own time, and each may be the one
// that cannot be processed.

#include "harness/probe/probe.hpp"
#include "lessons/items.hpp"

#include <string>
#include <vector>

namespace racelab::scenario {

// Processes the items of its list, and refuses all others. What it knows is
// fixed when it is made, so its calls share nothing to be synchronised.
class simulated_process final : public process_function {
 public:
  simulated_process();

  const std::vector<item>& items() const { return items_; }

  void operator()(const context& ctx, const item& item) override;

 private:
  std::vector<item> items_;
};

// At most so many items at once; 0: as many as there are. To be called by
// racelab_describe.
void describe_items(wire::scenario* about, unsigned most_at_once);

// Runs `function` once, in the environment given, and reports what came of it.
using items_function = void (*)(const context& ctx,
                                const std::vector<item>& items,
                                simulated_process& process);
void run_items_scenario(const wire::environment& env, items_function function);

}  // namespace racelab::scenario
