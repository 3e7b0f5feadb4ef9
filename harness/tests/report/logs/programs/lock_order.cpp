// Distributed under the Boost Software License, Version 1.0.
// A lock-order inversion of as many locks as the argument says, 2 or 3, one
// thread after the other: it cannot hang.
#include <cstdlib>
#include <mutex>
#include <thread>

static std::mutex accounts[3];

static void transfer(int from, int to) {
  std::scoped_lock const source(accounts[from]);
  std::scoped_lock const target(accounts[to]);
}

int main(int, char** argv) {
  int const locks = atoi(argv[1]);
  for (int i = 0; i < locks; ++i) {
    std::thread([i, locks] { transfer(i, (i + 1) % locks); }).join();
  }
}
