// Distributed under the Boost Software License, Version 1.0.
//
// Sending, blocking, handling and awaiting signals.
#include "harness/probe/delivery.hpp"
#include "harness/probe/fail.hpp"
#include "harness/probe/interceptors.hpp"
#include "harness/probe/kernel.hpp"
#include "harness/probe/leave.hpp"
#include "harness/probe/recorder.hpp"
#include "harness/probe/unmodelled.hpp"
#include "harness/probe/virtual_clock.hpp"

#include <sys/signalfd.h>
#include <unistd.h>
#include <cerrno>

namespace racelab::probe {
namespace {

// Of `to` as kill takes it. The program is alone in its group.
bool means_this_process(pid_t to) { return to == 0 || to == getpid(); }

// What a signal does to another process is beyond every schedule.
int send(pid_t to, int signal) {
  if (self() == nullptr || signal == 0) return __interceptor_kill(to, signal);
  if (!means_this_process(to)) end_unmodelled("a signal to another process");
  if (signal == SIGKILL) leave("kill", signal);
  if (!is_modelled(signal)) return __interceptor_kill(to, signal);
  scheduling_point();
  send_signal(signal, nullptr);
  return 0;
}

// `to`: null if it is not one of the schedule's. To one that has ended and is
// still to be joined it does nothing, as in glibc.
int send_to_thread(thread* to, int signal) {
  if (to == nullptr) return ESRCH;
  scheduling_point();
  if (to->is != state::finished) send_signal(signal, to);
  return 0;
}

// Returns an error number.
int change_mask(int how, const sigset_t* change, sigset_t* before) {
  constexpr long size = 8;
  const long error =
      kernel::call(SYS_rt_sigprocmask, how, kernel::address(change),
                   kernel::address(before), size);
  if (error < 0) return static_cast<int>(-error);
  if (self() == nullptr || change == nullptr) return 0;
  std::uint64_t mask = self()->signal_mask;
  if (how == SIG_BLOCK) mask |= bits_of(*change);
  if (how == SIG_UNBLOCK) mask &= ~bits_of(*change);
  if (how == SIG_SETMASK) mask = bits_of(*change);
  block_signals(mask);
  return 0;
}

int wait_for(const sigset_t* wanted, siginfo_t* information,
             std::uint64_t deadline) {
  const int signal = await_signal(bits_of(*wanted), deadline);
  if (signal == 0) return fail(EAGAIN);
  if (information != nullptr) describe(signal, *information);
  return signal;
}

}  // namespace
}  // namespace racelab::probe

using namespace racelab::probe;

extern "C" {

int kill(pid_t to, int signal) noexcept { return send(to, signal); }

int raise(int signal) noexcept {
  if (self() == nullptr || !is_modelled(signal))
    return __interceptor_raise(signal);
  return send_to_thread(self(), signal);
}

int pthread_kill(pthread_t to, int signal) noexcept {
  if (self() == nullptr || !is_modelled(signal))
    return __interceptor_pthread_kill(to, signal);
  return send_to_thread(find_thread(to), signal);
}

int sigaction(int signal, const struct sigaction* next,
              struct sigaction* before) noexcept {
  if (self() == nullptr || !is_modelled(signal))
    return __interceptor_sigaction(signal, next, before);
  scheduling_point();
  exchange_action(signal, next, before);
  return 0;
}

sighandler_t signal(int number, sighandler_t handler) noexcept {
  if (self() == nullptr || !is_modelled(number))
    return __interceptor_signal(number, handler);
  struct sigaction next {};
  struct sigaction before {};
  next.sa_handler = handler;
  next.sa_flags = SA_RESTART;
  sigaction(number, &next, &before);
  return before.sa_handler;
}

int pthread_sigmask(int how, const sigset_t* change,
                    sigset_t* before) noexcept {
  return change_mask(how, change, before);
}

int sigprocmask(int how, const sigset_t* change, sigset_t* before) noexcept {
  const int error = change_mask(how, change, before);
  return error == 0 ? 0 : fail(error);
}

int sigpending(sigset_t* pending) noexcept {
  if (self() == nullptr) return __interceptor_sigpending(pending);
  set_bits(*pending, pending_signals());
  return 0;
}

int sigwait(const sigset_t* wanted, int* which) {
  if (self() == nullptr) return __interceptor_sigwait(wanted, which);
  *which = await_signal(bits_of(*wanted), never);
  return 0;
}

int sigwaitinfo(const sigset_t* wanted, siginfo_t* information) {
  if (self() == nullptr) return __interceptor_sigwaitinfo(wanted, information);
  return wait_for(wanted, information, never);
}

int sigtimedwait(const sigset_t* wanted, siginfo_t* information,
                 const timespec* timeout) {
  if (self() == nullptr)
    return __interceptor_sigtimedwait(wanted, information, timeout);
  return wait_for(wanted, information,
                  timeout == nullptr ? never : virtual_after(*timeout));
}

// Until a handler has run: await_signal wants none that could be taken.
int pause() {
  if (self() == nullptr) return __interceptor_pause();
  point_in_window();
  record(event_kind::blocked, no_thread,
         static_cast<std::int64_t>(block_kind::arrival));
  block(block_kind::arrival, self(), never);
  record(event_kind::unblocked, 0,
         static_cast<std::int64_t>(block_kind::arrival));
  return fail(EINTR);
}

int sigsuspend(const sigset_t* mask) {
  if (self() != nullptr) end_unmodelled("sigsuspend");
  return __interceptor_sigsuspend(mask);
}

int signalfd(int descriptor, const sigset_t* mask, int flags) noexcept {
  if (self() != nullptr) end_unmodelled("signalfd");
  return __interceptor_signalfd(descriptor, mask, flags);
}

}  // extern "C"
