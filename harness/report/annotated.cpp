// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/annotated.hpp"

#include "harness/report/circumstances.hpp"
#include "harness/report/event_words.hpp"
#include "harness/report/excerpt.hpp"
#include "harness/report/layout.hpp"
#include "harness/report/race_view.hpp"
#include "harness/report/trace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

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
  constexpr std::string_view words = "  See it again:";
  const std::string command = replay_command(subject, found.schedule);
  const bool fits = width(words) + 1 + width(command) <= screen.width;
  return paint(words, ink::dim, screen) + (fits ? " " : "\n    ") + command +
         '\n';
}

struct headline {
  ink colour = ink::bad;
  std::string_view sign;
  std::string words;
};

headline headline_of(const subject_result& subject, const symbols& signs) {
  const std::string name = printable(name_of(subject));
  if (!subject.diagnostics.empty()) {
    return {ink::bad, signs.bad, name + " does not compile"};
  }
  const std::string words =
      fmt::format("{} is {}", name, detect::name_of(subject.verdict));
  if (standing_of(subject) == standing::undecided) {
    return {ink::unsure, signs.unsure, words};
  }
  if (standing_of(subject) == standing::otherwise) {
    return {ink::bad, signs.bad, words};
  }
  const bool twin = subject.kind == kind::antipattern;
  return {ink::good, signs.good, words + (twin ? ", as it should be" : "")};
}

std::string verdict_line(const subject_result& subject, const look& screen) {
  const headline head = headline_of(subject, symbols_of(screen));
  return end_line(paint(head.sign, head.colour, screen) + ' ' +
                  paint(head.words, ink::strong, screen));
}

std::string latency_line(const subject_result& subject) {
  if (!subject.latency.measured) {
    return subject.latency.reason.empty()
               ? std::string()
               : "Its real latency could not be measured: " +
                     printable(subject.latency.reason) + '.';
  }
  const observe::latency& real = *subject.latency.measured;
  std::string out = fmt::format(
      "Real latency over {} runs{}: p50 {} ms, p99 {} ms; its critical path "
      "takes {} ms, its calls one after another {} ms.",
      real.runs, real.over_http ? " with services over HTTP" : "",
      rough(real.p50), rough(real.p99), rough(real.critical_path),
      rough(real.sequential));
  if (real.failing) {
    out += fmt::format(" Where a service fails, it throws after {} ms.",
                       rough(*real.failing));
  }
  return out;
}

// Each part, its seconds and its share; those beside a part are indented.
std::string profile_view(const subject_result& subject, const look& screen) {
  double all = 0;
  for (const time_spent& each : subject.profile) {
    if (!each.beside) all += each.seconds;
  }
  std::string out = '\n' + end_line(paint("  Where the time went, in seconds",
                                          ink::strong, screen));
  for (const time_spent& each : subject.profile) {
    out += end_line(fmt::format(
        "  {:<28}{:>8.2f}{}", (each.beside ? "  " : "") + each.part,
        each.seconds,
        each.beside ? std::string()
                    : fmt::format("{:>6.0f} %", 100 * each.seconds / all)));
  }
  return out + end_line(fmt::format("  {:<28}{:>8.2f}", "in all", all));
}

std::string verdict_view(const subject_result& subject, const look& screen) {
  std::string out = verdict_line(subject, screen);
  if (!subject.variant.empty()) {
    out += end_line("  " + paint(subject.file, ink::dim, screen));
  }
  if (!subject.shows.empty()) {
    out += paragraph(subject.shows, 2, screen);
  }
  if (!subject.diagnostics.empty()) {
    return out;
  }
  for (const std::string& reason : subject.why_not) {
    out += paragraph(printable(reason), 2, screen);
  }
  if (subject.schedules.explored != 0) {
    out += paragraph("Explored: " + explore::describe(subject.schedules) + '.',
                     2, screen);
  }
  out += kept_view(subject, "--again", screen);
  // Beside a judgement that proved nothing, a figure would look like one.
  const std::string latency = subject.verdict == verdict::inconclusive
                                  ? std::string()
                                  : latency_line(subject);
  if (!latency.empty()) {
    out += paragraph(latency, 2, screen);
  }
  if (!subject.profile.empty()) {
    out += profile_view(subject, screen);
  }
  return out;
}

// One finding without the schedule that shows it.
std::string finding_view(const shown_finding& shown, const sources& files,
                         const look& screen) {
  const detect::finding& found = shown.finding;
  std::string out =
      heading(found.id + (shown.known ? "  (known)" : ""), place_of(found),
              shown.known ? ink::dim : ink::bad, screen);
  out += rule(screen);
  out += explained(found, screen);
  if (found.race) {
    return out + '\n' + race_view(shown.evidence, *found.race, files, screen);
  }
  const std::string view = source_view(found, files, screen);
  return view.empty() ? out : out + '\n' + view;
}

// Findings of one and the same schedule, and then that schedule.
std::string schedule_view(const subject_result& subject,
                          const std::vector<const shown_finding*>& group,
                          const sources& files, const look& screen) {
  std::string out;
  trace_options options;
  for (const shown_finding* each : group) {
    out += '\n' + finding_view(*each, files, screen);
    const auto& events = each->finding.events;
    options.marked.insert(options.marked.end(), events.begin(), events.end());
  }
  const shown_finding& first = *group.front();
  out += '\n';
  out += paragraph(fmt::format("How {} happened {} schedule {} ({}):",
                               group.size() == 1 ? "it" : "they",
                               symbols_of(screen).dash, first.finding.schedule,
                               circumstances(first.evidence)),
                   2, screen) +
         '\n';
  out += trace(first.evidence, options, screen);
  return out + '\n' + again(subject, first.finding, screen);
}

// The findings by their schedule, in the order in which each is first named.
std::vector<std::vector<const shown_finding*>> by_schedule(
    const subject_result& subject) {
  std::vector<std::vector<const shown_finding*>> groups;
  for (const shown_finding& each : subject.findings) {
    const auto same =
        std::find_if(groups.begin(), groups.end(), [&](const auto& group) {
          return group.front()->finding.schedule == each.finding.schedule;
        });
    if (same == groups.end()) {
      groups.push_back({&each});
    } else {
      same->push_back(&each);
    }
  }
  return groups;
}

}  // namespace

std::string kept_view(const subject_result& subject, std::string_view again,
                      const look& screen) {
  if (!subject.from_earlier_run) return {};
  return paragraph(
      fmt::format("Judged by an earlier run, and nothing has changed since; {} "
                  "judges anew.",
                  again),
      2, screen);
}

std::string annotated(const subject_result& subject, const sources& files,
                      const look& screen) {
  std::string out = verdict_view(subject, screen);
  if (!subject.diagnostics.empty()) {
    return out + '\n' + printable_lines(subject.diagnostics);
  }
  for (const auto& group : by_schedule(subject)) {
    out += schedule_view(subject, group, files, screen);
  }
  return out;
}

}  // namespace racelab::report
