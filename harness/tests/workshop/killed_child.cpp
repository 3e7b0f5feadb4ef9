// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/workshop/killed_child.hpp"

#include <cerrno>
#include <system_error>

#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

namespace racelab::workshop {
namespace {

constexpr int at_a_call = SIGTRAP | 0x80;  // by PTRACE_O_TRACESYSGOOD
constexpr int untraced = 125;

void check(bool good, const char* what) {
  if (!good) throw std::system_error(errno, std::generic_category(), what);
}

int wait_for(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) != child) check(errno == EINTR, "wait");
  return status;
}

void go_on(pid_t child, int signal) {
  check(::ptrace(PTRACE_SYSCALL, child, nullptr,
                 reinterpret_cast<void*>(static_cast<long>(signal))) == 0,
        "PTRACE_SYSCALL");
}

[[noreturn]] void become_child(const std::function<void()>& work) {
  if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) ::_exit(untraced);
  ::raise(SIGSTOP);
  work();
  ::_exit(0);
}

}  // namespace

killed_child run_killed_at(std::size_t at, const std::function<void()>& work) {
  const pid_t child = ::fork();
  check(child >= 0, "fork");
  if (child == 0) become_child(work);
  int status = wait_for(child);
  check(WIFSTOPPED(status), "the child cannot be traced");
  check(::ptrace(PTRACE_SETOPTIONS, child, nullptr,
                 reinterpret_cast<void*>(PTRACE_O_TRACESYSGOOD |
                                         PTRACE_O_EXITKILL)) == 0,
        "PTRACE_SETOPTIONS");
  killed_child out;
  int signal = 0;
  for (;;) {
    go_on(child, signal);
    status = wait_for(child);
    if (!WIFSTOPPED(status)) break;
    const int why = WSTOPSIG(status);
    // The one after exec is nobody's.
    signal = why == at_a_call || why == SIGTRAP ? 0 : why;
    if (why == at_a_call && ++out.stops == at) {
      check(::kill(child, SIGKILL) == 0, "kill");
      status = wait_for(child);
      break;
    }
  }
  out.killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
  out.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return out;
}

}  // namespace racelab::workshop
