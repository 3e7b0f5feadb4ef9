// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/replayed.hpp"

#include "harness/report/circumstances.hpp"
#include "harness/report/event_words.hpp"
#include "harness/report/json.hpp"
#include "harness/report/layout.hpp"
#include "harness/report/trace.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

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

std::vector<std::size_t> marked_events(const replayed& again) {
  std::vector<std::size_t> out;
  for (const shown_finding& shown : again.subject.findings) {
    const auto& events = shown.finding.events;
    out.insert(out.end(), events.begin(), events.end());
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
  for (const observe::event& each : seen.events) {
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
