// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/spans.hpp"

#include "harness/report/event_words.hpp"
#include "harness/report/layout.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace racelab::report {
namespace {

using observe::block_kind;
using observe::event;
using observe::event_kind;
using observe::observation;

span span_of(const observation& seen, const observe::call& made) {
  span out;
  out.kind = span_kind::call;
  out.thread = made.thread;
  out.begin = made.begin_event;
  out.ended = made.outcome != observe::call_outcome::pending;
  out.failed = made.outcome == observe::call_outcome::failed ||
               made.outcome == observe::call_outcome::gave_up;
  out.end = out.ended ? made.end_event : seen.events.size() - 1;
  const std::string name = made.service < seen.services.size()
                               ? seen.services[made.service]
                               : fmt::format("service {}", made.service + 1);
  out.words = printable(name + ' ' + made.argument);
  return out;
}

// A wait for a service is its call's, and one within a sleep the sleep's.
bool begins_span(const event& each) {
  if (each.kind == event_kind::sleep) return true;
  if (each.kind != event_kind::blocked) return false;
  const auto on = static_cast<block_kind>(each.value);
  return on != block_kind::service && on != block_kind::sleep;
}

span span_from(const observation& seen, std::size_t begin) {
  const event& first = seen.events[begin];
  span out;
  out.kind =
      first.kind == event_kind::sleep ? span_kind::sleep : span_kind::wait;
  out.thread = first.thread;
  out.begin = begin;
  out.words =
      out.kind == span_kind::sleep
          ? fmt::format("{} ms",
                        milliseconds(observe::virtual_time(first.value)))
          : waits_for(first);
  const auto end =
      std::find_if(seen.events.begin() + static_cast<std::ptrdiff_t>(begin) + 1,
                   seen.events.end(), [&](const event& each) {
                     return each.thread == first.thread &&
                            (each.kind == event_kind::unblocked ||
                             each.kind == event_kind::yield);
                   });
  out.ended = end != seen.events.end();
  out.end = out.ended ? static_cast<std::size_t>(end - seen.events.begin())
                      : seen.events.size() - 1;
  return out;
}

}  // namespace

std::string_view name_of(span_kind kind) {
  switch (kind) {
    case span_kind::call:
      return "call";
    case span_kind::wait:
      return "wait";
    case span_kind::sleep:
      return "sleep";
  }
  return {};
}

std::vector<span> spans_of(const observation& seen) {
  std::vector<span> out;
  for (const observe::call& each : seen.calls)
    out.push_back(span_of(seen, each));
  for (std::size_t i = 0; i < seen.events.size(); ++i)
    if (begins_span(seen.events[i])) out.push_back(span_from(seen, i));
  std::stable_sort(out.begin(), out.end(), [](const span& a, const span& b) {
    return a.begin < b.begin;
  });
  return out;
}

}  // namespace racelab::report
