// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/annotated.hpp"

#include "harness/report/circumstances.hpp"
#include "harness/report/excerpt.hpp"
#include "harness/report/layout.hpp"
#include "harness/report/race_view.hpp"
#include "harness/report/trace.hpp"

#include <fmt/format.h>

namespace racelab::report {
namespace {

std::string heading(std::string_view left, std::string_view right, ink colour,
                    const look& screen) {
  const unsigned taken = width(left) + width(right);
  if (taken + 2 > screen.width) {
    return end_line(paint(left, colour, screen)) +
           end_line("  " + paint(right, ink::dim, screen));
  }
  return end_line(paint(left, colour, screen) +
                  std::string(screen.width - taken, ' ') +
                  paint(right, ink::dim, screen));
}

std::string rule(const look& screen) {
  std::string line;
  for (unsigned i = 0; i < screen.width; ++i) {
    line += symbols_of(screen).line;
  }
  return end_line(paint(line, ink::dim, screen));
}

std::string place_of(const detect::finding& found) {
  return found.file.empty() ? std::string()
                            : fmt::format("{}:{}", found.file, found.line);
}

std::string explained(const detect::finding& found, const look& screen) {
  return paragraph(printable(found.message), 2, screen);
}

std::string source_view(const detect::finding& found, const sources& files,
                        const look& screen) {
  const observe::frame place{.function = {},
                             .file = found.file,
                             .line = found.line,
                             .column = 0,
                             .subject = true};
  std::string out;
  for (const std::string& line :
       excerpt(files, place, {.columns = screen.width - 2}, screen)) {
    out += end_line("  " + line);
  }
  return out;
}

// On a line of its own where it would not fit, so that it can be copied.
std::string again(const subject_result& subject, const detect::finding& found,
                  const look& screen) {
  constexpr std::string_view words = "  See it again: ";
  const std::string command = replay_command(subject, found.schedule);
  const bool fits = width(words) + width(command) <= screen.width;
  return paint(words, ink::dim, screen) + (fits ? "" : "\n    ") + command +
         '\n';
}

// The first line of a verdict: a sign, who, and how it ended.
std::string verdict_line(const subject_result& subject, const look& screen) {
  const symbols& signs = symbols_of(screen);
  const bool unsure = subject.verdict == verdict::inconclusive;
  const ink colour = unsure                ? ink::unsure
                     : subject.as_expected ? ink::good
                                           : ink::bad;
  const std::string_view sign = unsure                ? signs.unsure
                                : subject.as_expected ? signs.good
                                                      : signs.bad;
  std::string words = fmt::format("{} is {}", name_of(subject),
                                  detect::name_of(subject.verdict));
  if (subject.kind == kind::antipattern && subject.as_expected) {
    words += ", as it should be";
  }
  return end_line(paint(sign, colour, screen) + ' ' +
                  paint(words, ink::strong, screen));
}

std::string latency_line(const subject_result& subject) {
  if (!subject.latency.measured) {
    return subject.latency.reason.empty()
               ? std::string()
               : "Its real latency could not be measured: " +
                     printable(subject.latency.reason) + '.';
  }
  const observe::latency& real = *subject.latency.measured;
  return fmt::format(
      "Real latency over {} runs: p50 {:.0f} ms, p99 {:.0f} ms; its critical "
      "path takes {:.0f} ms, its calls one after another {:.0f} ms.",
      real.runs, real.p50.count(), real.p99.count(),
      real.critical_path.count(), real.sequential.count());
}

std::string verdict_view(const subject_result& subject, const look& screen) {
  std::string out = verdict_line(subject, screen);
  if (!subject.variant.empty()) {
    out += end_line("  " + paint(subject.file, ink::dim, screen));
  }
  if (!subject.shows.empty()) {
    out += paragraph(subject.shows, 2, screen);
  }
  for (const std::string& reason : subject.why_not) {
    out += paragraph(printable(reason), 2, screen);
  }
  if (!subject.diagnostics.empty()) {
    return out;
  }
  if (subject.schedules.explored != 0) {
    out += paragraph("Explored: " + explore::describe(subject.schedules) + '.',
                     2, screen);
  }
  if (const std::string latency = latency_line(subject); !latency.empty()) {
    out += paragraph(latency, 2, screen);
  }
  return out;
}

}  // namespace

std::string annotated_finding(const subject_result& subject,
                              const shown_finding& shown,
                              const sources& files, const look& screen) {
  const detect::finding& found = shown.finding;
  std::string out = heading(found.id, place_of(found), ink::bad, screen);
  out += rule(screen);
  out += explained(found, screen) + '\n';
  if (found.race) {
    out += race_view(shown.evidence, *found.race, files, screen) + '\n';
  } else if (const std::string view = source_view(found, files, screen);
             !view.empty()) {
    out += view + '\n';
  }
  out += paragraph(fmt::format("How it happened {} schedule {} ({}):",
                               symbols_of(screen).dash, found.schedule,
                               circumstances(shown.evidence)),
                   2, screen) +
         '\n';
  out += trace(shown.evidence, {.everything = false, .marked = found.events},
               screen);
  out += '\n' + again(subject, found, screen);
  return out;
}

std::string annotated(const subject_result& subject, const sources& files,
                      const look& screen) {
  std::string out = verdict_view(subject, screen);
  if (!subject.diagnostics.empty()) {
    out += '\n' + printable_lines(subject.diagnostics);
  }
  for (const shown_finding& each : subject.findings) {
    out += '\n' + annotated_finding(subject, each, files, screen);
  }
  return out;
}

}  // namespace racelab::report
