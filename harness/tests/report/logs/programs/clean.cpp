// Distributed under the Boost Software License, Version 1.0.
// No race at all, and some output.
#include <cstdio>
#include <mutex>
#include <thread>

static std::mutex mutex;
static int total = 0;

static void add() {
  std::scoped_lock const lock(mutex);
  ++total;
}

int main() {
  std::thread first(add);
  std::thread second(add);
  first.join();
  second.join();
  std::printf("total: %d\n#0 is not a frame\n", total);
}
