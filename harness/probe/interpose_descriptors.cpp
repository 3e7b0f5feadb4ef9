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
#include <climits>
#include <csignal>

namespace racelab::probe {
namespace {

constexpr auto on_descriptor =
    static_cast<std::int64_t>(block_kind::descriptor);
constexpr int any_descriptor = 0;  // only its address counts

// Blocks until it is ready. Returns false if the deadline came first. `ready`
// is also asked by who has nothing else to do: others may write past the probe.
template <class Ready>
bool await(const Ready& ready, std::uint64_t deadline) {
  note_clock_read();
  scheduling_point();
  std::uint64_t next_timer = let_timers_go_off();
  bool found = ready();
  if (found || deadline <= now()) return found;
  record(event_kind::blocked, no_thread, on_descriptor);
  thread* me = self();
  // A handler that interrupts this may wait for another one.
  const auto outer_ready = me->is_ready;
  const void* const outer_of = me->ready_of;
  me->is_ready = [](const void* of) {
    return (*static_cast<const Ready*>(of))();
  };
  me->ready_of = &ready;
  while (!found && now() < deadline) {
    block(block_kind::descriptor, &any_descriptor,
          next_timer < deadline ? next_timer : deadline);
    next_timer = let_timers_go_off();
    found = ready();
  }
  me->is_ready = outer_ready;
  me->ready_of = outer_of;
  record(event_kind::unblocked, 0, on_descriptor);
  return found;
}

// Something is about to change for who waits for a descriptor.
void wake_who_awaits() {
  if (wake(block_kind::descriptor, &any_descriptor, wire::max_threads) > 0)
    record(event_kind::notify, 0, on_descriptor);
}

bool is_awaited(int descriptor) {
  return self() != nullptr && is_known(descriptor);
}

void before_change(int descriptor) {
  if (!is_awaited(descriptor)) return;
  scheduling_point();
  AnnotateHappensBefore(__FILE__, __LINE__, order_of(descriptor));
  wake_who_awaits();
}

// Whether it would wait: neither told not to, nor refused for the other
// direction.
bool may_block(int descriptor, int other_direction) {
  const long flags = kernel::call(SYS_fcntl, descriptor, F_GETFL);
  return (flags & O_NONBLOCK) == 0 && (flags & O_ACCMODE) != other_direction;
}

// What is read makes room, so others may go on after reading, too.
void before_read(int descriptor, std::size_t size) {
  if (!is_awaited(descriptor)) return;
  const bool waits =
      may_block(descriptor, O_WRONLY) && size >= least_to_read(descriptor);
  short state = 0;
  if (!await([descriptor,
              &state] { return (state = state_of(descriptor, POLLIN)) != 0; },
             waits ? never : 0))
    return;
  wake_who_awaits();
  if ((state & POLLHUP) != 0 || find_timer(descriptor) != nullptr)
    AnnotateHappensAfter(__FILE__, __LINE__, order_of(descriptor));
}

// Returns false if nobody can ever read it.
bool before_write(int descriptor) {
  short state = 0;
  const bool ready =
      await([descriptor,
             &state] { return (state = state_of(descriptor, POLLOUT)) != 0; },
            may_block(descriptor, O_RDONLY) ? never : 0);
  if (ready) wake_who_awaits();
  return (state & POLLERR) == 0;
}

// The signal is the scheduler's to deliver.
int broken_pipe() {
  raise(SIGPIPE);
  return fail(EPIPE);
}

// In parts that a pipe takes as a whole: then none of them blocks.
ssize_t write_in_parts(int descriptor, const char* from, std::size_t size) {
  std::size_t done = 0;
  while (done < size) {
    const std::size_t left = size - done;
    const ssize_t written =
        before_write(descriptor)
            ? __interceptor_write(descriptor, from + done,
                                  left < PIPE_BUF ? left : PIPE_BUF)
            : broken_pipe();
    if (written < 0) return done > 0 ? static_cast<ssize_t>(done) : -1;
    done += static_cast<std::size_t>(written);
  }
  return static_cast<ssize_t>(done);
}

std::size_t size_of(const iovec* parts, int count) {
  std::size_t size = 0;
  for (int i = 0; i < count; ++i) size += parts[i].iov_len;
  return size;
}

// `copy` is another number of the same.
int noted_as(int descriptor, int copy) {
  if (copy >= 0 && copy != descriptor) note_copy(descriptor, copy);
  return copy;
}

std::uint64_t after_milliseconds(int timeout) {
  if (timeout < 0) return never;
  return virtual_after({timeout / 1000, timeout % 1000 * 1'000'000L});
}

std::uint64_t after(const timespec* timeout) {
  return timeout == nullptr ? never : virtual_after(*timeout);
}

bool is_malformed(const timespec* timeout) {
  return timeout != nullptr && malformed(*timeout);
}

void await_any(pollfd* all, nfds_t count, std::uint64_t deadline) {
  await(
      [all, count] {
        return kernel::call(SYS_poll, kernel::address(all),
                            static_cast<long>(count), 0) != 0;
      },
      deadline);
}

// Otherwise something is told at once.
void await_set(int set, int most, std::uint64_t deadline) {
  await([set] { return state_of(set, POLLIN) != 0; },
        is_set(set) && most > 0 ? deadline : 0);
}

void refuse_mask(const sigset_t* mask) {
  if (mask != nullptr) end_unmodelled("a wait with a signal mask of its own");
}

struct selected_sets {
  fd_set* sets[3];
};

long select_now(int end, const selected_sets& from) {
  const timespec at_once{};
  return kernel::call(SYS_pselect6, end, kernel::address(from.sets[0]),
                      kernel::address(from.sets[1]),
                      kernel::address(from.sets[2]), kernel::address(&at_once),
                      0);
}

// select overwrites what it is asked, so that only copies of it can be asked
// more than once.
bool any_selected(int end, const selected_sets& from) {
  fd_set copies[3];
  selected_sets asked{};
  for (int i = 0; i < 3; ++i) {
    if (from.sets[i] == nullptr) continue;
    copies[i] = *from.sets[i];
    asked.sets[i] = &copies[i];
  }
  return select_now(end, asked) != 0;
}

int select_until(int end, const selected_sets& sets, std::uint64_t deadline) {
  await([&] { return any_selected(end, sets); }, deadline);
  return static_cast<int>(result_of(select_now(end, sets)));
}

itimerspec time_left(const timer_setting& set) {
  const timespec interval = to_timespec(set.interval);
  if (set.due == never) return {interval, {}};
  return {interval, to_timespec(set.due > now() ? set.due - now() : 1)};
}

timer_setting setting_of(const itimerspec& wanted, int flags, clockid_t clock) {
  const std::uint64_t interval = to_nanoseconds(wanted.it_interval);
  if (to_nanoseconds(wanted.it_value) == 0) return {never, interval};
  if ((flags & TFD_TIMER_ABSTIME) == 0)
    return {virtual_after(wanted.it_value), interval};
  return {virtual_deadline(clock, wanted.it_value), interval};
}

}  // namespace
}  // namespace racelab::probe

using namespace racelab::probe;

extern "C" {

int pipe(int ends[2]) noexcept { return pipe2(ends, 0); }

int pipe2(int ends[2], int flags) noexcept {
  const int result = __interceptor_pipe2(ends, flags);
  if (result != 0) return result;
  note_pipe(ends);
  return result;
}

int eventfd(unsigned count, int flags) noexcept {
  const int made = __interceptor_eventfd(count, flags);
  note_descriptor(made, descriptor_kind::event);
  return made;
}

int epoll_create1(int flags) noexcept {
  const int made = __interceptor_epoll_create1(flags);
  note_descriptor(made, descriptor_kind::set);
  return made;
}

int epoll_create(int size) noexcept {
  return size > 0 ? epoll_create1(0) : fail(EINVAL);
}

int timerfd_create(clockid_t clock, int flags) noexcept {
  if (self() == nullptr)
    return static_cast<int>(
        result_of(kernel::call(SYS_timerfd_create, clock, flags)));
  if (!is_virtual(clock)) return fail(EINVAL);
  static_assert(int{TFD_CLOEXEC} == int{EFD_CLOEXEC});
  static_assert(int{TFD_NONBLOCK} == int{EFD_NONBLOCK});
  const int made = __interceptor_eventfd(0, flags);
  note_timer(made, clock);
  return made;
}

int timerfd_settime(int descriptor, int flags, const itimerspec* wanted,
                    itimerspec* before) noexcept {
  if (self() != nullptr) scheduling_point();
  timer* which = self() == nullptr ? nullptr : find_timer(descriptor);
  if (which == nullptr)
    return __interceptor_timerfd_settime(descriptor, flags, wanted, before);
  if (malformed(wanted->it_value) || malformed(wanted->it_interval))
    return fail(EINVAL);
  let_timers_go_off();
  if (before != nullptr) *before = time_left(which->set);
  empty_event(descriptor);
  AnnotateHappensBefore(__FILE__, __LINE__, order_of(descriptor));
  which->set = setting_of(*wanted, flags, which->clock);
  wake_who_awaits();
  return 0;
}

int timerfd_gettime(int descriptor, itimerspec* left) noexcept {
  timer* which = self() == nullptr ? nullptr : find_timer(descriptor);
  if (which == nullptr) return __interceptor_timerfd_gettime(descriptor, left);
  note_clock_read();
  let_timers_go_off();
  *left = time_left(which->set);
  return 0;
}

int dup(int descriptor) noexcept {
  return noted_as(descriptor, __interceptor_dup(descriptor));
}

int dup2(int descriptor, int as) noexcept {
  if (as != descriptor) before_change(as);
  return noted_as(descriptor, __interceptor_dup2(descriptor, as));
}

int dup3(int descriptor, int as, int flags) noexcept {
  if (as != descriptor) before_change(as);
  return noted_as(descriptor, __interceptor_dup3(descriptor, as, flags));
}

int close(int descriptor) {
  before_change(descriptor);
  forget_descriptor(descriptor);
  return __interceptor_close(descriptor);
}

ssize_t read(int descriptor, void* to, size_t size) {
  before_read(descriptor, size);
  return __interceptor_read(descriptor, to, size);
}

ssize_t readv(int descriptor, const iovec* to, int count) {
  before_read(descriptor, size_of(to, count));
  return __interceptor_readv(descriptor, to, count);
}

ssize_t write(int descriptor, const void* from, size_t size) {
  if (is_awaited(descriptor)) {
    if (size > PIPE_BUF && may_block(descriptor, O_RDONLY))
      return write_in_parts(descriptor, static_cast<const char*>(from), size);
    if (!before_write(descriptor)) return broken_pipe();
  }
  return __interceptor_write(descriptor, from, size);
}

ssize_t writev(int descriptor, const iovec* from, int count) {
  if (is_awaited(descriptor) && !before_write(descriptor)) return broken_pipe();
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
  await_any(all, count, after_milliseconds(timeout));
  return __interceptor_poll(all, count, 0);
}

int ppoll(pollfd* all, nfds_t count, const timespec* timeout,
          const sigset_t* mask) {
  if (self() == nullptr) return __interceptor_ppoll(all, count, timeout, mask);
  refuse_mask(mask);
  if (is_malformed(timeout)) return fail(EINVAL);
  await_any(all, count, after(timeout));
  return __interceptor_poll(all, count, 0);
}

int pselect(int end, fd_set* in, fd_set* out, fd_set* other,
            const timespec* timeout, const sigset_t* mask) {
  if (self() == nullptr)
    return next_definition<decltype(pselect)>("pselect")(end, in, out, other,
                                                         timeout, mask);
  refuse_mask(mask);
  if (is_malformed(timeout)) return fail(EINVAL);
  return select_until(end, {{in, out, other}}, after(timeout));
}

int select(int end, fd_set* in, fd_set* out, fd_set* other, timeval* timeout) {
  if (self() == nullptr)
    return next_definition<decltype(select)>("select")(end, in, out, other,
                                                       timeout);
  if (timeout == nullptr) return select_until(end, {{in, out, other}}, never);
  const timespec as_timespec{timeout->tv_sec, timeout->tv_usec * 1000};
  return pselect(end, in, out, other, &as_timespec, nullptr);
}

int epoll_ctl(int set, int what, int descriptor, epoll_event* event) noexcept {
  before_change(set);
  return __interceptor_epoll_ctl(set, what, descriptor, event);
}

int epoll_wait(int set, epoll_event* to, int most, int timeout) {
  if (self() == nullptr)
    return __interceptor_epoll_wait(set, to, most, timeout);
  await_set(set, most, after_milliseconds(timeout));
  return __interceptor_epoll_wait(set, to, most, 0);
}

int epoll_pwait(int set, epoll_event* to, int most, int timeout,
                const sigset_t* mask) {
  if (self() == nullptr)
    return __interceptor_epoll_pwait(set, to, most, timeout, mask);
  refuse_mask(mask);
  await_set(set, most, after_milliseconds(timeout));
  return __interceptor_epoll_wait(set, to, most, 0);
}

}  // extern "C"
