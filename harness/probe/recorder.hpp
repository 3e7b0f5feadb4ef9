// Distributed under the Boost Software License, Version 1.0.
#pragma once

// Writes what happens into the mapping shared with the judge. Bounded: what
// does not fit is dropped, and the answer says so.

#include "harness/probe/wire.hpp"

#include <cstdint>

namespace racelab::probe {

extern wire::channel* channel;

struct stack_reference {
  std::uint32_t first;
  std::uint32_t depth;
};

// Forgets the last schedule.
void begin_recording();

// `stack` null: of the calling thread, if the request wants stacks.
wire::event* record(wire::event_kind kind, std::uint32_t object = 0,
                    std::int64_t value = 0, std::uint32_t text = 0);
void attach(wire::event* event, stack_reference stack);

// Stores a string; returns its index.
std::uint32_t record_text(const char* text);

// The calling thread's stack, innermost first.
stack_reference record_stack();

// A stack given as return addresses.
stack_reference record_stack(void* const* frames, unsigned depth);

bool wants_stacks();

// Forgets the last schedule's calls (services.cpp).
void begin_services();

}  // namespace racelab::probe
