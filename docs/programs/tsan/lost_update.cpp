// Distributed under the Boost Software License, Version 1.0.
//
// Two threads add one to a counter, without a lock: the second does so between
// the first one's read and its write. The relaxed flag makes it happen in every
// run, and orders nothing.

#include <atomic>
#include <cstdio>
#include <thread>

int count = 0;
std::atomic<int> turn = 0;

void await_turn(int wanted) {
  while (turn.load(std::memory_order_relaxed) != wanted)
    std::this_thread::yield();
}

void add_slowly() {
  const int seen = count;
  turn.store(1, std::memory_order_relaxed);
  await_turn(2);
  count = seen + 1;
}

void add_meanwhile() {
  await_turn(1);
  count = count + 1;
  turn.store(2, std::memory_order_relaxed);
}

int main() {
  std::thread first(add_slowly);
  std::thread second(add_meanwhile);
  first.join();
  second.join();
  std::printf("counted to %d\n", count);
}
