// Distributed under the Boost Software License, Version 1.0.
//
// The same three accesses, with the join after the last of them. The relaxed
// flag makes it the last one in every run, and orders nothing.

#include <atomic>
#include <cstdio>
#include <thread>

int main() {
  int price = 3;
  std::atomic<bool> written = false;
  std::thread doubled([&] {
    price *= 2;
    written.store(true, std::memory_order_relaxed);
  });
  while (!written.load(std::memory_order_relaxed)) std::this_thread::yield();
  std::printf("%d\n", price);
  doubled.join();
}
