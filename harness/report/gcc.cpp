// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/gcc.hpp"

#include "harness/report/event_words.hpp"
#include "harness/report/layout.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace racelab::report {
namespace {

std::string diagnostic(const std::string& file, int line,
                       std::string_view severity, const std::string& message) {
  const std::string place =
      line == 0 ? printable(file)
                : fmt::format("{}:{}", printable(file), std::max(line, 1));
  return fmt::format("{}: {}: {}\n", place, severity, printable(message));
}

std::string access_words(const observe::access& each) {
  if (each.operation == "lock") {
    return thread_name(each.thread) + " takes the locks in another order here";
  }
  return fmt::format("the other access: {} of {} by {}", each.operation,
                     count_of(each.size, "byte"), thread_name(each.thread));
}

std::string other_access(const detect::finding& found) {
  if (!found.race) {
    return {};
  }
  for (const observe::access& each : found.race->accesses) {
    const observe::frame* place = observe::subject_frame(each.stack);
    if (place != nullptr &&
        (place->line != found.line || place->file != found.file)) {
      return diagnostic(place->file, place->line, "note", access_words(each));
    }
  }
  return {};
}

std::string diagnostics_of(const subject_result& subject) {
  if (!subject.diagnostics.empty()) {
    return printable_lines(subject.diagnostics);
  }
  std::string out;
  for (const shown_finding& shown : subject.findings) {
    const detect::finding& found = shown.finding;
    const std::string& file = found.file.empty() ? subject.file : found.file;
    out += diagnostic(file, found.line, "warning",
                      fmt::format("{} [{}]", found.message, found.id));
    out += other_access(found);
    out += diagnostic(file, found.line, "note",
                      "again: " + replay_command(subject, found.schedule));
  }
  const bool unsure = subject.verdict == verdict::inconclusive;
  for (const std::string& reason : subject.why_not) {
    out +=
        diagnostic(subject.file, 0, unsure ? "inconclusive" : "error", reason);
  }
  return out;
}

}  // namespace

std::string gcc(const run_result& run) {
  std::string out;
  for (const subject_result& each : run.subjects) {
    out += diagnostics_of(each);
  }
  return out;
}

}  // namespace racelab::report
