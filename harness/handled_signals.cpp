// Distributed under the Boost Software License, Version 1.0.
#include "harness/handled_signals.hpp"

#include <initializer_list>

#include <sys/signalfd.h>
#include <unistd.h>

namespace racelab {

sigset_t handled_signals() {
  sigset_t handled;
  sigemptyset(&handled);
  for (const int each : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction present {};
    sigaction(each, nullptr, &present);
    if (present.sa_handler != SIG_IGN) {
      sigaddset(&handled, each);
    }
  }
  return handled;
}

int take_signal(int descriptor) {
  signalfd_siginfo info{};
  const auto size = ::read(descriptor, &info, sizeof info);
  return size == sizeof info ? static_cast<int>(info.ssi_signo) : 0;
}

}  // namespace racelab
