// Distributed under the Boost Software License, Version 1.0.
#include "lessons/independent_calls.hpp"

#include <boost/thread/future.hpp>
#include <boost/thread/lock_guard.hpp>
#include <boost/thread/mutex.hpp>
#include <boost/thread/thread.hpp>

#include <exception>
#include <stdexcept>
#include <utility>

namespace racelab::independent_calls {
namespace {

// Waits for an answer, however its scope is left.
template <class Future>
class awaited {
 public:
  explicit awaited(Future& answer) : answer_(answer) {}
  ~awaited() {
    const boost::this_thread::disable_interruption uninterrupted;
    if (answer_.valid()) answer_.wait();
  }
  awaited(const awaited&) = delete;
  awaited& operator=(const awaited&) = delete;

 private:
  Future& answer_;
};

}  // namespace

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id,
                                const std::string& customer_id,
                                const std::string& product_id) try {
  order_details details;
  const auto calls = with_cancel_cause(ctx);
  boost::mutex mutex;
  std::exception_ptr error;
  const auto start = [&](auto call) {
    return boost::async(boost::launch::async, [&, call] {
      try {
        call();
      } catch (...) {
        const boost::lock_guard<boost::mutex> lock(mutex);
        if (error) return;
        error = std::current_exception();
        calls.cancel(error);
      }
    });
  };

  auto order =
      start([&] { details.order = shop.get_order(calls.ctx, order_id); });
  const awaited order_at_end(order);
  auto customer = start(
      [&] { details.customer = shop.get_customer(calls.ctx, customer_id); });
  const awaited customer_at_end(customer);
  auto product =
      start([&] { details.product = shop.get_product(calls.ctx, product_id); });
  const awaited product_at_end(product);

  boost::wait_for_all(order, customer, product);
  if (error) std::rethrow_exception(error);
  return details;
} catch (...) {
  std::throw_with_nested(std::runtime_error("get order details"));
}

}  // namespace racelab::independent_calls
