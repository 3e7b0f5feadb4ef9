// Distributed under the Boost Software License, Version 1.0.
#pragma once

// Who goes on where several can: as the request's deviations say, or by a
// sampler's priorities. Every choice is recorded.

#include "harness/probe/scheduler.hpp"

namespace racelab::probe {

// In the order in which they were started.
struct candidates {
  thread* list[wire::max_threads];
  unsigned count = 0;
};

bool contains(const candidates& able, const thread* wanted);

// Before a schedule's first choice.
void begin_choosing(const wire::request& request);

// Of a thread that is started.
std::uint32_t draw_priority();

// One of at least one; `present` has run until now and may be among them. If
// it is `in_window`, see point_in_window.
thread* choose(const candidates& able, thread* present, bool in_window);

}  // namespace racelab::probe
