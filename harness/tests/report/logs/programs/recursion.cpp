// Distributed under the Boost Software License, Version 1.0.
// The race is at the bottom of a deep recursion.
#include "turn.hpp"

#include <thread>

struct Folder {
  Folder* child = nullptr;
  long size = 0;
};

static Folder chain[60];

__attribute__((noinline)) static long measure(Folder* folder) {
  if (folder->child == nullptr) {
    return ++folder->size;
  }
  return measure(folder->child) + folder->size;
}

int main() {
  for (int i = 0; i + 1 < 60; ++i) {
    chain[i].child = &chain[i + 1];
  }
  std::thread scanner([] {
    measure(chain);
    turn_next();
  });
  turn_wait(1);
  measure(chain);
  scanner.join();
}
