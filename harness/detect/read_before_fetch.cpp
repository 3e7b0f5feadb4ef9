// Distributed under the Boost Software License, Version 1.0.
//
// Speaks when a thread uses what another thread fetches, and nothing makes it
// wait:
//   - ThreadSanitizer saw the read race with the store of the answer, in
//     whichever order they came (early_read.hpp);
//   - a null pointer is followed while a call in another thread is still
//     without its answer: also a lock around the read does not help here;
//   - a call is given an empty value while that is so.
//
// Silent when nobody else has anything left to fetch: then the null pointer
// or the empty value has another cause.

#include "harness/detect/detectors.hpp"
#include "harness/detect/early_read.hpp"
#include "harness/detect/learner_line.hpp"
#include "harness/detect/library_race.hpp"
#include "harness/detect/timeline.hpp"
#include "harness/detect/wording.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace racelab::detect {
namespace {

using observe::call;
using observe::call_outcome;
using observe::event;
using observe::event_kind;
using observe::observation;
using observe::thread_number;

// An event by which a thread can let others see what it has stored.
bool lets_others_see(const event& what) {
  switch (what.kind) {
    case event_kind::unlock:
    case event_kind::signal:
    case event_kind::broadcast:
    case event_kind::notify:
    case event_kind::atomic:
    case event_kind::thread_end:
      return true;
    default:
      return false;
  }
}

// Whether the thread that made the call could have stored the answer, and let
// go of it, before that moment.
bool stored_before(const observation& seen, const call& fetch,
                   std::size_t moment) {
  if (!ended_before(fetch, moment)) return false;
  const auto begin = seen.events.begin();
  return std::any_of(
      begin + static_cast<std::ptrdiff_t>(fetch.end_event),
      begin + static_cast<std::ptrdiff_t>(moment), [&](const event& each) {
        return each.thread == fetch.thread && lets_others_see(each);
      });
}

bool is_yet_to_come(const observation& seen, const call& fetch,
                    std::size_t moment) {
  if (!ended_before(fetch, moment)) return true;
  return fetch.outcome == call_outcome::answered &&
         !stored_before(seen, fetch, moment);
}

// A call of another thread whose answer was not there at that moment: one that
// was under way, else one that was made later. Those that were themselves given
// nothing to ask for fetch nothing of use.
const call* fetch_to_come(const observation& seen, thread_number reader,
                          std::size_t moment) {
  const call* later = nullptr;
  for (const call& each : seen.calls) {
    if (each.thread == reader || each.argument.empty()) continue;
    if (!is_yet_to_come(seen, each, moment)) continue;
    if (begun_before(each, moment)) return &each;
    if (later == nullptr) later = &each;
  }
  return later;
}

finding told(const observation& seen, std::string message,
             const observe::stack& read, thread_number reader,
             const call& fetch) {
  finding result = found(seen, "read-before-fetch", std::move(message),
                         observe::subject_frame(read));
  relate(result, observe::subject_frame(fetch.stack));
  relate(result, creation_line(seen, reader));
  relate(result, creation_line(seen, fetch.thread));
  return result;
}

void add_races(const observation& seen, std::vector<finding>& to) {
  for (const observe::race& each : seen.races) {
    const auto early = early_read_in(seen, each);
    if (!early || is_of_library(each)) continue;
    to.push_back(
        told(seen,
             sentence(fmt::format(
                 "{0} reads what {1} fetches from {2}, and nothing makes it "
                 "wait until {1} has stored the answer.",
                 name_of_thread(early->reader->thread),
                 name_of_thread(early->writer->thread),
                 name_of_service(seen, *early->fetch))),
             early->reader->stack, early->reader->thread, *early->fetch));
    relate(to.back(), observe::subject_frame(early->writer->stack));
    to.back().race = each;
    to.back().events = {each.at_event};
  }
}

void add_null_pointers(const observation& seen, std::vector<finding>& to) {
  for (std::size_t i = 0; i < seen.events.size(); ++i) {
    const event& each = seen.events[i];
    if (each.kind != event_kind::crash || each.object != 1) continue;
    const call* fetch = fetch_to_come(seen, each.thread, i);
    if (fetch == nullptr) continue;
    to.push_back(
        told(seen,
             sentence(fmt::format(
                 "{} follows a pointer that is still null, while {} has yet "
                 "to store what {} answers.",
                 name_of_thread(each.thread), name_of_thread(fetch->thread),
                 name_of_service(seen, *fetch))),
             each.stack, each.thread, *fetch));
    to.back().events = {i};
  }
}

void add_empty_arguments(const observation& seen, std::vector<finding>& to) {
  for (const call& each : seen.calls) {
    if (!each.argument.empty()) continue;
    const call* fetch = fetch_to_come(seen, each.thread, each.begin_event);
    if (fetch == nullptr) continue;
    to.push_back(
        told(seen,
             sentence(fmt::format(
                 "{} calls {} with an empty value, while {} has yet to store "
                 "what {} answers.",
                 name_of_thread(each.thread), name_of_service(seen, each),
                 name_of_thread(fetch->thread), name_of_service(seen, *fetch))),
             each.stack, each.thread, *fetch));
    to.back().events = {each.begin_event};
  }
}

}  // namespace

std::vector<finding> read_before_fetch(const observation& seen) {
  std::vector<finding> result;
  add_races(seen, result);
  add_null_pointers(seen, result);
  add_empty_arguments(seen, result);
  return result;
}

}  // namespace racelab::detect
