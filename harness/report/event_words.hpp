// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/observe/latency.hpp"
#include "harness/observe/observation.hpp"
#include "harness/report/look.hpp"

#include <string>

namespace racelab::report {

// What the event's thread did, in a few plain words and with the learner's
// line behind them where it is known: "starts thread 2 :31".
std::string words_for(const observe::observation&, const observe::event&,
                      const look&);

// "reads 8 bytes :17" for the access at which a race was noticed, "had written
// 8 bytes :13" for the one before it.
std::string words_for(const observe::access&, bool earlier);

// "thread 2"; "a thread" for one that nobody could name.
std::string thread_name(observe::thread_number);

// What a blocked thread waits for: "mutex of thread 2".
std::string waits_for(const observe::event&);

// Virtual time in milliseconds, with no more digits than it needs.
std::string milliseconds(observe::virtual_time);

// A real duration in milliseconds, with the digits that mean something.
std::string rough(observe::latency::milliseconds);

}  // namespace racelab::report
