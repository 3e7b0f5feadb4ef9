// Distributed under the Boost Software License, Version 1.0.
// One race for each width of an access: 1, 2, 4, 8 and 16 bytes.
#include "turn.hpp"

#include <thread>

struct alignas(64) Sample {
  bool valid;
  alignas(16) short channel;
  alignas(16) int value;
  alignas(16) double mean;
  alignas(16) __int128 digest;
};

Sample sample;

static void record() {
  sample.valid = true;
  sample.channel = 2;
  sample.value = 3;
  sample.mean = 4;
  sample.digest = 5;
}

static void clear() {
  sample.valid = false;
  sample.channel = 0;
  sample.value = 0;
  sample.mean = 0;
  sample.digest = 0;
}

int main() {
  std::thread recorder([] {
    record();
    turn_next();
  });
  turn_wait(1);
  clear();
  recorder.join();
}
