// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/race_repetitions.hpp"

#include <string>
#include <tuple>
#include <vector>

namespace racelab::report {
namespace {

using observe::race;

// A thread, and the line of the subject that it was at.
using place = std::tuple<observe::thread_number, std::string, int>;

place place_of(const observe::access& what, const observe::frame* line) {
  return line == nullptr ? place(what.thread, "", 0)
                         : place(what.thread, line->file, line->line);
}

// What two races have in common if one repeats the other.
std::vector<place> places_of(const race& what) {
  std::vector<place> places;
  for (const observe::access& each : what.accesses) {
    const observe::frame* line = observe::subject_frame(each.stack);
    places.push_back(place_of(each, line));
    // The later access comes first. Outside the subject's code a thread cleans
    // up, whatever it comes across.
    if (line == nullptr) {
      break;
    }
  }
  return places;
}

}  // namespace

std::set<std::size_t> race_repetitions(const observe::observation& seen) {
  std::set<std::size_t> repetitions;
  std::set<std::vector<place>> told;
  for (const race& each : seen.races) {
    if (each.accesses.size() < 2) {
      continue;
    }
    if (each.repeated || !told.insert(places_of(each)).second) {
      repetitions.insert(each.at_event);
    }
  }
  return repetitions;
}

}  // namespace racelab::report
