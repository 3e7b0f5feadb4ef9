// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/replayed.hpp"

#include "harness/report/circumstances.hpp"
#include "harness/report/event_words.hpp"
#include "harness/report/json.hpp"
#include "harness/report/layout.hpp"
#include "harness/report/race_repetitions.hpp"
#include "harness/report/trace.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

#include <algorithm>
#include <iterator>

namespace racelab::report {
namespace {

std::string finding_line(const detect::finding& found, const look& screen) {
  std::string line = paint(found.id, ink::bad, screen);
  if (found.line != 0) {
    line += fmt::format(" at {}:{}", printable(found.file), found.line);
  }
  return end_line("  " + line) + paragraph(printable(found.message), 4, screen);
}

std::string found_in(const replayed& again, const look& screen) {
  std::string out;
  for (const shown_finding& shown : again.subject.findings) {
    out += finding_line(shown.finding, screen);
  }
  for (const std::string& reason : again.subject.why_not) {
    out += paragraph(printable(reason), 2, screen);
  }
  return out.empty() ? "  This schedule shows nothing wrong.\n" : out;
}

// Races are pointed at anyway; which of those that repeat another one were
// seen, and have a finding, depends on the compiler, and a replay must not.
std::vector<std::size_t> marked_events(const replayed& again) {
  std::vector<std::size_t> out;
  for (const shown_finding& shown : again.subject.findings) {
    const auto& events = shown.finding.events;
    std::copy_if(events.begin(), events.end(), std::back_inserter(out),
                 [&](std::size_t index) {
                   return again.seen.events[index].kind !=
                          observe::event_kind::race;
                 });
  }
  return out;
}

// Under the eyes of a neutral screen, so that no sign depends on the reader's.
std::string words_of(const observe::observation& seen,
                     const observe::event& moment) {
  return words_for(seen, moment, look{.width = 80, .unicode = true});
}

boost::json::array events_of(const observe::observation& seen) {
  boost::json::array out;
  const std::set<std::size_t> repetitions = race_repetitions(seen);
  for (std::size_t i = 0; i < seen.events.size(); ++i) {
    const observe::event& each = seen.events[i];
    if (each.kind == observe::event_kind::race && repetitions.count(i) != 0) {
      continue;
    }
    out.push_back(boost::json::object{{"time_ms", milliseconds(each.time)},
                                      {"thread", thread_name(each.thread)},
                                      {"what", words_of(seen, each)}});
  }
  return out;
}

}  // namespace

std::string replay_text(const replayed& again, const look& screen) {
  if (!again.subject.diagnostics.empty()) {
    return printable_lines(again.subject.diagnostics);
  }
  if (again.seen.events.empty()) {
    return found_in(again, screen);
  }
  std::string out =
      paragraph(fmt::format("{}, schedule {}: {}", name_of(again.subject),
                            again.token, circumstances(again.seen)),
                0, screen);
  out += '\n';
  out += trace(again.seen, {.everything = true, .marked = marked_events(again)},
               screen);
  return out + '\n' + found_in(again, screen);
}

std::string replay_json(const replayed& again) {
  boost::json::object out{{"schema", 1}, {"schedule", again.token}};
  out["circumstances"] = circumstances(again.seen);
  out["events"] = events_of(again.seen);
  out["subject"] = subject_json(again.subject);
  return pretty(out);
}

}  // namespace racelab::report
