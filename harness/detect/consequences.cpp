// Distributed under the Boost Software License, Version 1.0.
#include "harness/detect/consequences.hpp"

#include "harness/detect/early_read.hpp"
#include "harness/detect/learner_line.hpp"
#include "harness/detect/timeline.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace racelab::detect {
namespace {

using observe::frame;
using observe::observation;

bool at_line_of(const finding& what, const finding& other) {
  return what.line != 0 && what.file == other.file && what.line == other.line;
}

bool accesses_line(const finding& what, std::string_view file, int line) {
  if (!what.race || line == 0) return false;
  return std::any_of(what.race->accesses.begin(), what.race->accesses.end(),
                     [&](const observe::access& each) {
                       const frame* own = observe::subject_frame(each.stack);
                       return own != nullptr && own->file == file &&
                              own->line == line;
                     });
}

// ---- in one schedule --------------------------------------------------------

using relation = bool (*)(const observation&, const finding& consequence,
                          const finding& cause);

bool always(const observation&, const finding&, const finding&) { return true; }

// A process that died and could not say where died after all that it said.
bool is_untold_death(const finding& what) {
  return what.id == "crash" && what.events.empty();
}

// It takes place after the function's end, or between threads of which one
// outlives the function.
bool after_the_end(const observation& seen, const finding& what,
                   const finding&) {
  const auto end = return_event(seen);
  if (!end) return false;
  if (is_untold_death(what)) return true;
  if (!what.events.empty() && what.events.back() > *end) return true;
  return what.race &&
         std::any_of(what.race->accesses.begin(), what.race->accesses.end(),
                     [&](const observe::access& each) {
                       return outlived_function(seen, each.thread);
                     });
}

bool afterwards(const observation&, const finding& what, const finding& cause) {
  if (is_untold_death(what)) return true;
  return !what.events.empty() && !cause.events.empty() &&
         what.events.back() >= cause.events.front();
}

struct rule {
  std::string_view consequence;
  std::string_view cause;
  relation holds;
};

constexpr rule rules_within[] = {
    // Nobody waits, so nobody can hear of errors, stop siblings, obey a
    // cancellation, release threads, have a result or know that all is done.
    {"lost-error", "fire-and-forget", always},
    {"siblings-not-cancelled", "fire-and-forget", always},
    {"cancellation-ignored", "fire-and-forget", always},
    {"wrong-result", "fire-and-forget", always},
    {"work-lost", "fire-and-forget", always},
    {"thread-leak", "fire-and-forget", always},
    {"hang", "fire-and-forget", always},
    // What was left running works on what is gone.
    {"data-race", "fire-and-forget", after_the_end},
    {"crash", "fire-and-forget", after_the_end},
    // What was read was not there yet, or was half there: whatever is made of
    // it is nothing to be judged.
    {"wrong-result", "read-before-fetch", always},
    {"wrong-result", "data-race", always},
    {"work-lost", "data-race", always},
    {"work-duplicated", "data-race", always},
    {"crash", "read-before-fetch", afterwards},
    {"crash", "data-race", afterwards},
    // Who crashed lets the others wait for ever.
    {"hang", "crash", always},
    // It has interrupted a thread that holds the lock it takes.
    {"hang", "unsafe-signal-handler", always},
    // Who hangs does not come to an end when asked to.
    {"cancellation-ignored", "hang", always},
    // Whom nobody told of an error nobody could stop.
    {"siblings-not-cancelled", "lost-error", always},
};

// ---- in any two schedules ---------------------------------------------------

// Which of a thread's errors show depends on the schedule, and so does whether
// the function ends before the thread: but nobody waits for a thread created
// at that line.
bool by_unawaited_thread(const finding& what, const finding& cause) {
  constexpr std::string_view ids[] = {
      "read-before-fetch",    "data-race",
      "lost-error",           "siblings-not-cancelled",
      "cancellation-ignored", "crash",
      "thread-leak"};
  return cause.id == "fire-and-forget" &&
         std::find(std::begin(ids), std::end(ids), what.id) != std::end(ids) &&
         involves(what, cause.file, cause.line);
}

// The same line reads too early: it may find a null pointer with nothing left
// to fetch, or write where it has read.
bool by_reading_early(const finding& what, const finding& cause) {
  if (cause.id != "read-before-fetch") return false;
  return (what.id == "crash" && at_line_of(what, cause)) ||
         (what.id == "data-race" &&
          accesses_line(what, cause.file, cause.line));
}

// The line that races works on a damaged value.
bool by_race(const finding& what, const finding& cause) {
  return what.id == "crash" && cause.id == "data-race" &&
         accesses_line(cause, what.file, what.line);
}

// Who reads too early goes on with what it read: the first line that does so
// stands for those below it, in the same thread and about the same fetch.
bool by_reading_early_above(const finding& what, const finding& cause) {
  return what.id == "read-before-fetch" && cause.id == "read-before-fetch" &&
         what.file == cause.file && cause.line != 0 && cause.line < what.line &&
         !what.related.empty() &&
         std::all_of(what.related.begin(), what.related.end(),
                     [&](const frame& each) {
                       return involves(cause, each.file, each.line);
                     });
}

struct ends_of_race {
  const frame* read = nullptr;
  const frame* written = nullptr;
};

// The lines of a race between one read and one write, or null.
ends_of_race ends_of(const finding& what) {
  ends_of_race ends;
  if (!what.race) return ends;
  for (const observe::access& each : what.race->accesses)
    (is_write(each) ? ends.written : ends.read) =
        observe::subject_frame(each.stack);
  return ends;
}

bool above(const frame* upper, const frame* lower) {
  return upper != nullptr && lower != nullptr && upper->file == lower->file &&
         upper->line < lower->line;
}

// It stores the answer and then sets a flag; the reader looks at the flag and
// then reads the answer, after the store. That nothing orders the two is the
// flag's fault: it waits, but by the wrong means.
bool by_racing_flag(const finding& what, const finding& cause) {
  if (what.id != "read-before-fetch" || cause.id != "data-race" || !what.race ||
      is_write(what.race->accesses.front())) {
    return false;
  }
  const ends_of_race answer = ends_of(what);
  const ends_of_race flag = ends_of(cause);
  return above(answer.written, flag.written) && above(flag.read, answer.read);
}

}  // namespace

bool follows_within(const observation& seen, const finding& consequence,
                    const finding& cause) {
  return follows_from(consequence, cause) ||
         std::any_of(std::begin(rules_within), std::end(rules_within),
                     [&](const rule& each) {
                       return each.consequence == consequence.id &&
                              each.cause == cause.id &&
                              each.holds(seen, consequence, cause);
                     });
}

bool follows_from(const finding& consequence, const finding& cause) {
  return by_unawaited_thread(consequence, cause) ||
         by_reading_early(consequence, cause) ||
         by_reading_early_above(consequence, cause) ||
         by_racing_flag(consequence, cause) || by_race(consequence, cause);
}

std::vector<finding> without_consequences(const observation& seen,
                                          const std::vector<finding>& all) {
  std::vector<finding> result;
  for (const finding& each : all) {
    const bool explained =
        std::any_of(all.begin(), all.end(), [&](const finding& cause) {
          return follows_within(seen, each, cause);
        });
    if (!explained) result.push_back(each);
  }
  return result;
}

bool is_consequence(const finding& what, const std::vector<finding>& all) {
  return std::any_of(all.begin(), all.end(), [&](const finding& cause) {
    return follows_from(what, cause);
  });
}

std::vector<finding> without_consequences(const std::vector<finding>& all) {
  std::vector<finding> result;
  std::copy_if(all.begin(), all.end(), std::back_inserter(result),
               [&](const finding& each) { return !is_consequence(each, all); });
  return result;
}

}  // namespace racelab::detect
