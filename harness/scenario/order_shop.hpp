// Distributed under the Boost Software License, Version 1.0.
#pragma once

// A simulated shop, and what the lessons about it have in common: they hand the
// function under test a context and this shop, and look at what it returns.

#include "harness/probe/probe.hpp"
#include "lessons/shop.hpp"

#include <string>

namespace racelab::scenario {

// Answers to one order, its customer and its product, and to nothing else.
// Everything it knows is fixed when it is made, so its calls share nothing
// that they would have to synchronise.
class simulated_shop : public shop {
 public:
  // Whether the order names the customer and the product. Where the caller
  // knows all ids, it does not: what a call needs is told by the values that
  // it is given, and an id that an answer repeats would look needed.
  enum class order_names { its_own, others };

  explicit simulated_shop(order_names);

  std::unique_ptr<racelab::order> get_order(
      const context& ctx, const std::string& order_id) override;
  std::unique_ptr<racelab::customer> get_customer(
      const context& ctx, const std::string& customer_id) override;
  std::unique_ptr<racelab::product> get_product(
      const context& ctx, const std::string& product_id) override;

  // What a caller may ask for.
  const std::string& order_id() const { return order_.id; }
  const std::string& customer_id() const { return customer_.id; }
  const std::string& product_id() const { return product_.id; }

  // What is wrong with `details`, in words; empty: nothing.
  std::string mistake_in(const order_details& details) const;

 private:
  const racelab::order order_;
  const racelab::customer customer_;
  const racelab::product product_;
};

// The three services, to be varied.
void describe_shop(wire::scenario* about);

// Runs `function` once, in the environment given, and reports what came of it.
using shop_function = order_details (*)(const context& ctx,
                                        simulated_shop& shop);
void run_shop_scenario(const wire::environment& env,
                       simulated_shop::order_names, shop_function function);

}  // namespace racelab::scenario
