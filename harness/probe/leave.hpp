// Distributed under the Boost Software License, Version 1.0.
#pragma once

namespace racelab::probe {

// The process is over: the judge is told how, if a schedule is under way.
[[noreturn]] void leave(const char* how, int code);

}  // namespace racelab::probe
