// Distributed under the Boost Software License, Version 1.0.
//
// A customer leaves, and the cart goes. Somebody counts what is in it.

#include <atomic>
#include <memory>
#include <thread>

struct cart {
  int books = 3;
  int pens = 4;
};

class shop {
 public:
  shop() : cart_(std::make_unique<cart>()) {}

  int count() const { return cart_->books + cart_->pens; }

  void customer_leaves() { cart_.reset(); }

 private:
  std::unique_ptr<cart> cart_;
};

int main() {
  shop corner_shop;
  std::atomic<int> counted = 0;

  std::thread stock_taking([&] {
    counted.store(corner_shop.count(), std::memory_order_relaxed);
  });

  while (counted.load(std::memory_order_relaxed) == 0) {
    std::this_thread::yield();
  }
  corner_shop.customer_leaves();

  stock_taking.join();
  return 0;
}
