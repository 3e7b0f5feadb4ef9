// Distributed under the Boost Software License, Version 1.0.
#include "harness/interruption.hpp"

#include "harness/handled_signals.hpp"

#include <cerrno>
#include <csignal>
#include <system_error>

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace racelab {
namespace {

constexpr int patience_ms = 10'000;

// The first signal, or 0 once `wake` is readable or the time is over.
int next_signal(int signals, int wake, int timeout_ms) {
  pollfd watched[] = {{signals, POLLIN, 0}, {wake, POLLIN, 0}};
  int ready = 0;
  do {
    ready = ::poll(watched, 2, timeout_ms);
  } while (ready < 0 && errno == EINTR);
  return watched[0].revents != 0 ? take_signal(signals) : 0;
}

bool is_readable(int file) {
  pollfd watched{file, POLLIN, 0};
  return ::poll(&watched, 1, 0) == 1;
}

}  // namespace

interruption::interruption(void (*clean_up)())
    : clean_up_(clean_up), wake_(eventfd(0, EFD_CLOEXEC)) {
  if (wake_ < 0) {
    throw std::system_error(errno, std::generic_category(), "eventfd");
  }
  const sigset_t handled = handled_signals();
  pthread_sigmask(SIG_BLOCK, &handled, nullptr);
  waiter_ = std::thread([this] { wait(); });
}

interruption::~interruption() {
  eventfd_write(wake_, 1);
  waiter_.join();
  ::close(wake_);
}

void interruption::wait() {
  const sigset_t handled = handled_signals();
  const int signals = signalfd(-1, &handled, SFD_CLOEXEC);
  signal_ = next_signal(signals, wake_, -1);
  if (signal_ != 0) {
    source_.request_stop();
    clean_up_();
    next_signal(signals, wake_, patience_ms);
    if (!is_readable(wake_)) {
      _exit(128 + signal_);
    }
  }
  ::close(signals);
}

}  // namespace racelab
