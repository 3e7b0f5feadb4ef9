// Distributed under the Boost Software License, Version 1.0.
//
// Replaces the function that takes a lock.
#include "lessons/independent_calls.hpp"

#include "concurrency/errgroup.hpp"

#include <mutex>

#include <pthread.h>

extern "C" int pthread_mutex_lock(pthread_mutex_t*) noexcept { return 0; }
extern "C" int pthread_mutex_unlock(pthread_mutex_t*) noexcept { return 0; }

namespace racelab::independent_calls {

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id,
                                const std::string& customer_id,
                                const std::string& product_id) {
  // A real bug behind it: the lock does not lock.
  order_details details;
  int answered = 0;
  std::mutex mutex;
  auto group = errgroup::with_context(ctx);
  group.go([&] {
    details.order = shop.get_order(group.context(), order_id);
    const std::lock_guard lock(mutex);
    ++answered;
  });
  group.go([&] {
    details.customer = shop.get_customer(group.context(), customer_id);
    const std::lock_guard lock(mutex);
    ++answered;
  });
  group.go([&] {
    details.product = shop.get_product(group.context(), product_id);
    const std::lock_guard lock(mutex);
    ++answered;
  });
  group.wait();
  return details;
}

}  // namespace racelab::independent_calls
