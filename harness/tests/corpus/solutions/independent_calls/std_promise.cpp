// Distributed under the Boost Software License, Version 1.0.
#include "lessons/independent_calls.hpp"

#include <exception>
#include <future>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>

namespace racelab::independent_calls {
namespace {

class first_error {
 public:
  std::exception_ptr keep(std::exception_ptr error) {
    const std::lock_guard lock(mutex_);
    if (!error_) error_ = std::move(error);
    return error_;
  }

  void rethrow_if_any() {
    const std::lock_guard lock(mutex_);
    if (error_) std::rethrow_exception(error_);
  }

 private:
  std::mutex mutex_;
  std::exception_ptr error_;
};

}  // namespace

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id,
                                const std::string& customer_id,
                                const std::string& product_id) try {
  const auto calls = with_cancel_cause(ctx);
  first_error first;
  std::promise<std::unique_ptr<order>> order_promise;
  std::promise<std::unique_ptr<customer>> customer_promise;
  std::promise<std::unique_ptr<product>> product_promise;
  auto order = order_promise.get_future();
  auto customer = customer_promise.get_future();
  auto product = product_promise.get_future();

  const auto start = [&](auto& promise, auto call) {
    return std::jthread([&, call] {
      try {
        promise.set_value(call());
      } catch (...) {
        calls.cancel(first.keep(std::current_exception()));
        promise.set_exception(std::current_exception());
      }
    });
  };
  const std::jthread threads[] = {
      start(order_promise, [&] { return shop.get_order(calls.ctx, order_id); }),
      start(customer_promise,
            [&] { return shop.get_customer(calls.ctx, customer_id); }),
      start(product_promise,
            [&] { return shop.get_product(calls.ctx, product_id); })};

  order.wait();
  customer.wait();
  product.wait();
  first.rethrow_if_any();
  return {order.get(), customer.get(), product.get()};
} catch (...) {
  std::throw_with_nested(std::runtime_error("get order details"));
}

}  // namespace racelab::independent_calls
