// Distributed under the Boost Software License, Version 1.0.
// The first access is so long ago that its stack is lost.
#include "turn.hpp"

#include <thread>

static int latest = 0;
static int volatile noise[1024];

__attribute__((noinline)) static void publish() { latest = 1; }

__attribute__((noinline)) static void stir(int i) { noise[i % 1024] = i; }

static void work_on() {
  publish();
  for (int i = 0; i < 1000000; ++i) {
    stir(i);
  }
  turn_next();
}

int main() {
  std::thread worker(work_on);
  turn_wait(1);
  int const seen = latest;
  worker.join();
  return seen;
}
