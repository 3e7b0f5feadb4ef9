// Distributed under the Boost Software License, Version 1.0.
#include "harness/end_of_reading.hpp"

#include "harness/handled_signals.hpp"

#include <cerrno>
#include <system_error>

#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace racelab {

end_of_reading::end_of_reading() {
  const sigset_t handled = handled_signals();
  signals_ = signalfd(-1, &handled, SFD_CLOEXEC | SFD_NONBLOCK);
  if (signals_ < 0) {
    throw std::system_error(errno, std::generic_category(), "signalfd");
  }
  pthread_sigmask(SIG_BLOCK, &handled, &before_);
}

end_of_reading::~end_of_reading() {
  if (signal_ != 0 && signal_ != SIGINT) sigaddset(&before_, signal_);
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  ::close(signals_);
}

bool end_of_reading::wait_for(int descriptor) {
  pollfd watched[] = {{signals_, POLLIN, 0}, {descriptor, POLLIN, 0}};
  while (signal_ == 0) {
    const int ready = ::poll(watched, 2, -1);
    if (ready < 0 && errno == EINTR) continue;
    if (watched[0].revents == 0) return true;
    signal_ = take_signal(signals_);
  }
  return false;
}

}  // namespace racelab
