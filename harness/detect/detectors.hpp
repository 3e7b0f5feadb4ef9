// Distributed under the Boost Software License, Version 1.0.
#pragma once

// What there is to be found in one schedule. Each detector is a pure function
// of an observation and lives in a file of its own name, where a comment says
// when it speaks and when it does not. All of them may be called from any
// number of threads at once, and none throws but for want of memory.

#include "harness/detect/finding.hpp"
#include "harness/observe/observation.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace racelab::detect {

std::vector<finding> sequential(const observe::observation&);
std::vector<finding> fire_and_forget(const observe::observation&);
std::vector<finding> read_before_fetch(const observe::observation&);
std::vector<finding> data_race(const observe::observation&);
std::vector<finding> lost_error(const observe::observation&);
std::vector<finding> siblings_not_cancelled(const observe::observation&);
std::vector<finding> cancellation_ignored(const observe::observation&);
std::vector<finding> limit_exceeded(const observe::observation&);
std::vector<finding> limit_underused(const observe::observation&);
std::vector<finding> work_lost(const observe::observation&);
std::vector<finding> work_duplicated(const observe::observation&);
std::vector<finding> wrong_result(const observe::observation&);
std::vector<finding> hang(const observe::observation&);
std::vector<finding> crash(const observe::observation&);
std::vector<finding> slow_stop(const observe::observation&);
std::vector<finding> unsafe_signal_handler(const observe::observation&);
std::vector<finding> lock_order_inversion(const observe::observation&);
std::vector<finding> thread_leak(const observe::observation&);

// What a detector needs of a trace before its silence or its word counts.
enum class needs {
  beginning,  // also a trace that was cut off tells what it tells
  all_of_it,  // what was cut off could change its mind
};

struct named_detector {
  std::string_view id;
  detector detect = nullptr;
  needs trace = needs::all_of_it;
};

// In the order of finding_ids.
std::span<const named_detector> detectors();

// Every finding of this schedule that does not merely follow from another one
// (consequences.hpp), each once, with the schedule's token; in the order of
// finding_ids, then of file and line. Empty if the schedule proves nothing:
// see why_inconclusive.
std::vector<finding> detect_all(const observe::observation&);

}  // namespace racelab::detect
