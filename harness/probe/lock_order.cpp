// Distributed under the Boost Software License, Version 1.0.
//
// An order is known by what a thread held as it asked for a lock. Orders make a
// ring if each asks for what the next one holds, and a ring can close if all
// its threads can stand in it at once: they are different threads, and no lock
// that two of them hold keeps one of the two out (Havelund, "Using runtime
// analysis to guide model checking of Java programs", 2000).
#include "harness/probe/lock_order.hpp"

#include "harness/probe/held_locks.hpp"
#include "harness/probe/recorder.hpp"
#include "harness/probe/scheduler.hpp"

namespace racelab::probe {
namespace {

constexpr unsigned max_orders = 256;
constexpr unsigned max_ring =
    sizeof(wire::race::access_list) / sizeof(wire::access);

// Rings that are recorded: many threads that do the same say it many times.
constexpr unsigned max_told = 8;

struct order {
  locks_held held;
  held_lock wanted;
  stack_reference stack;
};

order orders[max_orders];
unsigned order_count;
unsigned told;

// A lock that is no more has no address.
bool excludes(const held_lock& one, const held_lock& other) {
  return one.lock != nullptr && one.lock == other.lock &&
         !(one.shared && other.shared);
}

bool holds(const order& which, const held_lock& what) {
  for (unsigned i = 0; i < which.held.count; ++i)
    if (excludes(which.held.list[i], what)) return true;
  return false;
}

// Whether their threads can be at these places at the same time.
bool together(const order& one, const order& other) {
  if (one.wanted.owner == other.wanted.owner) return false;
  for (unsigned i = 0; i < one.held.count; ++i)
    if (holds(other, one.held.list[i])) return false;
  return true;
}

bool same(const order& one, const order& other) {
  if (one.wanted.lock != other.wanted.lock ||
      one.wanted.owner != other.wanted.owner ||
      one.wanted.shared != other.wanted.shared ||
      one.held.count != other.held.count)
    return false;
  for (unsigned i = 0; i < one.held.count; ++i)
    if (one.held.list[i].lock != other.held.list[i].lock ||
        one.held.list[i].shared != other.held.list[i].shared)
      return false;
  return true;
}

struct ring {
  const order* list[max_ring];
  unsigned count;
};

bool can_join(const order& next, const ring& so_far) {
  for (unsigned i = 0; i < so_far.count; ++i)
    if (!together(next, *so_far.list[i])) return false;
  return true;
}

// Completes `so_far`, whose last thread asks for what the next one holds.
bool close(ring& so_far) {
  const order& last = *so_far.list[so_far.count - 1];
  if (so_far.count > 1 && holds(*so_far.list[0], last.wanted)) return true;
  if (so_far.count == max_ring) return false;
  for (unsigned i = 0; i < order_count; ++i) {
    const order& next = orders[i];
    if (!holds(next, last.wanted) || !can_join(next, so_far)) continue;
    so_far.list[so_far.count++] = &next;
    if (close(so_far)) return true;
    --so_far.count;
  }
  return false;
}

// Field by field, since to copy all at once would be compiled to a call that
// ThreadSanitizer intercepts: it would report the probe's own races.
void clear(wire::race& what) {
  what.accesses = 0;
  what.location = 0;
  what.location_size = 0;
  what.location_thread = no_thread;
  what.location_stack = 0;
  what.location_depth = 0;
  what.location_name = 0;
}

void place(const order& which, wire::access& to) {
  to.thread = static_cast<std::uint16_t>(which.wanted.owner);
  to.write = 0;
  to.atomic = 0;
  to.size = 0;
  to.address = 0;
  to.stack = which.stack.first;
  to.depth = which.stack.depth;
}

void tell(const ring& closed) {
  wire::answer& answer = channel->answer;
  if (told++ >= max_told) return;
  if (answer.races == wire::max_races) {
    answer.events_lost = 1;
    return;
  }
  wire::race& to = channel->races[answer.races];
  clear(to);
  to.kind = record_text("lock-order-inversion");
  to.at_event = answer.events;
  while (to.accesses < closed.count) {
    place(*closed.list[to.accesses], to.access_list[to.accesses]);
    ++to.accesses;
  }
  record(event_kind::race, 0, answer.races++);
}

}  // namespace

void forget_lock_order() {
  order_count = 0;
  told = 0;
}

void note_wanted(const void* lock, bool shared) {
  if (order_count == max_orders) return;
  order& latest = orders[order_count];
  list_held(running_number(), latest.held);
  latest.wanted = {lock, block_kind::mutex, running_number(), shared};
  // Who has it already waits for nobody, or for itself.
  if (latest.held.count == 0 || holds(latest, {lock, {}, 0, false})) return;
  for (unsigned i = 0; i < order_count; ++i)
    if (same(orders[i], latest)) return;
  latest.stack = record_stack();
  ++order_count;
  ring started;
  started.list[0] = &latest;
  started.count = 1;
  if (close(started)) tell(started);
}

void forget_lock(const void* lock) {
  for (unsigned i = 0; i < order_count; ++i) {
    if (orders[i].wanted.lock == lock) orders[i].wanted.lock = nullptr;
    for (unsigned j = 0; j < orders[i].held.count; ++j)
      if (orders[i].held.list[j].lock == lock)
        orders[i].held.list[j].lock = nullptr;
  }
}

}  // namespace racelab::probe
