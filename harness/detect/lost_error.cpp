// Distributed under the Boost Software License, Version 1.0.
//
// Speaks when a call failed, or gave up because the caller's context was done,
// and the function returned all the same, or threw something that does not
// tell of the first error in time. Also when no call gave up, since none could,
// and the scenario says that what came of the function is wrong.
//
// Silent when the first error is told, in whatever wrapping; when calls gave
// up for reasons of the function's own; and when everything had been answered
// before the caller lost patience, or is all there in spite of that.

#include "harness/detect/detectors.hpp"
#include "harness/detect/learner_line.hpp"
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
using observe::function_outcome;
using observe::observation;

bool is_error(const observation& seen, const call& what) {
  if (what.outcome == call_outcome::failed) return true;
  const auto stopped = stop_time(seen);
  return what.outcome == call_outcome::gave_up && stopped &&
         *stopped <= what.end;
}

// What the function could have told of, the first in time first.
std::vector<const call*> errors_before(const observation& seen,
                                       std::size_t end) {
  std::vector<const call*> errors;
  for (const call& each : seen.calls) {
    if (ended_before(each, end) && is_error(seen, each))
      errors.push_back(&each);
  }
  std::sort(errors.begin(), errors.end(),
            [](const call* left, const call* right) {
              return left->end_event < right->end_event;
            });
  return errors;
}

// What a context says when it is done: racelab::deadline_exceeded, or
// racelab::canceled.
std::string_view words_of_stop(const observation& seen) {
  return seen.environment.stopped_by == observe::stop::deadline
             ? "context deadline exceeded"
             : "context canceled";
}

// Of a call that gave up, what counts is why the caller's context is done; the
// function may have told the call in other words.
bool tells(const observation& seen, const call& error) {
  return seen.error.find(error.outcome == call_outcome::failed
                             ? std::string_view(error.error)
                             : words_of_stop(seen)) != std::string::npos;
}

// Of errors at the same instant, any may pass for the first.
bool tells_first(const observation& seen,
                 const std::vector<const call*>& errors) {
  return seen.outcome == function_outcome::threw &&
         std::any_of(errors.begin(), errors.end(), [&](const call* each) {
           return each->end == errors.front()->end && tells(seen, *each);
         });
}

std::string_view what_the_caller_hears(const observation& seen) {
  return seen.outcome == function_outcome::returned
             ? "the function returns as if all were well"
             : "what the function throws does not say so";
}

// What the scenario says is wrong with the outcome, if the context was done
// before there was one and no call told the function so; else null.
const event* untold_stop(const observation& seen, std::size_t end) {
  const auto stopped = stop_time(seen);
  if (!stopped) return nullptr;
  if (*stopped >= seen.events[end].time && *stopped > began(seen))
    return nullptr;
  const auto wrong = std::find_if(
      seen.events.begin() + static_cast<std::ptrdiff_t>(end), seen.events.end(),
      [](const event& each) { return each.kind == event_kind::wrong_result; });
  return wrong == seen.events.end() ? nullptr : &*wrong;
}

// The last call to end before the function did: what came after it is wrong.
const call* last_to_end(const observation& seen, std::size_t end) {
  const call* last = nullptr;
  for (const call& each : seen.calls) {
    if (!ended_before(each, end)) continue;
    if (last == nullptr || last->end_event < each.end_event) last = &each;
  }
  return last;
}

std::vector<finding> told_of_stop(const observation& seen, std::size_t end) {
  const event* wrong = untold_stop(seen, end);
  if (wrong == nullptr) return {};
  const call* last = last_to_end(seen, end);
  finding result =
      found(seen, "lost-error",
            fmt::format("The caller's context is done at {}, but {}: {}.",
                        in_milliseconds(*stop_time(seen)),
                        what_the_caller_hears(seen), wrong->text),
            last == nullptr ? nullptr : observe::subject_frame(last->stack));
  result.events = {end};
  return {result};
}

std::string message(const observation& seen, const call& first) {
  const std::string service = name_of_service(seen, first);
  const std::string when = in_milliseconds(first.end);
  const std::string what =
      first.outcome == call_outcome::failed
          ? fmt::format("The call to {} fails at {}", service, when)
          : fmt::format(
                "The caller's context is done, so the call to {} gives "
                "up at {}",
                service, when);
  return what + fmt::format(", but {}.", what_the_caller_hears(seen));
}

}  // namespace

std::vector<finding> lost_error(const observation& seen) {
  const auto end = return_event(seen);
  if (!end) return {};
  const auto errors = errors_before(seen, *end);
  if (errors.empty()) return told_of_stop(seen, *end);
  if (tells_first(seen, errors)) return {};
  const call& first = *errors.front();
  finding result = found(seen, "lost-error", message(seen, first),
                         observe::subject_frame(first.stack));
  result.events = {first.end_event, *end};
  relate(result, creation_line(seen, first.thread));
  return {result};
}

}  // namespace racelab::detect
