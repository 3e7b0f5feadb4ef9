// Distributed under the Boost Software License, Version 1.0.
//
// Every access is under the lock, and yet the last one is sold twice: what was
// checked under the lock is acted on under another. The barrier makes it happen
// in every run.

#include <barrier>
#include <cstdio>
#include <mutex>
#include <thread>

int left = 1;
std::mutex mutex;
std::barrier both_have_looked(2);

bool any_left() {
  const std::lock_guard<std::mutex> lock(mutex);
  return left > 0;
}

void sell() {
  const std::lock_guard<std::mutex> lock(mutex);
  --left;
}

void buy() {
  const bool available = any_left();
  both_have_looked.arrive_and_wait();
  if (available) sell();
}

int main() {
  std::thread first(buy);
  std::thread second(buy);
  first.join();
  second.join();
  std::printf("%d left\n", left);
}
