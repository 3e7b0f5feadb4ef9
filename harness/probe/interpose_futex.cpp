// Distributed under the Boost Software License, Version 1.0.
//
// The futex system call, on which std::atomic::wait, std::promise and
// std::future, std::latch, std::barrier and std::counting_semaphore block. The
// order that they promise comes from the atomics around it.
#include "harness/probe/fail.hpp"
#include "harness/probe/kernel.hpp"
#include "harness/probe/recorder.hpp"
#include "harness/probe/scheduler.hpp"
#include "harness/probe/unmodelled.hpp"
#include "harness/probe/virtual_clock.hpp"

#include <unistd.h>
#include <cstdarg>

namespace racelab::probe {
namespace {

constexpr auto futex_kind = static_cast<std::int64_t>(block_kind::futex);

long futex_wait(const std::uint32_t* word, std::uint32_t expected,
                std::uint64_t deadline) {
  scheduling_point();
  if (__atomic_load_n(word, __ATOMIC_RELAXED) != expected) return -EAGAIN;
  if (deadline <= now()) return -ETIMEDOUT;
  record(event_kind::blocked, no_thread, futex_kind);
  const bool woken = block(block_kind::futex, word, deadline);
  record(event_kind::unblocked, 0, futex_kind);
  return woken ? 0 : -ETIMEDOUT;
}

long futex_wake(const std::uint32_t* word, std::uint32_t count) {
  scheduling_point();
  const unsigned woken =
      wake(block_kind::futex, word,
           count < wire::max_threads ? count : wire::max_threads);
  if (woken > 0) record(event_kind::notify);
  return woken;
}

std::uint64_t relative(const timespec* timeout) {
  return timeout == nullptr ? never : virtual_after(*timeout);
}

std::uint64_t absolute(const timespec* timeout, int operation) {
  if (timeout == nullptr) return never;
  const bool realtime = (operation & FUTEX_CLOCK_REALTIME) != 0;
  return virtual_deadline(realtime ? CLOCK_REALTIME : CLOCK_MONOTONIC,
                          *timeout);
}

long futex(const long* argument) {
  const auto* word = reinterpret_cast<const std::uint32_t*>(argument[0]);
  const int operation = static_cast<int>(argument[1]);
  const auto value = static_cast<std::uint32_t>(argument[2]);
  const auto* timeout = reinterpret_cast<const timespec*>(argument[3]);
  switch (operation & FUTEX_CMD_MASK) {
    case FUTEX_WAIT:
      return futex_wait(word, value, relative(timeout));
    case FUTEX_WAIT_BITSET:
      return futex_wait(word, value, absolute(timeout, operation));
    case FUTEX_WAKE:
    case FUTEX_WAKE_BITSET:
      return futex_wake(word, value);
    default:
      end_unmodelled("a futex operation other than wait and wake");
  }
}

bool starts_or_ends_processes(long number) {
  return number == SYS_fork || number == SYS_vfork || number == SYS_clone ||
         number == SYS_clone3 || number == SYS_execve || number == SYS_execveat;
}

bool sends_signals(long number) {
  return number == SYS_kill || number == SYS_tkill || number == SYS_tgkill ||
         number == SYS_rt_sigqueueinfo || number == SYS_rt_tgsigqueueinfo ||
         number == SYS_pidfd_send_signal;
}

}  // namespace
}  // namespace racelab::probe

using namespace racelab::probe;

extern "C" long syscall(long number, ...) noexcept {
  long argument[6];
  va_list rest;
  va_start(rest, number);
  for (long& value : argument) value = va_arg(rest, long);
  va_end(rest);
  if (self() != nullptr) {
    if (number == SYS_futex) return result_of(futex(argument));
    if (number == SYS_sched_yield) {
      stand_back(event_kind::yield);
      return 0;
    }
    if (starts_or_ends_processes(number))
      end_unmodelled("a system call that starts a process");
    if (sends_signals(number))
      end_unmodelled("a system call that sends a signal");
  }
  return result_of(kernel::call(number, argument[0], argument[1], argument[2],
                                argument[3], argument[4], argument[5]));
}
