// Distributed under the Boost Software License, Version 1.0.
#include "harness/probe/plain/handled_signals.hpp"

#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>

namespace racelab::probe {

bool is_handled(int signal) {
  struct {
    void (*handler)(int);
    unsigned long flags;
    void (*restorer)();
    std::uint64_t mask;
  } now{};
  syscall(SYS_rt_sigaction, signal, nullptr, &now, sizeof now.mask);
  return now.handler != SIG_IGN && now.handler != SIG_DFL;
}

}  // namespace racelab::probe
