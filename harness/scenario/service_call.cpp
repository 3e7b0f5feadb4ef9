// Distributed under the Boost Software License, Version 1.0.
#include "harness/scenario/service_call.hpp"

#include <chrono>
#include <stdexcept>

namespace racelab::scenario {
namespace {

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

// Ends the call by throwing `error`.
[[noreturn]] void end_with(std::uint32_t call, wire::call_outcome outcome,
                           const std::exception_ptr& error) {
  racelab_call_end(call, outcome, messages_of(error).c_str());
  std::rethrow_exception(error);
}

}  // namespace

std::string fresh(const std::string& what) {
  return what + '-' + std::to_string(racelab_fresh() % 1'000'000);
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

std::uint32_t call_service(std::uint32_t service, const char* name,
                           const context& ctx, const std::string& argument) {
  const std::uint32_t call = racelab_call_begin(service, argument.c_str());
  const wire::call_outcome outcome =
      racelab_call_wait(call, is_done, &ctx, deadline_of(ctx));
  if (outcome == wire::call_outcome::gave_up)
    end_with(call, outcome, ctx.err());
  if (outcome == wire::call_outcome::failed)
    refuse(call, fresh(std::string(name) + " failed"));
  return call;
}

std::uint32_t call_service(std::uint32_t service, const char* name,
                           const std::string& argument) {
  return call_service(service, name, context::background(), argument);
}

void refuse(std::uint32_t call, const std::string& why) {
  end_with(call, wire::call_outcome::failed,
           std::make_exception_ptr(std::runtime_error(why)));
}

void answer(std::uint32_t call, const std::string& values) {
  racelab_call_end(call, wire::call_outcome::answered, values.c_str());
}

}  // namespace racelab::scenario
