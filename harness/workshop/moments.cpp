// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/moments.hpp"

#include <algorithm>
#include <set>

namespace racelab::workshop {

using observe::event;
using observe::event_kind;
using observe::observation;
using observe::thread_number;

int line_of(const event& moment) {
  const observe::frame* place = observe::subject_frame(moment.stack);
  return place == nullptr ? 0 : place->line;
}

const event* last_event(const observation& seen, thread_number thread,
                        std::size_t until) {
  for (std::size_t i = std::min(until, seen.events.size()); i-- > 0;) {
    if (seen.events[i].thread == thread) {
      return &seen.events[i];
    }
  }
  return nullptr;
}

int last_line(const observation& seen, thread_number thread,
              std::size_t until) {
  for (std::size_t i = std::min(until, seen.events.size()); i-- > 0;) {
    if (seen.events[i].thread == thread && line_of(seen.events[i]) != 0) {
      return line_of(seen.events[i]);
    }
  }
  return 0;
}

observation before(const observation& seen, std::size_t events) {
  if (events >= seen.events.size()) {
    return seen;
  }
  observation past = seen;
  past.events.resize(events);
  std::erase_if(past.calls, [&](const observe::call& each) {
    return each.begin_event >= events;
  });
  for (observe::call& each : past.calls) {
    if (each.end_event >= events) {
      each.outcome = observe::call_outcome::pending;
    }
  }
  std::erase_if(past.races, [&](const observe::race& each) {
    return each.at_event >= events;
  });
  past.ending = observe::ending::finished;
  past.ending_reason.clear();
  past.truncated = false;
  return past;
}

std::vector<thread_number> threads_in(const observation& past) {
  std::set<thread_number> all{0};
  for (const event& each : past.events) {
    all.insert(each.thread);
    if (each.kind == event_kind::thread_create) {
      all.insert(each.object);
    }
  }
  all.erase(observe::unknown_thread);
  return {all.begin(), all.end()};
}

bool has_ended(const observation& past, thread_number thread) {
  return std::any_of(past.events.begin(), past.events.end(),
                     [&](const event& each) {
                       return each.thread == thread &&
                              (each.kind == event_kind::thread_end ||
                               each.kind == event_kind::function_end ||
                               each.kind == event_kind::crash);
                     });
}

}  // namespace racelab::workshop
