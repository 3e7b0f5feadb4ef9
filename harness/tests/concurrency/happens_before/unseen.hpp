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

// Remembers a thread, so that others can wait until it is gone. Only with
// static storage.
class thread_end {
 public:
  // To be called once, by the thread in question.
  void is_of_this_thread() noexcept;

  // Blocks until that call has been made and the thread has ended: until
  // the kernel knows it no more.
  void wait() noexcept;

 private:
  event known_;
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
