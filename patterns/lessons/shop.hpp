// Distributed under the Boost Software License, Version 1.0.
#pragma once

// The shop that the lessons talk to: three remote services behind one
// interface. A lesson is handed a shop and never knows who answers.

#include "concurrency/context.hpp"

#include <memory>
#include <string>

namespace racelab {

struct order {
  std::string id;
  std::string customer_id;
  std::string product_id;
};

struct customer {
  std::string id;
  std::string name;
};

struct product {
  std::string id;
  std::string title;
};

struct order_details {
  std::unique_ptr<racelab::order> order;
  std::unique_ptr<racelab::customer> customer;
  std::unique_ptr<racelab::product> product;
};

// Each call blocks until the service answers, and throws what the
// service reports. It gives up as soon as `ctx` is done, by throwing
// ctx.err(). Calls may be made from any number of threads at once.
class shop {
 public:
  virtual ~shop() = default;

  virtual std::unique_ptr<order> get_order(
      const context& ctx, const std::string& order_id) = 0;
  virtual std::unique_ptr<customer> get_customer(
      const context& ctx, const std::string& customer_id) = 0;
  virtual std::unique_ptr<product> get_product(
      const context& ctx, const std::string& product_id) = 0;
};

}  // namespace racelab
