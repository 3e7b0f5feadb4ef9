// Distributed under the Boost Software License, Version 1.0.
#include "harness/task_progress.hpp"

#include <unistd.h>

namespace racelab {

task_progress::task_progress(std::span<const task> tasks)
    : tasks_(tasks), bar_(STDERR_FILENO) {}

void task_progress::tell(const step& now) {
  const std::lock_guard lock(mutex_);
  if (now.doing.empty()) {
    running_.erase(now.subject);
    ++done_;
    return;
  }
  running_[now.subject] = now.fraction;
  report::progress_state state;
  state.subjects = tasks_.size();
  state.subjects_done = done_;
  for (const auto& [subject, fraction] : running_) {
    state.fraction += fraction;
  }
  state.doing = report::name_of(tasks_[now.subject].result) + ", " + now.doing;
  bar_.show(state);
}

step_function task_progress::function() {
  return [this](const step& now) { tell(now); };
}

}  // namespace racelab
