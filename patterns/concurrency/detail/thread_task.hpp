// Distributed under the Boost Software License, Version 1.0.
#pragma once

namespace racelab::detail {

// What a thread of task_threads or counted_threads runs, once.
class thread_task {
 public:
  thread_task() = default;
  virtual ~thread_task() = default;
  thread_task(const thread_task&) = delete;
  thread_task& operator=(const thread_task&) = delete;

  virtual void run() noexcept = 0;
};

}  // namespace racelab::detail
