// Distributed under the Boost Software License, Version 1.0.
#include "harness/scenario/order_shop.hpp"

#include "concurrency/errgroup.hpp"

#include <cstring>
#include <exception>
#include <new>
#include <optional>
#include <stdexcept>
#include <thread>

namespace racelab::scenario {
namespace {

enum service : std::uint32_t {
  order_service,
  customer_service,
  product_service
};
constexpr const char* names[] = {"order", "customer", "product"};

std::string fresh(const char* what) {
  return std::string(what) + '-' + std::to_string(racelab_fresh() % 1'000'000);
}

bool is_done(const void* ctx) {
  return static_cast<const context*>(ctx)->done();
}

std::uint64_t deadline_of(const context& ctx) {
  const auto deadline = ctx.deadline();
  if (!deadline) return UINT64_MAX;
  const auto since_epoch = std::chrono::duration_cast<std::chrono::nanoseconds>(
      deadline->time_since_epoch());
  return since_epoch.count() < 0
             ? 0
             : static_cast<std::uint64_t>(since_epoch.count());
}

std::string messages_of(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& outer) {
    std::string messages = outer.what();
    const auto* nested = dynamic_cast<const std::nested_exception*>(&outer);
    if (nested != nullptr && nested->nested_ptr())
      messages += ": " + messages_of(nested->nested_ptr());
    return messages;
  } catch (...) {
    return "an exception that is not a std::exception";
  }
}

// Ends the call by throwing `error`.
[[noreturn]] void end_with(std::uint32_t call, wire::call_outcome outcome,
                           const std::exception_ptr& error) {
  racelab_call_end(call, outcome, messages_of(error).c_str());
  std::rethrow_exception(error);
}

[[noreturn]] void fail(std::uint32_t call, const std::string& why) {
  end_with(call, wire::call_outcome::failed,
           std::make_exception_ptr(std::runtime_error(why)));
}

// One call: takes its time, and returns if the service answers.
std::uint32_t call_service(service which, const context& ctx,
                           const std::string& argument,
                           const std::string& known) {
  const std::uint32_t call = racelab_call_begin(which, argument.c_str());
  const wire::call_outcome outcome =
      racelab_call_wait(call, is_done, &ctx, deadline_of(ctx));
  if (outcome == wire::call_outcome::gave_up)
    end_with(call, outcome, ctx.err());
  if (outcome == wire::call_outcome::failed)
    fail(call, fresh((std::string(names[which]) + " service failed").c_str()));
  if (argument != known)
    fail(call, std::string("no such ") + names[which] + ": '" + argument + "'");
  return call;
}

template <class T>
std::unique_ptr<T> answer(std::uint32_t call, const T& value,
                          const std::string& values) {
  auto result = std::make_unique<T>(value);
  racelab_call_end(call, wire::call_outcome::answered, values.c_str());
  return result;
}

std::string mistake(const char* what, const void* value, bool right) {
  if (value == nullptr) return std::string("the ") + what + " is missing";
  if (!right) return std::string("the ") + what + " is not the one answered";
  return {};
}

using std::chrono::nanoseconds;
using std::chrono::steady_clock;

// The instant of a stop: halfway between two at which a service may answer.
nanoseconds instant_of(const wire::environment& env) {
  wire::scenario about{};
  describe_shop(&about);
  const auto unit = static_cast<nanoseconds::rep>(about.unit);
  return nanoseconds(env.stop_step == 0 ? 0 : env.stop_step * unit - unit / 2);
}

cancellable context_for(const wire::environment& env) {
  if (env.stopped_by == wire::stop::deadline)
    return with_deadline(context::background(),
                         steady_clock::now() + instant_of(env));
  return with_cancel(context::background());
}

// The caller, who loses patience at a given instant.
std::optional<std::thread> impatient_caller(const wire::environment& env,
                                            const cancel_function& cancel) {
  if (env.stopped_by != wire::stop::cancel) return std::nullopt;
  if (env.stop_step == 0) {
    racelab_stop_requested();
    cancel();
    return std::nullopt;
  }
  return std::thread([cancel, after = instant_of(env)] {
    std::this_thread::sleep_for(after);
    racelab_stop_requested();
    cancel();
  });
}

struct call_of_function {
  shop_function function;
  const context* ctx;
  simulated_shop* shop;
  alignas(order_details) unsigned char storage[sizeof(order_details)];
  bool returned = false;
  std::exception_ptr error;

  order_details& details() {
    return *std::launder(reinterpret_cast<order_details*>(storage));
  }
};

// Not instrumented and without a temporary: what the function leaves on the
// stack when it returns must stay as it is, for threads that outlive it.
#if defined(__clang__)
__attribute__((no_sanitize("thread", "coverage")))
#else
__attribute__((no_sanitize("thread"), no_sanitize_coverage))
#endif
void call(void* state) {
  auto* what = static_cast<call_of_function*>(state);
  try {
    ::new (what->storage)
        order_details(what->function(*what->ctx, *what->shop));
    what->returned = true;
  } catch (...) {
    what->error = std::current_exception();
  }
}

// `alone`: no call outlived the function, so what it returned stays as it is.
void report(const wire::environment& env, call_of_function& call, bool alone) {
  const bool undisturbed = env.fault == 0 && env.stopped_by == wire::stop::none;
  if (!call.returned) {
    const std::string messages = messages_of(call.error);
    racelab_outcome(true, messages.c_str());
    if (undisturbed)
      racelab_wrong_result(
          ("it threw, although no service failed: " + messages).c_str());
    return;
  }
  racelab_outcome(false, "");
  if (!alone) return;
  const std::string mistake = call.shop->mistake_in(call.details());
  if (!mistake.empty()) racelab_wrong_result(mistake.c_str());
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
  const auto call = call_service(order_service, ctx, order_id, order_.id);
  return answer(
      call, order_,
      order_.id + '\n' + order_.customer_id + '\n' + order_.product_id);
}

std::unique_ptr<racelab::customer> simulated_shop::get_customer(
    const context& ctx, const std::string& customer_id) {
  const auto call =
      call_service(customer_service, ctx, customer_id, customer_.id);
  return answer(call, customer_, customer_.name);
}

std::unique_ptr<racelab::product> simulated_shop::get_product(
    const context& ctx, const std::string& product_id) {
  const auto call = call_service(product_service, ctx, product_id, product_.id);
  return answer(call, product_, product_.title);
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

void describe_shop(wire::scenario* about) {
  about->services = std::size(names);
  about->unit = 10'000'000;
  about->max_steps = 6;  // all three in sequence: 10 + 20 + 30 ms
  for (std::size_t i = 0; i < std::size(names); ++i)
    std::strncpy(about->service_names[i], names[i],
                 sizeof about->service_names[i] - 1);
}

void warm_up_libraries() {
  auto group = errgroup::with_context(context::background());
  group.go([] { throw std::runtime_error("warming up"); });
  try {
    group.wait();
  } catch (const std::runtime_error&) {
  }
}

void run_shop_scenario(const wire::environment& env,
                       simulated_shop::order_names named,
                       shop_function function) {
  simulated_shop shop(named);
  const cancellable handed_over = context_for(env);
  std::optional<std::thread> caller = impatient_caller(env, handed_over.cancel);
  call_of_function what{function, &handed_over.ctx, &shop, {}, false, {}};
  const bool alone = racelab_call_function(call, &what);
  report(env, what, alone);
  if (what.returned) what.details().~order_details();
  if (caller) caller->join();
}

}  // namespace racelab::scenario
