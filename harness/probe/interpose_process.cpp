// Distributed under the Boost Software License, Version 1.0.
//
// What would leave the process, start another, or wait outside the scheduler.
#include "harness/probe/interceptors.hpp"
#include "harness/probe/kernel.hpp"
#include "harness/probe/leave.hpp"
#include "harness/probe/next_definition.hpp"
#include "harness/probe/recorder.hpp"
#include "harness/probe/scheduler.hpp"
#include "harness/probe/unmodelled.hpp"

#include <unistd.h>
#include <cstdlib>

namespace racelab::probe {
void leave(const char* how, int code) {
  if (self() != nullptr) {
    attach(record(event_kind::ended_process, 0, code, record_text(how)),
           record_stack());
    end_schedule(wire::ending::ended_process);
  }
  kernel::call(SYS_exit_group, code);
  __builtin_unreachable();
}

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

int pthread_cancel(pthread_t thread) {
  if (self() != nullptr) end_unmodelled("pthread_cancel");
  return next_definition<int(pthread_t)>("pthread_cancel")(thread);
}

}  // extern "C"
