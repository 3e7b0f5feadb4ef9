// Distributed under the Boost Software License, Version 1.0.
#include "harness/scenario/order_shop.hpp"

#include "harness/scenario/drive.hpp"
#include "harness/scenario/service_call.hpp"

namespace racelab::scenario {
namespace {

enum service : std::uint32_t {
  order_service,
  customer_service,
  product_service
};
constexpr const char* names[] = {"order", "customer", "product"};

// One call: takes its time, and returns if the service knows what it is asked.
std::uint32_t ask(service which, const context& ctx,
                  const std::string& argument, const std::string& known) {
  const std::string name = names[which];
  const std::uint32_t call =
      call_service(which, (name + " service").c_str(), ctx, argument);
  if (argument != known)
    refuse(call, "no such " + name + ": '" + argument + "'");
  return call;
}

template <class T>
std::unique_ptr<T> answer_with(std::uint32_t call, const T& value,
                               const std::string& values) {
  auto result = std::make_unique<T>(value);
  answer(call, values);
  return result;
}

std::string mistake(const char* what, const void* value, bool right) {
  if (value == nullptr) return std::string("the ") + what + " is missing";
  if (!right) return std::string("the ") + what + " is not the one answered";
  return {};
}

struct call_of_function {
  shop_function function;
  simulated_shop* shop;
  returned<order_details> details;
};

RACELAB_NOT_INSTRUMENTED
void call(const context& ctx, void* state) {
  auto* what = static_cast<call_of_function*>(state);
  ::new (what->details.place()) order_details(what->function(ctx, *what->shop));
}

}  // namespace

simulated_shop::simulated_shop(order_names named)
    : order_{fresh("order"), fresh("customer"), fresh("product")},
      customer_{named == order_names::its_own ? order_.customer_id
                                              : fresh("customer"),
                fresh("name")},
      product_{
          named == order_names::its_own ? order_.product_id : fresh("product"),
          fresh("title")} {}

std::unique_ptr<racelab::order> simulated_shop::get_order(
    const context& ctx, const std::string& order_id) {
  const auto call = ask(order_service, ctx, order_id, order_.id);
  return answer_with(
      call, order_,
      order_.id + '\n' + order_.customer_id + '\n' + order_.product_id);
}

std::unique_ptr<racelab::customer> simulated_shop::get_customer(
    const context& ctx, const std::string& customer_id) {
  const auto call = ask(customer_service, ctx, customer_id, customer_.id);
  return answer_with(call, customer_, customer_.name);
}

std::unique_ptr<racelab::product> simulated_shop::get_product(
    const context& ctx, const std::string& product_id) {
  const auto call = ask(product_service, ctx, product_id, product_.id);
  return answer_with(call, product_, product_.title);
}

std::string simulated_shop::mistake_in(const order_details& details) const {
  std::string first = mistake("order", details.order.get(),
                              details.order && details.order->id == order_.id);
  if (first.empty())
    first =
        mistake("customer", details.customer.get(),
                details.customer && details.customer->name == customer_.name);
  if (first.empty())
    first =
        mistake("product", details.product.get(),
                details.product && details.product->title == product_.title);
  return first;
}

void describe_shop(wire::scenario* about) { describe_services(about, names); }

void run_shop_scenario(const wire::environment& env,
                       simulated_shop::order_names named,
                       shop_function function) {
  simulated_shop shop(named);
  call_of_function what{function, &shop, {}};
  drive_to_result(env, call, &what, what.details, [&](const auto& details) {
    return shop.mistake_in(details);
  });
}

}  // namespace racelab::scenario
