// Distributed under the Boost Software License, Version 1.0.
//
// Speaks when a call begins although there had been room for it under the limit
// for a while, and nothing kept it from beginning. Only where every call was
// answered: who has failed need not begin.
//
// Silent when no two calls were ever under way together, which is sequential;
// and when a call is late by less than the shortest latency: who waits by
// looking again and again is late by a little.

#include "harness/detect/detectors.hpp"
#include "harness/detect/learner_line.hpp"
#include "harness/detect/timeline.hpp"
#include "harness/detect/wording.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace racelab::detect {
namespace {

using observe::call;
using observe::observation;
using observe::virtual_time;

// How many of those begun before `late` are under way at that time, those not
// counted that end then.
std::size_t under_way(const observation& seen, const call& late,
                      virtual_time time) {
  return static_cast<std::size_t>(std::count_if(
      seen.calls.begin(), seen.calls.end(), [&](const call& each) {
        return each.begin_event < late.begin_event && each.begin <= time &&
               time < each.end;
      }));
}

struct room {
  virtual_time since{};
  const call* freed_by = nullptr;  // null: there had been room all along
};

// Since when there was room for `late`: since the last moment at which one of
// as many as the limit ended.
room room_for(const observation& seen, const call& late) {
  room result{began(seen), nullptr};
  for (const call& each : seen.calls) {
    if (each.end > late.begin || each.end <= result.since) continue;
    const virtual_time just_before = each.end - virtual_time(1);
    if (under_way(seen, late, just_before) < seen.limit) continue;
    result = {each.end, &each};
  }
  return result;
}

finding told(const observation& seen, const call& late, const room& free) {
  finding result = found(
      seen, "limit-underused",
      fmt::format("The call to {} begins at {}, although there was room for it "
                  "under the limit of {} from {} on.",
                  name_of_service(seen, late), in_milliseconds(late.begin),
                  seen.limit, in_milliseconds(free.since)),
      observe::subject_frame(late.stack));
  if (free.freed_by != nullptr)
    result.events.push_back(free.freed_by->end_event);
  result.events.push_back(late.begin_event);
  relate(result, creation_line(seen, late.thread));
  return result;
}

}  // namespace

std::vector<finding> limit_underused(const observation& seen) {
  if (seen.limit < 2 || !ran_smoothly(seen) || one_after_another(seen))
    return {};
  std::vector<finding> result;
  for (const call& each : seen.calls) {
    const room free = room_for(seen, each);
    if (each.begin - free.since >= seen.unit)
      result.push_back(told(seen, each, free));
  }
  return result;
}

}  // namespace racelab::detect
