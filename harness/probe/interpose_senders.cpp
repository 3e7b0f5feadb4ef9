// Distributed under the Boost Software License, Version 1.0.
//
// Ways to have a signal sent that are not modelled: past the schedule it would
// come at any time, and maybe to somebody else.
#include "harness/probe/next_definition.hpp"
#include "harness/probe/scheduler.hpp"
#include "harness/probe/unmodelled.hpp"

#include <sys/time.h>
#include <unistd.h>
#include <csignal>
#include <ctime>

namespace racelab::probe {
namespace {

template <class Function, class... Arguments>
auto send_unmodelled(const char* name, Arguments... arguments) {
  if (self() != nullptr) end_unmodelled(name);
  return next_definition<Function>(name)(arguments...);
}

}  // namespace
}  // namespace racelab::probe

using racelab::probe::send_unmodelled;

extern "C" {

int killpg(pid_t group, int signal) noexcept {
  return send_unmodelled<int(pid_t, int)>("killpg", group, signal);
}

int tgkill(pid_t process, pid_t thread, int signal) {
  return send_unmodelled<int(pid_t, pid_t, int)>("tgkill", process, thread,
                                                 signal);
}

int sigqueue(pid_t process, int signal, const union sigval value) noexcept {
  return send_unmodelled<int(pid_t, int, union sigval)>("sigqueue", process,
                                                        signal, value);
}

int pthread_sigqueue(pthread_t thread, int signal,
                     const union sigval value) noexcept {
  return send_unmodelled<int(pthread_t, int, union sigval)>(
      "pthread_sigqueue", thread, signal, value);
}

unsigned alarm(unsigned seconds) noexcept {
  return send_unmodelled<unsigned(unsigned)>("alarm", seconds);
}

useconds_t ualarm(useconds_t first, useconds_t interval) noexcept {
  return send_unmodelled<useconds_t(useconds_t, useconds_t)>("ualarm", first,
                                                             interval);
}

int setitimer(__itimer_which_t which, const itimerval* next,
              itimerval* before) noexcept {
  return send_unmodelled<int(int, const itimerval*, itimerval*)>(
      "setitimer", which, next, before);
}

int timer_create(clockid_t clock, sigevent* event, timer_t* timer) noexcept {
  return send_unmodelled<int(clockid_t, sigevent*, timer_t*)>(
      "timer_create", clock, event, timer);
}

}  // extern "C"
