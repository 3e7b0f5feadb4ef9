// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/pipeline.hpp"
#include "harness/report/progress_bar.hpp"

#include <map>
#include <mutex>
#include <span>

namespace racelab {

// Turns the tasks' steps into one line on the terminal at standard error,
// which is gone when this is. Thread-safe.
class task_progress {
 public:
  // The tasks must outlive this.
  explicit task_progress(std::span<const task>);

  void tell(const step& now);

  // This must outlive it.
  step_function function();

 private:
  std::span<const task> tasks_;
  report::progress_bar bar_;
  std::mutex mutex_;
  std::map<std::size_t, double> running_;
  std::size_t done_ = 0;
};

}  // namespace racelab
