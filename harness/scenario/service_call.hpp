// Distributed under the Boost Software License, Version 1.0.
#pragma once

// A call to a simulated service: it takes virtual time, may be made to fail,
// gives up when its context is done, and answers with fresh values.

#include "concurrency/context.hpp"
#include "harness/probe/probe.hpp"

#include <exception>
#include <string>

namespace racelab::scenario {

// "what-4711", with a number that no other value of the schedule has.
std::string fresh(const std::string& what);

// The what() of the error and of all that it nests, joined by ": ".
std::string messages_of(const std::exception_ptr& error);

// Begins a call with `argument` and blocks until the service answers. Returns
// the call's number, to end it with. Throws, with the call ended, what the
// service reports, or ctx.err() as soon as `ctx` is done. `name`: for the
// error.
std::uint32_t call_service(std::uint32_t service, const char* name,
                           const context& ctx, const std::string& argument);

// The same with a service that cannot be interrupted, as the scenario's
// description has to say: only what the service reports is thrown.
std::uint32_t call_service(std::uint32_t service, const char* name,
                           const std::string& argument);

// Ends the call by throwing: the service refuses, for that reason.
[[noreturn]] void refuse(std::uint32_t call, const std::string& why);

// Ends the call; `values`: those it answers with, separated by '\n'.
void answer(std::uint32_t call, const std::string& values);

}  // namespace racelab::scenario
