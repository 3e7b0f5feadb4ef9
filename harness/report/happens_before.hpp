// Distributed under the Boost Software License, Version 1.0.
#pragma once

// What the events of a schedule prove to be ordered, and what they do not.

#include "harness/observe/observation.hpp"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace racelab::report {

// Why one event happens before another.
enum class order {
  program,    // the same thread did both, one after the other
  creation,   // a thread was started, and began
  join,       // a thread ended, and was joined
  hand_over,  // a lock was released to the thread that waited for it
};

std::string_view name_of(order);

struct order_edge {
  std::size_t from = 0;
  std::size_t to = 0;
  order why{};

  bool operator==(const order_edge&) const = default;
};

// The order between different threads, as indices of events, each edge forward
// in the schedule. No edge is guessed: the events name no lock, so a lock is
// known to be handed over only where a thread was seen to wait for it. Atomic
// operations and condition variables prove nothing.
std::vector<order_edge> order_edges(const observe::observation&);

// Something that a thread did.
struct order_node {
  observe::thread_number thread = 0;

  // The index of its event. The earlier access of a race has none: it took
  // place after this event of its thread, which is the last at the same line
  // that can have come before it.
  std::size_t event = 0;

  // Which of the race's accesses it is, if it is one.
  std::optional<std::size_t> access;
};

// The two accesses of a race, the threads that lead to them, and all that
// orders these; the edges are indices of nodes. No way leads from one access
// to the other.
struct race_graph {
  std::vector<order_node> nodes;  // in the order of the schedule
  std::vector<order_edge> edges;
};

// Empty for what is not two accesses by two known threads.
race_graph graph_of(const observe::observation&, const observe::race&);

}  // namespace racelab::report
