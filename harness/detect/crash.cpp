// Distributed under the Boost Software License, Version 1.0.
//
// Speaks when a thread of the subject was struck by a signal, let an exception
// escape, ended the process, went over a limit, wrote into the judge's memory,
// or when the process was gone before it had said how the schedule ended.
//
// Silent for exceptions that the function throws to its caller.

#include "harness/detect/detectors.hpp"
#include "harness/detect/learner_line.hpp"
#include "harness/detect/timeline.hpp"
#include "harness/detect/wording.hpp"

#include <fmt/format.h>

#include <csignal>
#include <optional>

namespace racelab::detect {
namespace {

using observe::ending;
using observe::event;
using observe::event_kind;
using observe::observation;

std::string struck(const event& what) {
  const std::string who = name_of_thread(what.thread);
  // The probe's own marks for a null pointer and for std::terminate.
  if (what.object == 1) return who + " follows a null pointer.";
  if (what.object == 2)
    return fmt::format(
        "{} ends the program by an exception that nobody "
        "catches: {}.",
        who, what.text);
  if (what.value == SIGABRT) return who + " aborts the program.";
  if (what.value == SIGSEGV || what.value == SIGBUS)
    return fmt::format("{} uses memory that does not exist ({}).", who,
                       what.text);
  return fmt::format("{} is struck by a signal: {}.", who, what.text);
}

std::string over_limit(const std::string& limit) {
  return limit.empty() ? "The subject used more than it is allowed."
                       : fmt::format(
                             "The subject used more than it is "
                             "allowed: {}.",
                             limit);
}

std::optional<std::string> message(const event& what) {
  switch (what.kind) {
    case event_kind::crash:
      return sentence(struck(what));
    case event_kind::ended_process:
      return sentence(fmt::format("{} ends the whole process by {}({}).",
                                  name_of_thread(what.thread), what.text,
                                  what.value));
    case event_kind::over_limit:
      return over_limit(what.text);
    default:
      return std::nullopt;
  }
}

// In what way the process ended, if no event tells.
std::optional<std::string> unexplained_end(const observation& seen) {
  const std::string why =
      seen.ending_reason.empty() ? "" : ": " + seen.ending_reason;
  switch (seen.ending) {
    case ending::crashed:
      return fmt::format("The process died{}.", why);
    case ending::ended_process:
      return fmt::format("The process ended in the middle of it{}.", why);
    case ending::over_limit:
      return over_limit(seen.ending_reason);
    case ending::meddled:
      return fmt::format("It wrote where it has nothing to write{}.", why);
    default:
      return std::nullopt;
  }
}

}  // namespace

std::vector<finding> crash(const observation& seen) {
  std::vector<finding> result;
  for (std::size_t i = 0; i < seen.events.size(); ++i) {
    const event& each = seen.events[i];
    const auto words = message(each);
    if (!words) continue;
    result.push_back(
        found(seen, "crash", *words, observe::subject_frame(each.stack)));
    result.back().events = {i};
    relate(result.back(), creation_line(seen, each.thread));
  }
  if (!result.empty()) return result;
  if (const auto words = unexplained_end(seen))
    result.push_back(found(seen, "crash", *words, nullptr));
  return result;
}

}  // namespace racelab::detect
