// Distributed under the Boost Software License, Version 1.0.
// Each thread holds two locks, but they do not share one.
#include "turn.hpp"

#include <mutex>
#include <shared_mutex>
#include <thread>

struct Stock {
  std::mutex orders;
  std::mutex returns;
  std::shared_mutex prices;
  std::mutex audit;
  int items = 10;
};

static void sell(Stock& stock) {
  std::scoped_lock const order(stock.orders);
  std::shared_lock const price(stock.prices);
  --stock.items;
}

static void take_back(Stock& stock) {
  std::scoped_lock const refund(stock.returns);
  std::scoped_lock const audit(stock.audit);
  ++stock.items;
}

static Stock stock;

int main() {
  std::thread seller([] {
    sell(stock);
    turn_next();
  });
  turn_wait(1);
  take_back(stock);
  seller.join();
}
