// Distributed under the Boost Software License, Version 1.0.
// A race first, then a thread writes through a pointer into nowhere.
#include "turn.hpp"

#include <thread>

int attempts = 0;
static int* volatile nowhere = nullptr;

static void overwrite() { *nowhere = 7; }

static void attempt() {
  attempts = 1;
  turn_next();
  turn_wait(2);
  overwrite();
}

int main() {
  std::thread worker(attempt);
  turn_wait(1);
  attempts = 2;
  turn_next();
  worker.join();
}
