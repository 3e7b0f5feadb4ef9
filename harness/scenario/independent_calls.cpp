// Distributed under the Boost Software License, Version 1.0.
#include "lessons/independent_calls.hpp"
#include "harness/scenario/drive.hpp"
#include "harness/scenario/order_shop.hpp"

namespace {

racelab::order_details run(const racelab::context& ctx,
                           racelab::scenario::simulated_shop& shop) {
  return racelab::independent_calls::get_order_details(
      ctx, shop, shop.order_id(), shop.customer_id(), shop.product_id());
}

}  // namespace

void racelab_describe(racelab::wire::scenario* about) {
  racelab::scenario::warm_up_libraries();
  racelab::scenario::describe_shop(about);
}

void racelab_scenario(const racelab::wire::environment* env) {
  using racelab::scenario::simulated_shop;
  racelab::scenario::run_shop_scenario(
      *env, simulated_shop::order_names::others, run);
}
