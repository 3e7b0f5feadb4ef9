// Distributed under the Boost Software License, Version 1.0.
#pragma once

// A real order between threads that ThreadSanitizer does not see, so that
// a test decides who comes first without deciding what it tests. The
// definitions are compiled without the sanitizer and use the kernel alone.

namespace racelab::unseen {

// Something that happens once. Only with static storage, where its start
// value is not an access.
class event {
 public:
  void set() noexcept;

  // Blocks until set.
  void wait() noexcept;

 private:
  int set_ = 0;
};

// Remembers who runs a task, so that others can wait until it is over, and with
// it all that its group does about its end. Only with static storage.
class task_end {
 public:
  // A thread that runs one task only is waited for until the kernel knows it
  // no more; another one until it has run the task and is doing nothing.
  enum class thread { ends, goes_on };

  explicit constexpr task_end(thread that) noexcept : that_(that) {}

  // At its destruction the task is over.
  class [[nodiscard]] ending {
   public:
    explicit ending(task_end& of) noexcept : of_(of) {}
    ~ending() { of_.over_.set(); }
    ending(const ending&) = delete;
    ending& operator=(const ending&) = delete;

   private:
    task_end& of_;
  };

  // To be called once, first thing in the task in question.
  ending is_of_this_task() noexcept;

  // Blocks until then. Another task on the same thread need not wait.
  void wait() noexcept;

 private:
  thread that_;
  event over_;
  int id_ = 0;
};

// Remembers a thread, so that others can wait until it blocks. Only with
// static storage.
class thread_sleep {
 public:
  // To be called once, by the thread in question, right before it blocks.
  void is_of_this_thread() noexcept;

  // Blocks until that call has been made and the thread sleeps, as the kernel
  // has it.
  void wait() noexcept;

 private:
  event known_;
  int id_ = 0;
};

}  // namespace racelab::unseen
