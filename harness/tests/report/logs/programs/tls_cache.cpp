// Distributed under the Boost Software License, Version 1.0.
// A data race on another thread's thread_local variable.
#include "turn.hpp"

#include <thread>

thread_local int hits = 0;
static int* hits_of_worker = nullptr;

__attribute__((noinline)) static void look_up() { ++hits; }

static void work() {
  look_up();
  hits_of_worker = &hits;
  turn_next();
  turn_wait(2);
}

// ThreadSanitizer must not see the pointer's own race.
__attribute__((no_sanitize("thread"), noinline)) static int* worker_counter() {
  return hits_of_worker;
}

int main() {
  std::thread worker(work);
  turn_wait(1);
  int* counter = worker_counter();
  *counter = 0;
  turn_next();
  worker.join();
}
