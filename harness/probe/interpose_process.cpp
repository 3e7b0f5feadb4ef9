// Distributed under the Boost Software License, Version 1.0.
//
// What would leave the process, start another, or wait outside the scheduler.
#include "harness/probe/interceptors.hpp"
#include "harness/probe/kernel.hpp"
#include "harness/probe/next_definition.hpp"
#include "harness/probe/recorder.hpp"
#include "harness/probe/scheduler.hpp"
#include "harness/probe/unmodelled.hpp"

#include <signal.h>
#include <spawn.h>
#include <unistd.h>
#include <cstdlib>

namespace racelab::probe {
namespace {

[[noreturn]] void leave(const char* how, int code) {
  if (self() != nullptr) {
    attach(record(event_kind::ended_process, 0, code, record_text(how)),
           record_stack());
    end_schedule(wire::ending::ended_process);
  }
  kernel::call(SYS_exit_group, code);
  __builtin_unreachable();
}

// Of `to` as kill takes it. The program is alone in its group.
bool means_this_process(pid_t to) { return to == 0 || to == getpid(); }

// What a signal does to another process is beyond every schedule.
int send(pid_t to, int signal) {
  if (self() != nullptr && signal != 0) {
    if (!means_this_process(to)) end_unmodelled("a signal to another process");
    if (signal == SIGKILL) leave("kill", signal);
  }
  return __interceptor_kill(to, signal);
}

}  // namespace

void end_unmodelled(const char* what) {
  attach(record(event_kind::unmodelled, 0, 0, record_text(what)),
         record_stack());
  end_schedule(wire::ending::unmodelled);
}

}  // namespace racelab::probe

using namespace racelab::probe;

extern "C" {

void exit(int code) noexcept {
  if (self() != nullptr) leave("exit", code);
  next_definition<void(int)>("exit")(code);
  __builtin_unreachable();
}

void quick_exit(int code) noexcept { leave("quick_exit", code); }
void _exit(int code) { leave("_exit", code); }
void _Exit(int code) noexcept { leave("_Exit", code); }

pid_t fork() noexcept {
  if (self() != nullptr) end_unmodelled("fork");
  return next_definition<pid_t()>("fork")();
}

pid_t vfork() noexcept {
  if (self() != nullptr) end_unmodelled("vfork");
  return next_definition<pid_t()>("fork")();
}

int kill(pid_t to, int signal) noexcept { return send(to, signal); }

int pthread_cancel(pthread_t thread) {
  if (self() != nullptr) end_unmodelled("pthread_cancel");
  return next_definition<int(pthread_t)>("pthread_cancel")(thread);
}

}  // extern "C"
