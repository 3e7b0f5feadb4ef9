// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/background_judge.hpp"

#include <exception>
#include <utility>

namespace racelab::workshop {

background_judge::background_judge(judge_function judge, wake_up& to_tell)
    : judge_(std::move(judge)), to_tell_(to_tell) {}

background_judge::~background_judge() {
  for (run& each : runs_) {
    each.stop.request_stop();
  }
  for (run& each : runs_) {
    each.thread.join();
  }
}

void background_judge::start(const exercise& what, bool anew) {
  forget_ended();
  for (run& each : runs_) {
    each.stop.request_stop();
  }
  std::uint64_t number = 0;
  {
    const std::lock_guard lock(mutex_);
    number = ++number_;
    step_ = {};
    result_.reset();
  }
  judging_ = &what;
  run& next = runs_.emplace_back();
  next.thread = std::thread(
      [this, &what, anew, number, &next] { judge(what, anew, number, next); });
}

step background_judge::now() const {
  const std::lock_guard lock(mutex_);
  return step_;
}

std::optional<judged_attempt> background_judge::take() {
  std::optional<judged_attempt> result;
  {
    const std::lock_guard lock(mutex_);
    result.swap(result_);
  }
  if (result) {
    judging_ = nullptr;
    forget_ended();
  }
  return result;
}

void background_judge::judge(const exercise& what, bool anew,
                             std::uint64_t number, run& mine) {
  judged_attempt out{what.name, {}, {}};
  try {
    out.result = judge_(what, anew, mine.stop.get_token(),
                        [&](const step& now) { tell_step(now, number); });
  } catch (const std::exception& error) {
    out.failure = error.what();
  }
  {
    const std::lock_guard lock(mutex_);
    mine.ended = true;
    if (number == number_) {
      result_ = std::move(out);
    }
  }
  to_tell_.tell();
}

void background_judge::tell_step(const step& now, std::uint64_t number) {
  {
    const std::lock_guard lock(mutex_);
    if (number != number_ || now.doing.empty()) {
      return;
    }
    step_ = now;
  }
  to_tell_.tell();
}

void background_judge::forget_ended() {
  runs_.remove_if([&](run& each) {
    {
      const std::lock_guard lock(mutex_);
      if (!each.ended) {
        return false;
      }
    }
    each.thread.join();
    return true;
  });
}

}  // namespace racelab::workshop
