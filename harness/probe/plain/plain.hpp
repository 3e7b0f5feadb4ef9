// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/probe/wire.hpp"

#include <chrono>

namespace racelab::probe {

extern wire::channel* channel;

// Runs the scenario once, in real time.
void run(const wire::request& request);

// --- Where the services' answers come from ------------------------------
//
// A subject is linked with one of two: sleeping_services.cpp, which only lets
// the time pass, or http/http_services.cpp, which asks a process of its own.

struct asked_service {
  std::uint32_t service = 0;
  std::uint32_t call = 0;  // different for each call of a run
  std::chrono::nanoseconds takes{};
  bool fails = false;
  // Whether the caller has lost patience; null: he has it without end.
  bool (*done)(const void* context) = nullptr;
  const void* context = nullptr;
};

// A cancelled context is noticed this late at most.
inline constexpr std::chrono::microseconds look_again{200};

// Called once, before the first run. Ends the process if the services cannot
// be reached.
void prepare_services();

// Blocks until the service has answered, or the caller has lost patience.
wire::call_outcome await_answer(const asked_service&);

}  // namespace racelab::probe
