// Distributed under the Boost Software License, Version 1.0.
#include "harness/probe/descriptors.hpp"

#include "harness/probe/interceptors.hpp"
#include "harness/probe/kernel.hpp"
#include "harness/probe/scheduler.hpp"
#include "harness/probe/unmodelled.hpp"

#include <poll.h>

namespace racelab::probe {
namespace {

constexpr unsigned most = 256;
constexpr timer_setting not_set{never, 0};

struct descriptor {
  int number;
  descriptor_kind kind;
  std::uint16_t object;  // index: the ends of a pipe and copies share it
};

descriptor known[most];
unsigned known_count;
timer timers[most];  // of the objects

descriptor* find(int number) {
  for (unsigned i = 0; i < known_count; ++i)
    if (known[i].number == number) return &known[i];
  return nullptr;
}

void add(const descriptor& made) {
  if (made.number < 0) return;
  forget_descriptor(made.number);
  if (known_count == most)
    end_unmodelled("more than 256 pipes, events and timers");
  known[known_count++] = made;
}

bool is_used(std::uint16_t object) {
  for (unsigned i = 0; i < known_count; ++i)
    if (known[i].object == object) return true;
  return false;
}

std::uint16_t new_object() {
  std::uint16_t object = 0;
  while (object < most - 1 && is_used(object)) ++object;
  return object;
}

std::uint64_t times_due(timer_setting& set) {
  if (set.due > now()) return 0;
  const std::uint64_t more =
      set.interval == 0 ? 0 : (now() - set.due) / set.interval;
  set.due = set.interval == 0 ? never : set.due + (more + 1) * set.interval;
  return more + 1;
}

}  // namespace

void note_descriptor(int which, descriptor_kind kind) {
  add({which, kind, new_object()});
}

void note_pipe(const int ends[2]) {
  note_descriptor(ends[0], descriptor_kind::pipe);
  add({ends[1], descriptor_kind::pipe, find(ends[0])->object});
}

void note_timer(int which, clockid_t clock) {
  const std::uint16_t object = new_object();
  timers[object] = {clock, not_set};
  add({which, descriptor_kind::timer, object});
}

void note_copy(int which, int copy) {
  const descriptor* original = find(which);
  if (original == nullptr) {
    forget_descriptor(copy);
    return;
  }
  descriptor same = *original;
  same.number = copy;
  add(same);
}

bool is_known(int which) { return find(which) != nullptr; }

bool is_set(int which) {
  const descriptor* found = find(which);
  return found != nullptr && found->kind == descriptor_kind::set;
}

void forget_descriptor(int which) {
  if (descriptor* gone = find(which); gone != nullptr)
    *gone = known[--known_count];
}

std::size_t least_to_read(int which) {
  switch (find(which)->kind) {
    case descriptor_kind::pipe:
      return 1;
    case descriptor_kind::event:
    case descriptor_kind::timer:
      return sizeof(std::uint64_t);
    case descriptor_kind::set:
      break;
  }
  return SIZE_MAX;
}

void stop_timers() {
  for (unsigned i = 0; i < known_count; ++i)
    if (known[i].kind == descriptor_kind::timer)
      timers[known[i].object].set = not_set;
}

void close_descriptors() {
  while (known_count > 0) __interceptor_close(known[--known_count].number);
}

timer* find_timer(int which) {
  const descriptor* found = find(which);
  return found == nullptr || found->kind != descriptor_kind::timer
             ? nullptr
             : &timers[found->object];
}

// One that has gone off and was not asked yet changes nothing when it does so
// again.
std::uint64_t let_timers_go_off() {
  std::uint64_t next = never;
  for (unsigned i = 0; i < known_count; ++i) {
    if (known[i].kind != descriptor_kind::timer) continue;
    timer_setting& set = timers[known[i].object].set;
    if (const std::uint64_t times = times_due(set); times > 0)
      kernel::call(SYS_write, known[i].number, kernel::address(&times),
                   sizeof times);
    if (set.due < next && state_of(known[i].number, POLLIN) == 0)
      next = set.due;
  }
  return next;
}

const void* order_of(int which) { return &timers[find(which)->object]; }

short state_of(int which, short events) {
  pollfd asked{which, events, 0};
  kernel::call(SYS_poll, kernel::address(&asked), 1, 0);
  return asked.revents;
}

void empty_event(int which) {
  std::uint64_t count = 0;
  if (state_of(which, POLLIN) != 0)
    kernel::call(SYS_read, which, kernel::address(&count), sizeof count);
}

}  // namespace racelab::probe
