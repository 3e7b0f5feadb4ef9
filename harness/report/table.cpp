// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/table.hpp"

#include "harness/report/event_words.hpp"
#include "harness/report/layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace racelab::report {
namespace {

constexpr unsigned sign_width = 2;
constexpr unsigned narrowest_lines = 4;
constexpr unsigned widest_lines = 19;
constexpr std::array<std::string_view, 3> latency_names{"p50", "path", "sum"};
constexpr unsigned narrowest_message = 36;
constexpr unsigned widest_message = 76;

// The widths of the columns, in the order they are printed; `message` is 0
// where there is no room for what a finding means.
struct columns {
  unsigned subject = 0;
  unsigned found = 0;
  unsigned lines = narrowest_lines;
  unsigned schedules = 0;
  std::array<unsigned, 3> latencies{};
  unsigned message = 0;

  unsigned total() const {
    return sign_width + subject + 1 + found + 1 + lines + 2 + schedules +
           std::accumulate(latencies.begin(), latencies.end(), 0u) +
           (message == 0 ? 0 : 2 + message);
  }
};

// One line on the screen; what is empty stays blank.
struct row {
  std::string_view sign;
  std::string subject;
  std::string found;
  std::string lines;
  std::string schedules;
  std::vector<std::string> latencies;
  std::string message;
  ink sign_ink = ink::plain;
  ink found_ink = ink::plain;
};

std::string short_name(const subject_result& subject) {
  return subject.variant.empty() ? subject.file : subject.variant;
}

// What was looked at, in a few characters: explore::describe says it whole.
std::string schedules_of(const subject_result& subject) {
  const explore::coverage& seen = subject.schedules;
  if (seen.explored == 0) {
    return "none";
  }
  if (seen.exhaustive) {
    return fmt::format("all {}", seen.explored);
  }
  return fmt::format("{} of 10^{:.0f}", seen.explored,
                     std::max(1.0, std::round(seen.log10_total)));
}

std::string nothing_found(const subject_result& subject) {
  if (!subject.diagnostics.empty()) {
    return "does not compile";
  }
  return subject.verdict == verdict::inconclusive ? "inconclusive" : "nothing";
}

std::vector<std::string> latencies_of(const subject_result& subject,
                                      const look& screen) {
  if (!subject.latency.measured) {
    return {std::string(symbols_of(screen).dash)};
  }
  const observe::latency& real = *subject.latency.measured;
  std::vector<std::string> out;
  for (const auto time : {real.p50, real.critical_path, real.sequential}) {
    out.push_back(rough(time));
  }
  return out;
}

ink ink_of(const subject_result& subject) {
  switch (standing_of(subject)) {
    case standing::as_expected:
      return ink::good;
    case standing::otherwise:
      return ink::bad;
    case standing::undecided:
      break;
  }
  return ink::unsure;
}

std::string_view sign_of(const subject_result& subject, const look& screen) {
  const symbols& signs = symbols_of(screen);
  switch (standing_of(subject)) {
    case standing::as_expected:
      return signs.good;
    case standing::otherwise:
      return signs.bad;
    case standing::undecided:
      break;
  }
  return signs.unsure;
}

// All of a subject's findings with one id.
struct kind_found {
  const shown_finding* first = nullptr;
  std::string lines;  // "27 28 31"
};

std::vector<kind_found> kinds_found(const subject_result& subject) {
  std::vector<kind_found> kinds;
  for (const shown_finding& each : subject.findings) {
    auto same =
        std::find_if(kinds.begin(), kinds.end(), [&](const kind_found& other) {
          return other.first->finding.id == each.finding.id;
        });
    if (same == kinds.end()) {
      same = kinds.insert(same, {&each, {}});
    }
    if (each.finding.line != 0) {
      same->lines += fmt::format("{}{}", same->lines.empty() ? "" : " ",
                                 each.finding.line);
    }
  }
  return kinds;
}

columns columns_of(const run_result& run, const look& screen) {
  columns out{.subject = width("subject"),
              .found = width("found"),
              .schedules = width("schedules"),
              .latencies = {},
              .message = 0};
  for (std::size_t i = 0; i < latency_names.size(); ++i) {
    out.latencies[i] = 1 + width(latency_names[i]);
  }
  unsigned lines = 0;
  for (const subject_result& each : run.subjects) {
    out.subject = std::max(out.subject, width(short_name(each)));
    out.schedules = std::max(out.schedules, width(schedules_of(each)));
    out.found = std::max(out.found, width(nothing_found(each)));
    const std::vector<std::string> times = latencies_of(each, screen);
    for (std::size_t i = 0; i < times.size(); ++i) {
      out.latencies[i] = std::max(out.latencies[i], 1 + width(times[i]));
    }
    for (const kind_found& kind : kinds_found(each)) {
      out.found = std::max(out.found, width(kind.first->finding.id));
      lines = std::max(lines, width(kind.lines));
    }
  }
  if (out.total() > screen.width) {
    out.subject -= std::min(out.subject - 12, out.total() - screen.width);
  }
  if (out.total() < screen.width) {
    const unsigned room = out.lines + screen.width - out.total();
    out.lines =
        std::clamp(lines, narrowest_lines, std::min(room, widest_lines));
  }
  if (out.total() + 2 + narrowest_message <= screen.width) {
    out.message = std::min(screen.width - out.total() - 2, widest_message);
  }
  return out;
}

std::string print(const row& line, const columns& wide, const look& screen) {
  std::string out = cell(line.sign, sign_width, line.sign_ink, screen);
  out += cell(line.subject, wide.subject + 1, ink::plain, screen);
  out += cell(line.found, wide.found + 1, line.found_ink, screen);
  out += right_cell(line.lines, wide.lines, ink::plain, screen) + "  ";
  out += cell(line.schedules, wide.schedules, ink::dim, screen);
  for (std::size_t i = 0; i < wide.latencies.size(); ++i) {
    out +=
        right_cell(i < line.latencies.size() ? line.latencies[i] : "",
                   wide.latencies[i], i == 0 ? ink::plain : ink::dim, screen);
  }
  if (wide.message != 0) {
    out += "  " + paint(line.message, ink::dim, screen);
  }
  return end_line(std::move(out));
}

// A name in pieces of at most `wide` columns, each but the last with the
// underscore that it ends at; cut off where there is none.
std::vector<std::string> pieces_of(std::string_view name, unsigned wide,
                                   const look& screen) {
  std::vector<std::string> pieces;
  while (width(name) > wide) {
    const std::size_t underscore = name.rfind('_', wide - 1);
    if (underscore == std::string_view::npos) break;
    pieces.emplace_back(name.substr(0, underscore + 1));
    name.remove_prefix(underscore + 1);
  }
  pieces.push_back(cut(name, wide, symbols_of(screen).elided));
  return pieces;
}

// `line` and as many lines below it as the lines' numbers and the message need.
std::vector<row> rows_of(row line, std::string_view message,
                         const columns& wide) {
  const std::vector<std::string> numbers = wrap(line.lines, wide.lines);
  const std::vector<std::string> words = wide.message == 0
                                             ? std::vector<std::string>{}
                                             : wrap(message, wide.message);
  std::vector<row> all(std::max(numbers.size(), words.size()));
  all.front() = std::move(line);
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i].lines = i < numbers.size() ? numbers[i] : std::string();
    all[i].message = i < words.size() ? words[i] : std::string();
  }
  return all;
}

std::vector<row> rows_of(const subject_result& subject, const columns& wide,
                         const look& screen) {
  row line{.sign = sign_of(subject, screen),
           .subject = {},
           .found = nothing_found(subject),
           .lines = {},
           .schedules = schedules_of(subject),
           .latencies = latencies_of(subject, screen),
           .message = {},
           .sign_ink = ink_of(subject),
           .found_ink = subject.verdict == verdict::inconclusive ? ink::unsure
                                                                 : ink::dim};
  if (subject.findings.empty()) {
    return rows_of(line, "", wide);
  }
  std::vector<row> all;
  for (const kind_found& each : kinds_found(subject)) {
    line.found = each.first->finding.id;
    line.found_ink = is_declared(subject, line.found) ? ink::plain : ink::bad;
    line.lines = each.lines;
    const std::vector<row> more =
        rows_of(line, printable(each.first->finding.message), wide);
    all.insert(all.end(), more.begin(), more.end());
    line = row{};
  }
  return all;
}

std::string print(const subject_result& subject, const columns& wide,
                  const look& screen) {
  const std::vector<std::string> names =
      pieces_of(short_name(subject), wide.subject, screen);
  std::vector<row> all = rows_of(subject, wide, screen);
  all.resize(std::max(all.size(), names.size()));
  std::string out;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i < names.size()) all[i].subject = names[i];
    out += print(all[i], wide, screen);
  }
  return out;
}

std::string heading(const columns& wide, const look& screen) {
  const row words{.sign = {},
                  .subject = "subject",
                  .found = "found",
                  .lines = "line",
                  .schedules = "schedules",
                  .latencies = std::vector<std::string>(latency_names.begin(),
                                                        latency_names.end()),
                  .message = wide.message == 0 ? "" : "what it means"};
  std::string rule;
  for (unsigned i = 0; i < wide.total(); ++i) {
    rule += symbols_of(screen).line;
  }
  return print(words, wide, screen) + end_line(paint(rule, ink::dim, screen));
}

// `text` as a paragraph in a paler ink, each line painted by itself.
std::string aside(std::string_view text, unsigned indent, const look& screen) {
  std::string out;
  for (const std::string& line : wrap(text, screen.width - indent)) {
    out += end_line(std::string(indent, ' ') + paint(line, ink::dim, screen));
  }
  return out;
}

std::string lesson_heading(const lesson_result& lesson, const look& screen) {
  return '\n' + end_line(paint(lesson.name, ink::strong, screen)) +
         aside(lesson.contract, sign_width, screen);
}

std::string introduction(const run_result& run, const look& screen) {
  const symbols& signs = symbols_of(screen);
  return end_line(
             "A pattern must show nothing, a broken twin what it was "
             "broken for:") +
         end_line(fmt::format("{} so it is   {} it is not   {} nothing was "
                              "proved",
                              signs.good, signs.bad, signs.unsure)) +
         aside(fmt::format("Judged with {}, {}, Boost {}.", run.tools.compiler,
                           run.tools.tsan, run.tools.boost),
               0, screen) +
         '\n';
}

bool any_over_http(const run_result& run) {
  return std::any_of(
      run.subjects.begin(), run.subjects.end(), [](const subject_result& each) {
        return each.latency.measured && each.latency.measured->over_http;
      });
}

std::string legend(const run_result& run, const look& screen) {
  return aside(
      fmt::format("found, line: what the runs proved, in the subject's own "
                  "file. schedules: the different runs looked at. p50, path, "
                  "sum: the real latency in ms{}, beside the chain of calls "
                  "that need each other and all calls one after another; "
                  "shown, never decisive.",
                  any_over_http(run) ? ", with services over HTTP" : ""),
      0, screen);
}

// "FILE:27, and at 28 31".
std::string places_of(const kind_found& each) {
  const detect::finding& found = each.first->finding;
  const std::size_t more = std::min(each.lines.find(' '), each.lines.size());
  return fmt::format("{}:{}{}{}", printable(found.file), found.line,
                     more == each.lines.size() ? "" : ", and at",
                     each.lines.substr(more));
}

std::string explained(const subject_result& subject, const look& screen) {
  std::string out =
      '\n' + end_line(cell(sign_of(subject, screen), sign_width,
                           ink_of(subject), screen) +
                      paint(name_of(subject), ink::strong, screen));
  for (const std::string& reason : subject.why_not) {
    out += paragraph(printable(reason), sign_width, screen);
  }
  for (const kind_found& each : kinds_found(subject)) {
    const detect::finding& found = each.first->finding;
    if (is_declared(subject, found.id)) {
      continue;
    }
    out += paragraph(fmt::format("{} at {}: {}", found.id, places_of(each),
                                 printable(found.message)),
                     sign_width, screen);
    out += "    " + replay_command(subject, found.schedule) + '\n';
  }
  return out + "    " + show_command(subject) + '\n';
}

std::string earlier(const run_result& run, const look& screen) {
  const auto kept = std::count_if(
      run.subjects.begin(), run.subjects.end(),
      [](const subject_result& each) { return each.from_earlier_run; });
  if (kept == 0) return {};
  const bool all = static_cast<std::size_t>(kept) == run.subjects.size();
  return aside(
      fmt::format("{} judged by an earlier run, and nothing has "
                  "changed since; --again judges anew.",
                  all ? "All were"
                      : fmt::format("{} of {} {}", kept, run.subjects.size(),
                                    kept == 1 ? "was" : "were")),
      0, screen);
}

std::string hint(const run_result& run, const look& screen) {
  for (const subject_result& each : run.subjects) {
    if (!each.findings.empty() && each.findings.front().finding.race) {
      return end_line(paint("Look at one: ", ink::dim, screen) +
                      show_command(each));
    }
  }
  return {};
}

ink ink_of(const run_result& run) {
  bool unsure = false;
  for (const subject_result& each : run.subjects) {
    if (standing_of(each) == standing::otherwise) return ink::bad;
    unsure = unsure || standing_of(each) == standing::undecided;
  }
  return unsure ? ink::unsure : ink::good;
}

}  // namespace

std::string table(const run_result& run, const look& screen) {
  const columns wide = columns_of(run, screen);
  std::string out = introduction(run, screen) + heading(wide, screen);
  std::string not_as_expected;
  for (const lesson_result& lesson : run.lessons) {
    out += lesson_heading(lesson, screen);
    for (const subject_result& each : run.subjects) {
      if (each.lesson == lesson.name) {
        out += print(each, wide, screen);
      }
    }
  }
  for (const subject_result& each : run.subjects) {
    if (!each.as_expected) {
      not_as_expected += explained(each, screen);
    }
  }
  out += '\n' + legend(run, screen) + not_as_expected + '\n';
  out += end_line(paint(summary_of(run), ink_of(run), screen));
  return out + earlier(run, screen) + hint(run, screen);
}

}  // namespace racelab::report
