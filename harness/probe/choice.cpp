// Distributed under the Boost Software License, Version 1.0.
#include "harness/probe/choice.hpp"

#include "harness/probe/recorder.hpp"

namespace racelab::probe {
namespace {

constexpr std::uint32_t most_change_points = 16;

const wire::request* request;
std::uint32_t next_deviation;
std::uint64_t random_state;
std::uint32_t change_points[most_change_points];

std::uint64_t next_random() {  // splitmix64, Steele, Lea & Flood 2014
  random_state += 0x9e3779b97f4a7c15;
  std::uint64_t z = random_state;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

// Probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi,
// Nagarakatte: A Randomized Scheduler with Probabilistic Guarantees of Finding
// Bugs, ASPLOS 2010): random priorities, lowered at `depth` random points.
void draw_change_points() {
  const std::uint32_t length = request->length == 0 ? 1 : request->length;
  for (std::uint32_t i = 0; i < most_change_points; ++i)
    change_points[i] = i < request->depth
                           ? static_cast<std::uint32_t>(next_random() % length)
                           : UINT32_MAX;
}

thread* highest_priority(const candidates& able) {
  thread* best = able.list[0];
  for (unsigned i = 1; i < able.count; ++i)
    if (able.list[i]->priority > best->priority) best = able.list[i];
  return best;
}

thread* pick_by_priority(const candidates& able, std::uint32_t point) {
  for (std::uint32_t i = 0; i < most_change_points; ++i)
    if (change_points[i] == point) highest_priority(able)->priority = i;
  return highest_priority(able);
}

thread* pick_deviating(const candidates& able, std::uint32_t point,
                       thread* standard) {
  while (next_deviation < request->deviations &&
         request->deviation_list[next_deviation].point < point)
    ++next_deviation;
  if (next_deviation == request->deviations ||
      request->deviation_list[next_deviation].point != point)
    return standard;
  const std::uint32_t wanted = request->deviation_list[next_deviation++].thread;
  for (unsigned i = 0; i < able.count; ++i)
    if (able.list[i]->number == wanted) return able.list[i];
  return standard;
}

thread* pick(const candidates& able, std::uint32_t point, thread* standard) {
  switch (request->how) {
    case wire::policy::follow:
      return pick_deviating(able, point, standard);
    case wire::policy::pct:
      return pick_by_priority(able, point);
    case wire::policy::newest:
      return able.list[able.count - 1];
  }
  return standard;
}

std::uint64_t mask(const candidates& able) {
  std::uint64_t bits = 0;
  for (unsigned i = 0; i < able.count; ++i)
    if (able.list[i]->number < 64) bits |= 1ull << able.list[i]->number;
  return bits;
}

}  // namespace

bool contains(const candidates& able, const thread* wanted) {
  for (unsigned i = 0; i < able.count; ++i)
    if (able.list[i] == wanted) return true;
  return false;
}

void begin_choosing(const wire::request& wanted) {
  request = &wanted;
  next_deviation = 0;
  random_state = wanted.seed;
  draw_change_points();
}

std::uint32_t draw_priority() {
  return most_change_points + static_cast<std::uint32_t>(next_random() >> 33);
}

thread* choose(const candidates& able, thread* present, bool in_window) {
  if (able.count == 1) return able.list[0];
  const std::uint32_t point = channel->answer.choices;
  const bool can_go_on = contains(able, present);
  thread* standard = can_go_on ? present : able.list[0];
  thread* taken = pick(able, point, standard);
  if (point < wire::max_choices) {
    channel->choices[point] = {
        mask(able),
        standard->number,
        taken->number,
        can_go_on,
        in_window && can_go_on,
        static_cast<std::uint16_t>(channel->answer.events)};
    channel->answer.choices = point + 1;
  } else {
    channel->answer.choices_lost = 1;
  }
  return taken;
}

}  // namespace racelab::probe
