// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/stepped_schedule.hpp"

#include "harness/report/event_words.hpp"
#include "harness/report/race_repetitions.hpp"
#include "harness/report/telling_events.hpp"
#include "harness/workshop/moments.hpp"

#include <utility>

namespace racelab::workshop {
namespace {

bool is_blocked(const observe::event* last) {
  return last != nullptr && (last->kind == observe::event_kind::blocked ||
                             last->kind == observe::event_kind::sleep);
}

}  // namespace

stepped_schedule::stepped_schedule(observe::observation seen)
    : seen_(std::move(seen)) {
  const std::set<std::size_t> repetitions = report::race_repetitions(seen_);
  for (std::size_t i = 0; i < seen_.events.size(); ++i) {
    if (report::explains_something(seen_.events[i]) &&
        repetitions.count(i) == 0) {
      events_.push_back(i);
    }
  }
}

position stepped_schedule::at(std::size_t step,
                              const report::look& words) const {
  const bool ended = step >= events_.size();
  const std::size_t event = ended ? seen_.events.size() : events_[step];
  position now;
  now.past = before(seen_, event);
  now.token = seen_.token;
  if (!ended) {
    now.next = seen_.events[event].thread;
  }
  for (const observe::thread_number each : threads_in(now.past)) {
    standing place{each};
    const observe::event* last = last_event(now.past, each, event);
    place.line = last_line(now.past, each, event);
    if (each == now.next) {
      place.is = standing::state::may_run;
      place.words = report::words_for(seen_, seen_.events[event], words);
      const int line = line_of(seen_.events[event]);
      place.line = line == 0 ? place.line : line;
    } else if (!has_ended(now.past, each)) {
      place.is = standing::state::waits;
      if (is_blocked(last)) {
        place.words = report::words_for(now.past, *last, words);
      }
    }
    now.threads.push_back(std::move(place));
  }
  return now;
}

}  // namespace racelab::workshop
