// Distributed under the Boost Software License, Version 1.0.
//
// Speaks when a signal handler does what no handler may do: takes a lock,
// waits, notifies, starts or joins a thread, allocates memory, writes to a
// stream. It has interrupted a thread anywhere, maybe in the middle of the
// same.
//   POSIX.1-2017, System Interfaces, 2.4.3: the functions that are safe.
//
// Silent for atomics, for sem_post, for what sends, blocks or handles signals,
// and for what is done where a signal is waited for.

#include "harness/detect/detectors.hpp"
#include "harness/detect/learner_line.hpp"
#include "harness/detect/wording.hpp"

#include <fmt/format.h>

#include <map>
#include <string_view>

namespace racelab::detect {
namespace {

using observe::event;
using observe::event_kind;
using observe::observation;

// What it does, as a verb; empty: nothing that a handler may not do.
std::string_view forbidden(const event& what) {
  switch (what.kind) {
    case event_kind::lock:
      return "takes a lock";
    case event_kind::blocked:
      return "waits";
    case event_kind::signal:
    case event_kind::broadcast:
      return "notifies a condition variable";
    case event_kind::thread_create:
      return "starts a thread";
    case event_kind::thread_join:
      return "joins a thread";
    case event_kind::thread_detach:
      return "detaches a thread";
    case event_kind::unsafe_call:
      return what.text;
    default:
      return {};
  }
}

}  // namespace

std::vector<finding> unsafe_signal_handler(const observation& seen) {
  std::vector<finding> result;
  std::map<observe::thread_number, std::size_t> handlers;  // begun at
  for (std::size_t i = 0; i < seen.events.size(); ++i) {
    const event& each = seen.events[i];
    if (each.kind == event_kind::handler_begin) handlers[each.thread] = i;
    if (each.kind == event_kind::handler_end) handlers.erase(each.thread);
    const auto within = handlers.find(each.thread);
    if (within == handlers.end()) continue;
    const std::string_view what = forbidden(each);
    if (what.empty()) continue;
    const event& begun = seen.events[within->second];
    result.push_back(found(
        seen, "unsafe-signal-handler",
        fmt::format("The handler of {} {}: it may have interrupted a thread in "
                    "the middle of the same.",
                    begun.text, what),
        observe::subject_frame(each.stack)));
    result.back().events = {within->second, i};
    // One reason is enough to see that it is in the wrong place.
    handlers.erase(within);
  }
  return result;
}

}  // namespace racelab::detect
