// Distributed under the Boost Software License, Version 1.0.
#pragma once

// The lessons' services as a process of their own (services_main.cpp), for as
// long as this object lives.

#include "harness/sandbox/child_process.hpp"

#include <cstdint>

namespace racelab::services {

class service_process {
 public:
  // Starts it and blocks until it can be asked: some milliseconds, ten seconds
  // at most. Throws std::runtime_error with what it wrote if it does not start.
  service_process();

  // Of the loopback interface.
  std::uint16_t port() const { return port_; }

 private:
  sandbox::child_process running_;
  std::uint16_t port_ = 0;
};

// Whether somebody takes connections at that port of the loopback interface.
bool is_served(std::uint16_t port);

}  // namespace racelab::services
