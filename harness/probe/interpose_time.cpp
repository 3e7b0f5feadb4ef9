// Distributed under the Boost Software License, Version 1.0.
//
// Clocks, sleeps and yields.
#include "harness/probe/fail.hpp"
#include "harness/probe/kernel.hpp"
#include "harness/probe/recorder.hpp"
#include "harness/probe/scheduler.hpp"
#include "harness/probe/virtual_clock.hpp"

#include <sched.h>
#include <sys/time.h>
#include <unistd.h>

namespace racelab::probe {
namespace {

constexpr std::uint64_t second = 1'000'000'000;
// 2026-01-01T00:00:00Z, and a machine that started a day before.
constexpr std::uint64_t realtime_start = 1'767'225'600 * second;
constexpr std::uint64_t monotonic_start = 86'400 * second;

bool is_realtime(clockid_t clock) {
  return clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE ||
         clock == CLOCK_TAI || clock == CLOCK_REALTIME_ALARM;
}

std::uint64_t start_of(clockid_t clock) {
  return is_realtime(clock) ? realtime_start : monotonic_start;
}

}  // namespace

bool malformed(const timespec& time) {
  return time.tv_nsec < 0 || time.tv_nsec >= 1'000'000'000 || time.tv_sec < 0;
}

timespec to_timespec(std::uint64_t nanoseconds) {
  return {static_cast<time_t>(nanoseconds / second),
          static_cast<long>(nanoseconds % second)};
}

std::uint64_t to_nanoseconds(const timespec& time) {
  if (time.tv_sec < 0) return 0;
  const auto seconds = static_cast<std::uint64_t>(time.tv_sec);
  if (seconds >= never / second) return never;
  return seconds * second + static_cast<std::uint64_t>(time.tv_nsec);
}

bool is_virtual(clockid_t clock) {
  return is_realtime(clock) || clock == CLOCK_MONOTONIC ||
         clock == CLOCK_MONOTONIC_RAW || clock == CLOCK_MONOTONIC_COARSE ||
         clock == CLOCK_BOOTTIME || clock == CLOCK_BOOTTIME_ALARM;
}

timespec virtual_now(clockid_t clock) {
  return to_timespec(start_of(clock) + now());
}

std::uint64_t virtual_deadline(clockid_t clock, const timespec& at) {
  const std::uint64_t nanoseconds = to_nanoseconds(at);
  if (nanoseconds == never) return never;
  const std::uint64_t start = start_of(clock);
  return nanoseconds <= start ? 0 : nanoseconds - start;
}

std::uint64_t virtual_after(const timespec& duration) {
  const std::uint64_t nanoseconds = to_nanoseconds(duration);
  return nanoseconds >= never - now() ? never : now() + nanoseconds;
}

bool virtual_sleep(std::uint64_t deadline) {
  scheduling_point();
  record(event_kind::sleep, 0,
         static_cast<std::int64_t>(deadline > now() ? deadline - now() : 0));
  if (deadline <= now()) {
    stand_back(event_kind::yield);
    return true;
  }
  // Nobody wakes a sleeper but a signal.
  const bool interrupted = block(block_kind::sleep, nullptr, deadline);
  record(event_kind::unblocked, 0,
         static_cast<std::int64_t>(block_kind::sleep));
  return !interrupted;
}

}  // namespace racelab::probe

using namespace racelab::probe;

extern "C" {

int clock_gettime(clockid_t clock, timespec* result) {
  if (!sees_virtual_time() || !is_virtual(clock)) {
    return static_cast<int>(result_of(
        kernel::call(SYS_clock_gettime, clock, kernel::address(result))));
  }
  if (self() != nullptr) note_clock_read();
  *result = virtual_now(clock);
  return 0;
}

int gettimeofday(timeval* __restrict result, void* __restrict zone) {
  if (!sees_virtual_time()) {
    return static_cast<int>(result_of(kernel::call(
        SYS_gettimeofday, kernel::address(result), kernel::address(zone))));
  }
  note_clock_read();
  const timespec time = virtual_now(CLOCK_REALTIME);
  *result = {time.tv_sec, time.tv_nsec / 1000};
  return 0;
}

time_t time(time_t* result) {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  if (result != nullptr) *result = now.tv_sec;
  return now.tv_sec;
}

int timespec_get(timespec* result, int base) {
  if (base != TIME_UTC) return 0;
  clock_gettime(CLOCK_REALTIME, result);
  return base;
}

int clock_nanosleep(clockid_t clock, int flags, const timespec* time,
                    timespec* left) {
  if (self() == nullptr || !is_virtual(clock))
    return static_cast<int>(-kernel::call(SYS_clock_nanosleep, clock, flags,
                                          kernel::address(time),
                                          kernel::address(left)));
  if (malformed(*time)) return EINVAL;
  const bool until = (flags & TIMER_ABSTIME) != 0;
  const std::uint64_t deadline =
      until ? virtual_deadline(clock, *time) : virtual_after(*time);
  if (virtual_sleep(deadline)) return 0;
  if (!until && left != nullptr)
    *left = to_timespec(deadline > now() ? deadline - now() : 0);
  return EINTR;
}

int nanosleep(const timespec* duration, timespec* left) {
  const int error = clock_nanosleep(CLOCK_MONOTONIC, 0, duration, left);
  return error == 0 ? 0 : fail(error);
}

int usleep(useconds_t microseconds) {
  const timespec duration = to_timespec(std::uint64_t{microseconds} * 1000);
  return nanosleep(&duration, nullptr);
}

unsigned sleep(unsigned seconds) {
  timespec duration{static_cast<time_t>(seconds), 0};
  if (nanosleep(&duration, &duration) == 0) return 0;
  // Rounded up, as long as anything is left.
  return static_cast<unsigned>(duration.tv_sec + (duration.tv_nsec > 0));
}

int sched_yield() noexcept {
  if (self() == nullptr) {
    kernel::call(SYS_sched_yield);
    return 0;
  }
  stand_back(event_kind::yield);
  return 0;
}

}  // extern "C"
