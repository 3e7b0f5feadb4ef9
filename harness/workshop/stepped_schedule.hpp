// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/look.hpp"
#include "harness/workshop/player.hpp"

#include <cstddef>
#include <vector>

namespace racelab::workshop {

// A schedule that was run, to be gone through forwards and back: a step is an
// event that explains something.
class stepped_schedule {
 public:
  explicit stepped_schedule(observe::observation);

  std::size_t steps() const { return events_.size(); }

  // Before that step; steps(): at the end.
  position at(std::size_t step, const report::look& words) const;

 private:
  observe::observation seen_;
  std::vector<std::size_t> events_;
};

}  // namespace racelab::workshop
