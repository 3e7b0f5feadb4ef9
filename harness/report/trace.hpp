// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/observe/observation.hpp"
#include "harness/report/look.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace racelab::report {

struct trace_options {
  // Also the events that seldom explain anything: atomic operations, locks
  // that the subject did not take itself, waits for an answer. Repetitions of
  // a race are shown only where they are marked.
  bool everything = false;
  std::vector<std::size_t> marked;  // indices of the events to point at

  // What each thread is about to do, in a last row below a rule; none: no row.
  std::map<observe::thread_number, std::string> next = {};
};

// One schedule as a column trace: one column a thread, time downwards,
// virtual milliseconds at the left, races and marked events pointed at. Says
// nothing that differs from run to run or from machine to machine.
std::string trace(const observe::observation&, const trace_options&,
                  const look&);

// How a schedule ended, as a sentence; empty if it ran to its end.
std::string ending_words(const observe::observation&);

}  // namespace racelab::report
