// Distributed under the Boost Software License, Version 1.0.
//
// Speaks for everything that ThreadSanitizer reports and that has no name of
// its own here: races on memory, and mutexes used against their contract.
//
// Silent for reads of what is still to be fetched (read-before-fetch) and for
// locks in opposite orders (lock-order-inversion).

#include "harness/detect/detectors.hpp"
#include "harness/detect/early_read.hpp"
#include "harness/detect/learner_line.hpp"
#include "harness/detect/library_race.hpp"
#include "harness/detect/wording.hpp"

#include <fmt/format.h>

#include <string_view>
#include <tuple>

namespace racelab::detect {
namespace {

using observe::access;
using observe::frame;
using observe::observation;
using observe::race;
using observe::subject_frame;

std::string verb(const access& what) {
  return is_write(what) ? "writes" : "reads";
}

std::string message(const race& what) {
  const std::string_view kind = what.kind;
  if (what.accesses.empty())
    return fmt::format("ThreadSanitizer reports: {}.", kind);
  const access& later = what.accesses.front();
  const std::string who = name_of_thread(later.thread);
  if (what.accesses.size() == 1)
    return sentence(
        fmt::format("{} does what ThreadSanitizer calls {}.", who, kind));
  const access& earlier = what.accesses.back();
  if (kind.starts_with("heap-use-after-free"))
    return sentence(fmt::format("{} uses memory that {} has freed before.", who,
                                name_of_thread(earlier.thread)));
  return sentence(fmt::format("{} {} what {} {}, and nothing orders the two.",
                              who, verb(later), name_of_thread(earlier.thread),
                              verb(earlier)));
}

bool precedes(const frame& left, const frame& right) {
  return std::tie(left.file, left.line) < std::tie(right.file, right.line);
}

// The same line whichever access came first: that of the only write, else the
// first in the file.
const frame* line_of(const race& what) {
  const access* chosen = nullptr;
  for (const access& each : what.accesses) {
    const frame* own = subject_frame(each.stack);
    if (own == nullptr) continue;
    if (chosen == nullptr || is_write(each) > is_write(*chosen) ||
        (is_write(each) == is_write(*chosen) &&
         precedes(*own, *subject_frame(chosen->stack)))) {
      chosen = &each;
    }
  }
  return chosen == nullptr ? nullptr : subject_frame(chosen->stack);
}

}  // namespace

std::vector<finding> data_race(const observation& seen) {
  std::vector<finding> result;
  for (const race& each : seen.races) {
    if (each.kind == "lock-order-inversion" || is_of_library(each) ||
        early_read_in(seen, each))
      continue;
    result.push_back(found(seen, "data-race", message(each), line_of(each)));
    result.back().race = each;
    result.back().events = {each.at_event};
    for (const access& part : each.accesses) {
      relate(result.back(), subject_frame(part.stack));
      relate(result.back(), creation_line(seen, part.thread));
    }
  }
  return result;
}

}  // namespace racelab::detect
