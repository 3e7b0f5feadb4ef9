// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/wake_up.hpp"

#include <cerrno>
#include <system_error>

#include <sys/eventfd.h>
#include <unistd.h>

namespace racelab::workshop {

wake_up::wake_up() : descriptor_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (descriptor_ < 0) {
    throw std::system_error(errno, std::generic_category(), "eventfd");
  }
}

wake_up::~wake_up() { ::close(descriptor_); }

void wake_up::tell() noexcept {
  const int before = errno;
  eventfd_write(descriptor_, 1);
  errno = before;
}

void wake_up::forget() noexcept {
  eventfd_t count = 0;
  eventfd_read(descriptor_, &count);
}

}  // namespace racelab::workshop
