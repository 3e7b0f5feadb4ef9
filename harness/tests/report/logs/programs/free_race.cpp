// Distributed under the Boost Software License, Version 1.0.
// A race in free, with malloc and realloc.
#include "turn.hpp"

#include <cstdlib>
#include <thread>

static int* grow(int* prices, std::size_t count) {
  return static_cast<int*>(realloc(prices, count * sizeof(int)));
}

static void watch(int const* prices) {
  if (prices[3] != 0) {
    abort();
  }
  turn_next();
}

int main() {
  int* prices = static_cast<int*>(calloc(4, sizeof(int)));
  std::thread watcher(watch, prices);
  turn_wait(1);
  prices = grow(prices, 4000);
  free(prices);
  watcher.join();
}
