// Distributed under the Boost Software License, Version 1.0.
#include "lessons/independent_calls.hpp"

#include <boost/thread/scoped_thread.hpp>

#include <atomic>
#include <exception>
#include <future>
#include <memory>
#include <stdexcept>
#include <utility>

namespace racelab::independent_calls {

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id,
                                const std::string& customer_id,
                                const std::string& product_id) try {
  // The failure that sets the flag first is the one that is thrown.
  const auto calls = with_cancel_cause(ctx);
  std::atomic_flag failed;
  std::exception_ptr error;
  const auto guarded = [&](auto call) {
    return [&, call] {
      try {
        return call();
      } catch (...) {
        if (!failed.test_and_set()) {
          error = std::current_exception();
          calls.cancel(error);
        }
        throw;
      }
    };
  };

  std::packaged_task<std::unique_ptr<order>()> get_order(
      guarded([&] { return shop.get_order(calls.ctx, order_id); }));
  std::packaged_task<std::unique_ptr<customer>()> get_customer(
      guarded([&] { return shop.get_customer(calls.ctx, customer_id); }));
  auto order = get_order.get_future();
  auto customer = get_customer.get_future();
  std::unique_ptr<racelab::product> product;
  {
    const boost::scoped_thread<> first(std::move(get_order));
    const boost::scoped_thread<> second(std::move(get_customer));
    // The caller's own thread makes the third call.
    try {
      product =
          guarded([&] { return shop.get_product(calls.ctx, product_id); })();
    } catch (...) {
    }
  }
  if (error) std::rethrow_exception(error);
  return {order.get(), customer.get(), std::move(product)};
} catch (...) {
  std::throw_with_nested(std::runtime_error("get order details"));
}

}  // namespace racelab::independent_calls
