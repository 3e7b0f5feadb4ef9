// Distributed under the Boost Software License, Version 1.0.
#include "harness/probe/descriptors.hpp"

#include "harness/probe/interceptors.hpp"
#include "harness/probe/kernel.hpp"
#include "harness/probe/scheduler.hpp"
#include "harness/probe/unmodelled.hpp"

namespace racelab::probe {
namespace {

constexpr unsigned most = 256;
constexpr timer_setting not_set{never, 0};

struct descriptor {
  int number;
  bool is_timer;
  timer timing;
};

descriptor known[most];
unsigned known_count;

descriptor* find(int number) {
  for (unsigned i = 0; i < known_count; ++i)
    if (known[i].number == number) return &known[i];
  return nullptr;
}

void add(const descriptor& made) {
  if (made.number < 0) return;
  if (known_count == most)
    end_unmodelled("more than 256 pipes, events and timers");
  known[known_count++] = made;
}

std::uint64_t times_due(timer_setting& set) {
  if (set.due > now()) return 0;
  const std::uint64_t more =
      set.interval == 0 ? 0 : (now() - set.due) / set.interval;
  set.due = set.interval == 0 ? never : set.due + (more + 1) * set.interval;
  return more + 1;
}

}  // namespace

void note_descriptor(int which) { add({which, false, {}}); }

void note_timer(int which, clockid_t clock) {
  add({which, true, {clock, not_set}});
}

void note_copy(int which, int copy) {
  forget_descriptor(copy);
  if (find(which) != nullptr) note_descriptor(copy);
}

bool is_of_the_schedule(int which) { return find(which) != nullptr; }

bool forget_descriptor(int which) {
  descriptor* gone = find(which);
  if (gone == nullptr) return false;
  *gone = known[--known_count];
  return true;
}

void close_descriptors() {
  while (known_count > 0) __interceptor_close(known[--known_count].number);
}

timer* find_timer(int which) {
  descriptor* found = find(which);
  return found == nullptr || !found->is_timer ? nullptr : &found->timing;
}

std::uint64_t let_timers_go_off() {
  std::uint64_t next = never;
  for (unsigned i = 0; i < known_count; ++i) {
    if (!known[i].is_timer) continue;
    timer_setting& set = known[i].timing.set;
    if (const std::uint64_t times = times_due(set); times > 0)
      kernel::call(SYS_write, known[i].number, kernel::address(&times),
                   sizeof times);
    if (set.due < next) next = set.due;
  }
  return next;
}

}  // namespace racelab::probe
