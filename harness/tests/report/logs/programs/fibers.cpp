// Distributed under the Boost Software License, Version 1.0.
// Fibers: a race between one and the thread that did not run it.
#include "turn.hpp"

#include <thread>

#include <sanitizer/tsan_interface.h>

static int ticket = 0;

static void take_ticket() { ++ticket; }

static void run_fiber() {
  void* const own = __tsan_get_current_fiber();
  void* const fiber = __tsan_create_fiber(0);
  __tsan_set_fiber_name(fiber, "ticket fiber");
  __tsan_switch_to_fiber(fiber, 0);
  take_ticket();
  __tsan_switch_to_fiber(own, 0);
  turn_next();
  turn_wait(2);
  __tsan_destroy_fiber(fiber);
}

int main() {
  std::thread scheduler(run_fiber);
  turn_wait(1);
  take_ticket();
  turn_next();
  scheduler.join();
}
