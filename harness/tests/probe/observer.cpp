// Distributed under the Boost Software License, Version 1.0.
//
// A race that a service which synchronised would hide: what one task stores
// between two of its calls, another reads after a call of its own. Built twice,
// the second time with a mutex in the service, as a subject of observer_test.
#include "harness/scenario/order_shop.hpp"

#include <mutex>
#include <thread>

namespace {

using namespace racelab;

// A plausible service: it counts its calls, and guards the count.
class counting_shop : public shop {
 public:
  explicit counting_shop(shop& answering) : answering_(answering) {}

  std::unique_ptr<order> get_order(const context& ctx,
                                   const std::string& id) override {
    count();
    auto result = answering_.get_order(ctx, id);
    count();
    return result;
  }
  std::unique_ptr<customer> get_customer(const context& ctx,
                                         const std::string& id) override {
    count();
    auto result = answering_.get_customer(ctx, id);
    count();
    return result;
  }
  std::unique_ptr<product> get_product(const context& ctx,
                                       const std::string& id) override {
    count();
    auto result = answering_.get_product(ctx, id);
    count();
    return result;
  }

 private:
  void count() {
#ifdef RACELAB_SYNCHRONISING_SERVICE
    std::lock_guard lock(mutex_);
    ++calls_;
#endif
  }

  shop& answering_;
  [[maybe_unused]] std::mutex mutex_;
  [[maybe_unused]] int calls_ = 0;
};

order_details get_order_details(const context& ctx,
                                scenario::simulated_shop& simulated) {
  counting_shop shop(simulated);
  order_details details;
  int stored = 0;
  std::thread storing([&] {
    details.order = shop.get_order(ctx, simulated.order_id());
    stored = 1;
    details.customer = shop.get_customer(ctx, simulated.customer_id());
  });
  std::thread reading([&] {
    details.product = shop.get_product(ctx, simulated.product_id());
    if (stored == 0) details.product->title += " (first)";
  });
  storing.join();
  reading.join();
  return details;
}

}  // namespace

void racelab_describe(racelab::wire::scenario* about) {
  racelab::scenario::describe_shop(about);
}

void racelab_scenario(const racelab::wire::environment* env) {
  using racelab::scenario::simulated_shop;
  racelab::scenario::run_shop_scenario(
      *env, simulated_shop::order_names::its_own, get_order_details);
}
