// Distributed under the Boost Software License, Version 1.0.
//
// Reading, writing and polling pipes, events, timers and epoll's sets. What
// would block in the kernel waits in the scheduler until it would not; then
// ThreadSanitizer's own function is called, whose order is that of the
// descriptor. Other descriptors are left alone.
#include "harness/probe/descriptors.hpp"
#include "harness/probe/fail.hpp"
#include "harness/probe/interceptors.hpp"
#include "harness/probe/kernel.hpp"
#include "harness/probe/next_definition.hpp"
#include "harness/probe/recorder.hpp"
#include "harness/probe/scheduler.hpp"
#include "harness/probe/unmodelled.hpp"
#include "harness/probe/virtual_clock.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <unistd.h>
#include <cerrno>

namespace racelab::probe {
namespace {

constexpr auto descriptor_kind =
    static_cast<std::int64_t>(block_kind::descriptor);
constexpr int any_descriptor = 0;  // only its address counts

// Blocks until `look` finds something, and returns what; 0 if the deadline
// came first.
template <class Look>
int await(Look look, std::uint64_t deadline) {
  scheduling_point();
  std::uint64_t next_timer = let_timers_go_off();
  int found = look();
  if (found != 0 || deadline <= now()) return found;
  record(event_kind::blocked, no_thread, descriptor_kind);
  while (found == 0 && now() < deadline) {
    block(block_kind::descriptor, &any_descriptor,
          next_timer < deadline ? next_timer : deadline);
    next_timer = let_timers_go_off();
    found = look();
  }
  record(event_kind::unblocked, 0, descriptor_kind);
  return found;
}

// Something is about to change for who waits for a descriptor.
void wake_who_awaits() {
  if (wake(block_kind::descriptor, &any_descriptor, wire::max_threads) > 0)
    record(event_kind::notify, 0, descriptor_kind);
}

int look_at(int descriptor, short events) {
  pollfd asked{descriptor, events, 0};
  return static_cast<int>(
      kernel::call(SYS_poll, kernel::address(&asked), 1, 0));
}

bool never_blocks(int descriptor) {
  return (kernel::call(SYS_fcntl, descriptor, F_GETFL) & O_NONBLOCK) != 0;
}

// What is read makes room, so others may go on after reading, too.
void before_transfer(int descriptor, short events) {
  if (self() == nullptr || !is_of_the_schedule(descriptor)) return;
  await([=] { return look_at(descriptor, events); },
        never_blocks(descriptor) ? 0 : never);
  wake_who_awaits();
}

void before_change(int descriptor) {
  if (self() == nullptr || !is_of_the_schedule(descriptor)) return;
  scheduling_point();
  wake_who_awaits();
}

// `copy` is another number of the same.
int noted_as(int descriptor, int copy) {
  if (self() != nullptr && copy != descriptor) note_copy(descriptor, copy);
  return copy;
}

std::uint64_t after_milliseconds(int timeout) {
  if (timeout < 0) return never;
  return virtual_after({timeout / 1000, timeout % 1000 * 1'000'000L});
}

int poll_until(pollfd* all, nfds_t count, std::uint64_t deadline) {
  return await([=] { return __interceptor_poll(all, count, 0); }, deadline);
}

void refuse_mask(const sigset_t* mask) {
  if (mask != nullptr) end_unmodelled("a wait with a signal mask of its own");
}

int epoll_until(int set, epoll_event* to, int most, std::uint64_t deadline) {
  return await([=] { return __interceptor_epoll_wait(set, to, most, 0); },
               deadline);
}

// select overwrites what it is asked.
struct asked_sets {
  fd_set sets[3];
};

int select_now(int end, fd_set* const (&sets)[3], const asked_sets& asked) {
  const timespec at_once{};
  for (int i = 0; i < 3; ++i)
    if (sets[i] != nullptr) *sets[i] = asked.sets[i];
  const long found = kernel::call(
      SYS_pselect6, end, kernel::address(sets[0]), kernel::address(sets[1]),
      kernel::address(sets[2]), kernel::address(&at_once), 0);
  return found < 0 ? fail(static_cast<int>(-found)) : static_cast<int>(found);
}

int select_until(int end, fd_set* const (&sets)[3], std::uint64_t deadline) {
  asked_sets asked{};
  for (int i = 0; i < 3; ++i)
    if (sets[i] != nullptr) asked.sets[i] = *sets[i];
  return await([&] { return select_now(end, sets, asked); }, deadline);
}

itimerspec time_left(const timer_setting& set) {
  if (set.due == never) return {};
  return {to_timespec(set.interval),
          to_timespec(set.due > now() ? set.due - now() : 1)};
}

timer_setting setting_of(const itimerspec& wanted, int flags, clockid_t clock) {
  const std::uint64_t interval = to_nanoseconds(wanted.it_interval);
  if (to_nanoseconds(wanted.it_value) == 0) return {never, 0};
  if ((flags & TFD_TIMER_ABSTIME) == 0)
    return {virtual_after(wanted.it_value), interval};
  return {virtual_deadline(clock, wanted.it_value), interval};
}

// How often it has gone off is not told any more.
void empty(int timer) {
  std::uint64_t count = 0;
  if (look_at(timer, POLLIN) > 0)
    kernel::call(SYS_read, timer, kernel::address(&count), sizeof count);
}

void set_timer(int descriptor, timer& which, const timer_setting& next) {
  scheduling_point();
  empty(descriptor);
  which.set = next;
  wake_who_awaits();
}

}  // namespace
}  // namespace racelab::probe

using namespace racelab::probe;

extern "C" {

int pipe(int ends[2]) noexcept { return pipe2(ends, 0); }

int pipe2(int ends[2], int flags) noexcept {
  const int result = __interceptor_pipe2(ends, flags);
  if (result != 0 || self() == nullptr) return result;
  note_descriptor(ends[0]);
  note_descriptor(ends[1]);
  return result;
}

int eventfd(unsigned count, int flags) noexcept {
  const int made = __interceptor_eventfd(count, flags);
  if (self() != nullptr) note_descriptor(made);
  return made;
}

int epoll_create1(int flags) noexcept {
  const int made = __interceptor_epoll_create1(flags);
  if (self() != nullptr) note_descriptor(made);
  return made;
}

int epoll_create(int) noexcept { return epoll_create1(0); }

int timerfd_create(clockid_t clock, int flags) noexcept {
  if (self() == nullptr)
    return static_cast<int>(kernel::call(SYS_timerfd_create, clock, flags));
  if (!is_virtual(clock)) return fail(EINVAL);
  static_assert(int{TFD_CLOEXEC} == int{EFD_CLOEXEC});
  static_assert(int{TFD_NONBLOCK} == int{EFD_NONBLOCK});
  const int made = __interceptor_eventfd(0, flags);
  note_timer(made, clock);
  return made;
}

int timerfd_settime(int descriptor, int flags, const itimerspec* wanted,
                    itimerspec* before) noexcept {
  timer* which = self() == nullptr ? nullptr : find_timer(descriptor);
  if (which == nullptr)
    return __interceptor_timerfd_settime(descriptor, flags, wanted, before);
  if (before != nullptr) *before = time_left(which->set);
  set_timer(descriptor, *which, setting_of(*wanted, flags, which->clock));
  return 0;
}

int timerfd_gettime(int descriptor, itimerspec* left) noexcept {
  timer* which = self() == nullptr ? nullptr : find_timer(descriptor);
  if (which == nullptr) return __interceptor_timerfd_gettime(descriptor, left);
  let_timers_go_off();
  *left = time_left(which->set);
  return 0;
}

int dup(int descriptor) noexcept {
  return noted_as(descriptor, __interceptor_dup(descriptor));
}

int dup2(int descriptor, int as) noexcept {
  return noted_as(descriptor, __interceptor_dup2(descriptor, as));
}

int dup3(int descriptor, int as, int flags) noexcept {
  return noted_as(descriptor, __interceptor_dup3(descriptor, as, flags));
}

int close(int descriptor) {
  before_change(descriptor);
  forget_descriptor(descriptor);
  return __interceptor_close(descriptor);
}

ssize_t read(int descriptor, void* to, size_t size) {
  before_transfer(descriptor, POLLIN);
  return __interceptor_read(descriptor, to, size);
}

ssize_t readv(int descriptor, const iovec* to, int count) {
  before_transfer(descriptor, POLLIN);
  return __interceptor_readv(descriptor, to, count);
}

ssize_t write(int descriptor, const void* from, size_t size) {
  before_transfer(descriptor, POLLOUT);
  return __interceptor_write(descriptor, from, size);
}

ssize_t writev(int descriptor, const iovec* from, int count) {
  before_transfer(descriptor, POLLOUT);
  return __interceptor_writev(descriptor, from, count);
}

int eventfd_read(int descriptor, eventfd_t* count) {
  return read(descriptor, count, sizeof *count) == sizeof *count ? 0 : -1;
}

int eventfd_write(int descriptor, eventfd_t count) {
  return write(descriptor, &count, sizeof count) == sizeof count ? 0 : -1;
}

int poll(pollfd* all, nfds_t count, int timeout) {
  if (self() == nullptr) return __interceptor_poll(all, count, timeout);
  return poll_until(all, count, after_milliseconds(timeout));
}

int ppoll(pollfd* all, nfds_t count, const timespec* timeout,
          const sigset_t* mask) {
  if (self() == nullptr) return __interceptor_ppoll(all, count, timeout, mask);
  refuse_mask(mask);
  return poll_until(all, count,
                    timeout == nullptr ? never : virtual_after(*timeout));
}

int pselect(int end, fd_set* in, fd_set* out, fd_set* other,
            const timespec* timeout, const sigset_t* mask) {
  if (self() == nullptr)
    return next_definition<decltype(pselect)>("pselect")(end, in, out, other,
                                                         timeout, mask);
  refuse_mask(mask);
  return select_until(end, {in, out, other},
                      timeout == nullptr ? never : virtual_after(*timeout));
}

int select(int end, fd_set* in, fd_set* out, fd_set* other, timeval* timeout) {
  if (self() == nullptr)
    return next_definition<decltype(select)>("select")(end, in, out, other,
                                                       timeout);
  if (timeout == nullptr) return select_until(end, {in, out, other}, never);
  return select_until(
      end, {in, out, other},
      virtual_after({timeout->tv_sec, timeout->tv_usec * 1000}));
}

int epoll_ctl(int set, int what, int descriptor, epoll_event* event) noexcept {
  before_change(set);
  return __interceptor_epoll_ctl(set, what, descriptor, event);
}

int epoll_wait(int set, epoll_event* to, int most, int timeout) {
  if (self() == nullptr)
    return __interceptor_epoll_wait(set, to, most, timeout);
  return epoll_until(set, to, most, after_milliseconds(timeout));
}

int epoll_pwait(int set, epoll_event* to, int most, int timeout,
                const sigset_t* mask) {
  if (self() == nullptr)
    return __interceptor_epoll_pwait(set, to, most, timeout, mask);
  refuse_mask(mask);
  return epoll_until(set, to, most, after_milliseconds(timeout));
}

}  // extern "C"
