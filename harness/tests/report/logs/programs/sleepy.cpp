// Distributed under the Boost Software License, Version 1.0.
// The accesses are ordered by nothing but a sleep.
#include "turn.hpp"

#include <thread>

#include <unistd.h>

bool ready = false;

static void warm_up() {
  ready = true;
  turn_next();
}

static bool wait_until_warm() {
  turn_wait(1);
  usleep(1000);
  return ready;
}

int main() {
  std::thread heater(warm_up);
  bool const warm = wait_until_warm();
  heater.join();
  return warm ? 0 : 1;
}
