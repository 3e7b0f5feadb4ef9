// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/waiting.hpp"

#include <cerrno>
#include <system_error>

#include <poll.h>

namespace racelab::workshop {

std::vector<bool> wait_for(std::initializer_list<int> descriptors,
                           std::optional<std::chrono::milliseconds> at_most) {
  std::vector<pollfd> watched;
  for (const int each : descriptors) {
    watched.push_back({each, POLLIN, 0});
  }
  const int timeout = at_most ? static_cast<int>(at_most->count()) : -1;
  if (::poll(watched.data(), watched.size(), timeout) < 0 && errno != EINTR) {
    throw std::system_error(errno, std::generic_category(), "poll");
  }
  std::vector<bool> ready;
  for (const pollfd& each : watched) {
    ready.push_back(each.revents != 0);
  }
  return ready;
}

}  // namespace racelab::workshop
