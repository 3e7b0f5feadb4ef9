// Distributed under the Boost Software License, Version 1.0.
#include "harness/probe/closed_doors.hpp"
#include "harness/probe/plain/plain.hpp"

#include <algorithm>
#include <thread>

namespace racelab::probe {

void prepare_services() { close_doors(); }

wire::call_outcome await_answer(const asked_service& asked) {
  using clock = std::chrono::steady_clock;
  const clock::time_point answer_at = clock::now() + asked.takes;
  for (;;) {
    if (asked.done != nullptr && asked.done(asked.context))
      return wire::call_outcome::gave_up;
    const clock::time_point now = clock::now();
    if (now >= answer_at) break;
    std::this_thread::sleep_until(
        std::min<clock::time_point>(now + look_again, answer_at));
  }
  return asked.fails ? wire::call_outcome::failed
                     : wire::call_outcome::answered;
}

}  // namespace racelab::probe
