// Distributed under the Boost Software License, Version 1.0.
//
// One thread sells under the lock, the other looks without it. The relaxed flag
// makes it look later in every run, and orders nothing.

#include <atomic>
#include <cstdio>
#include <memory>
#include <mutex>
#include <thread>

struct stock {
  std::mutex mutex;
  int left = 10;
};

std::atomic<bool> sold = false;

void sell(stock& shop) {
  const std::lock_guard<std::mutex> lock(shop.mutex);
  shop.left -= 1;
  sold.store(true, std::memory_order_relaxed);
}

void look(const stock& shop) {
  while (!sold.load(std::memory_order_relaxed)) std::this_thread::yield();
  std::printf("%d left\n", shop.left);
}

int main() {
  const auto shop = std::make_unique<stock>();
  std::thread seller([&] { sell(*shop); });
  std::thread visitor([&] { look(*shop); });
  seller.join();
  visitor.join();
}
