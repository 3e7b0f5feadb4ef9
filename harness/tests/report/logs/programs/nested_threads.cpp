// Distributed under the Boost Software License, Version 1.0.
// A thread that a thread created races with main.
#include "turn.hpp"

#include <thread>

static int progress = 0;

static void decode_block() {
  progress += 10;
  turn_next();
}

static void decode_file() {
  std::thread block(decode_block);
  block.join();
}

int main() {
  std::thread file(decode_file);
  turn_wait(1);
  int const seen = progress;
  file.join();
  return seen == 10 ? 0 : 1;
}
