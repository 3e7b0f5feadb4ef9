// Distributed under the Boost Software License, Version 1.0.
//
// A hundred items, and no more than ten of them under way at once:
//
//   hundred_items [LIMIT]

#include "lessons/bounded_concurrency.hpp"

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

using namespace std::chrono_literals;

// Stands for a call to a service that takes a while, and counts how
// many such calls there are at the same time.
class slow_call final : public racelab::process_function {
 public:
  void operator()(const racelab::context& ctx,
                  const racelab::item&) override {
    remember(++under_way_);
    const bool in_peace = ctx.sleep_for(10ms);
    --under_way_;
    if (!in_peace) ctx.throw_if_done();
    ++processed_;
  }

  int processed() const { return processed_; }
  int most_at_once() const { return most_at_once_; }

 private:
  void remember(int now) {
    int most = most_at_once_;
    while (most < now &&
           !most_at_once_.compare_exchange_weak(most, now)) {
    }
  }

  std::atomic<int> under_way_ = 0;
  std::atomic<int> most_at_once_ = 0;
  std::atomic<int> processed_ = 0;
};

int main(int argc, char** argv) {
  const int limit = argc > 1 ? std::atoi(argv[1]) : 10;
  if (limit < 1) {
    std::cerr << "usage: hundred_items [LIMIT]\n";
    return 64;
  }

  std::vector<racelab::item> items;
  for (int i = 1; i <= 100; ++i) {
    items.push_back({"item-" + std::to_string(i)});
  }

  slow_call process;
  racelab::bounded_concurrency::process_items(
      racelab::context::background(), items, limit, process);

  std::cout << process.processed() << " items, at most "
            << process.most_at_once() << " at once\n";
}
