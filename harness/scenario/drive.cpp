// Distributed under the Boost Software License, Version 1.0.
#include "harness/scenario/drive.hpp"

#include "concurrency/errgroup.hpp"
#include "harness/scenario/service_call.hpp"

#include <chrono>
#include <cstring>
#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>

namespace racelab::scenario {
namespace {

using std::chrono::nanoseconds;
using std::chrono::steady_clock;

constexpr nanoseconds unit = std::chrono::milliseconds(10);

// The instant of a stop: halfway between two at which a service may answer.
nanoseconds instant_of(const wire::environment& env) {
  return env.stop_step == 0 ? nanoseconds(0) : env.stop_step * unit - unit / 2;
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
  void (*function)(const context& ctx, void* state);
  void* state;
  const context* ctx;
  bool returned = false;
  std::exception_ptr error;
};

RACELAB_NOT_INSTRUMENTED
void call(void* state) {
  auto* what = static_cast<call_of_function*>(state);
  try {
    what->function(*what->ctx, what->state);
    what->returned = true;
  } catch (...) {
    what->error = std::current_exception();
  }
}

// Whether it was for the stop of the environment that the function threw.
bool tells_of_stop(const wire::environment& env, const std::string& messages) {
  const std::string words = env.stopped_by == wire::stop::deadline
                                ? deadline_exceeded().what()
                                : canceled().what();
  return env.stopped_by != wire::stop::none &&
         messages.find(words) != std::string::npos;
}

void report(const wire::environment& env, const call_of_function& call) {
  if (call.returned) {
    racelab_outcome(false, "");
    return;
  }
  const std::string messages = messages_of(call.error);
  racelab_outcome(true, messages.c_str());
  if (env.fault == 0 && !tells_of_stop(env, messages))
    racelab_wrong_result(
        ("it threw, although no service failed: " + messages).c_str());
}

}  // namespace

driven drive(const wire::environment& env,
             void (*function)(const context& ctx, void* state), void* state) {
  const cancellable handed_over = context_for(env);
  std::optional<std::thread> caller = impatient_caller(env, handed_over.cancel);
  call_of_function what{function, state, &handed_over.ctx, false, {}};
  const bool alone = racelab_call_function(call, &what);
  report(env, what);
  if (caller) caller->join();
  return {what.returned, alone};
}

void describe_services(wire::scenario* about,
                       std::span<const char* const> names) {
  const auto count = static_cast<std::uint32_t>(names.size());
  about->services = count;
  about->unit = static_cast<std::uint64_t>(unit.count());
  about->max_steps = count * (count + 1) / 2;  // all in sequence
  for (std::size_t i = 0; i < names.size(); ++i)
    std::strncpy(about->service_names[i], names[i],
                 sizeof about->service_names[i] - 1);
}

void describe_use(wire::scenario* about, const char* name, unsigned services,
                  unsigned limit) {
  wire::use& added = about->use_list[about->uses++];
  std::strncpy(added.name, name, sizeof added.name - 1);
  added.services = services;
  added.limit = limit;
}

void warm_up_libraries() {
  auto group = errgroup::with_context(context::background());
  group.go([] { throw std::runtime_error("warming up"); });
  try {
    group.wait();
  } catch (const std::runtime_error&) {
  }
}

}  // namespace racelab::scenario
