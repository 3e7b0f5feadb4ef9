// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/table.hpp"

#include "harness/report/layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace racelab::report {
namespace {

constexpr unsigned sign_width = 2;
constexpr unsigned line_width = 4;
constexpr std::array<std::string_view, 3> latency_names{"p50", "path", "sum"};
constexpr unsigned narrowest_message = 36;
constexpr unsigned widest_message = 76;

// The widths of the columns, in the order they are printed; `message` is 0
// where there is no room for what a finding means.
struct columns {
  unsigned subject = 0;
  unsigned found = 0;
  unsigned schedules = 0;
  std::array<unsigned, 3> latencies{};
  unsigned message = 0;

  unsigned total() const {
    return sign_width + subject + 1 + found + 1 + line_width + 2 + schedules +
           std::accumulate(latencies.begin(), latencies.end(), 0u) +
           (message == 0 ? 0 : 2 + message);
  }
};

// One line of the table; what is empty stays blank.
struct line {
  std::string_view sign;
  std::string subject;
  std::string found;
  std::string at;
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
    out.push_back(fmt::format("{:.0f}", time.count()));
  }
  return out;
}

ink ink_of(const subject_result& subject) {
  if (subject.verdict == verdict::inconclusive) {
    return ink::unsure;
  }
  return subject.as_expected ? ink::good : ink::bad;
}

std::string_view sign_of(const subject_result& subject, const look& screen) {
  const symbols& signs = symbols_of(screen);
  if (subject.verdict == verdict::inconclusive) {
    return signs.unsure;
  }
  return subject.as_expected ? signs.good : signs.bad;
}

bool is_declared(const subject_result& subject, const std::string& id) {
  return std::find(subject.expected.begin(), subject.expected.end(), id) !=
         subject.expected.end();
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
  for (const subject_result& each : run.subjects) {
    out.subject = std::max(out.subject, width(short_name(each)));
    out.schedules = std::max(out.schedules, width(schedules_of(each)));
    out.found = std::max(out.found, width(nothing_found(each)));
    const std::vector<std::string> times = latencies_of(each, screen);
    for (std::size_t i = 0; i < times.size(); ++i) {
      out.latencies[i] = std::max(out.latencies[i], 1 + width(times[i]));
    }
    for (const shown_finding& shown : each.findings) {
      out.found = std::max(out.found, width(shown.finding.id));
    }
  }
  if (out.total() > screen.width) {
    out.subject -= std::min(out.subject - 12, out.total() - screen.width);
  }
  if (out.total() + 2 + narrowest_message <= screen.width) {
    out.message = std::min(screen.width - out.total() - 2, widest_message);
  }
  return out;
}

std::string print(const line& row, const columns& wide, const look& screen) {
  const std::string_view elided = symbols_of(screen).elided;
  std::string out = cell(row.sign, sign_width, row.sign_ink, screen);
  out += cell(cut(row.subject, wide.subject, elided), wide.subject + 1,
              ink::plain, screen);
  out += cell(row.found, wide.found + 1, row.found_ink, screen);
  out += right_cell(row.at, line_width, ink::plain, screen) + "  ";
  out += cell(row.schedules, wide.schedules, ink::dim, screen);
  for (std::size_t i = 0; i < wide.latencies.size(); ++i) {
    out += right_cell(i < row.latencies.size() ? row.latencies[i] : "",
                      wide.latencies[i], i == 0 ? ink::plain : ink::dim,
                      screen);
  }
  if (wide.message != 0) {
    out += "  " + paint(row.message, ink::dim, screen);
  }
  return end_line(std::move(out));
}

// `row` and as many lines below it as the message needs.
std::string print_with_message(line row, std::string_view message,
                               const columns& wide, const look& screen) {
  if (wide.message == 0) {
    return print(row, wide, screen);
  }
  std::string out;
  for (std::string& part : wrap(message, wide.message)) {
    row.message = std::move(part);
    out += print(row, wide, screen);
    row = line{};
  }
  return out;
}

std::string print(const subject_result& subject, const columns& wide,
                  const look& screen) {
  line row{.sign = sign_of(subject, screen),
           .subject = short_name(subject),
           .found = nothing_found(subject),
           .at = {},
           .schedules = schedules_of(subject),
           .latencies = latencies_of(subject, screen),
           .message = {},
           .sign_ink = ink_of(subject),
           .found_ink = subject.verdict == verdict::inconclusive ? ink::unsure
                                                                 : ink::dim};
  if (subject.findings.empty()) {
    return print_with_message(row, "", wide, screen);
  }
  std::string out;
  for (const shown_finding& shown : subject.findings) {
    const detect::finding& found = shown.finding;
    row.found = found.id;
    row.found_ink = is_declared(subject, found.id) ? ink::plain : ink::bad;
    row.at = found.line == 0 ? "" : std::to_string(found.line);
    out += print_with_message(row, printable(found.message), wide, screen);
    row = line{};
  }
  return out;
}

std::string heading(const columns& wide, const look& screen) {
  const line words{.sign = {},
                   .subject = "subject",
                   .found = "found",
                   .at = "line",
                   .schedules = "schedules",
                   .latencies = std::vector<std::string>(latency_names.begin(),
                                                       latency_names.end()),
                   .message = wide.message == 0 ? "" : "what it means"};
  std::string rule;
  for (unsigned i = 0; i < wide.total(); ++i) {
    rule += symbols_of(screen).line;
  }
  return print(words, wide, screen) +
         end_line(paint(rule, ink::dim, screen));
}

std::string lesson_heading(const lesson_result& lesson, const look& screen) {
  const std::string title =
      lesson.title.empty() ? ""
                           : fmt::format(" {} {}", symbols_of(screen).dash,
                                         lesson.title);
  const unsigned room =
      screen.width - std::min(screen.width, width(lesson.name));
  return '\n' + end_line(paint(lesson.name, ink::strong, screen) +
                         paint(cut(title, room, symbols_of(screen).elided),
                               ink::dim, screen));
}

std::string legend(const look& screen) {
  const look plain{.width = screen.width};
  std::string text = paragraph(
      "found: what the runs proved, at the subject's own line; a pattern must "
      "show nothing, a broken twin what it was broken for. schedules: the "
      "different runs looked at. p50, path, sum: real latency in ms, the "
      "chain of calls that need each other, all calls one after another; "
      "shown, never decisive.",
      0, plain);
  text.pop_back();
  return end_line(paint(text, ink::dim, screen));
}

std::string explained(const subject_result& subject, const look& screen) {
  std::string out =
      '\n' + end_line(cell(sign_of(subject, screen), sign_width,
                           ink_of(subject), screen) +
                      paint(name_of(subject), ink::strong, screen));
  for (const std::string& reason : subject.why_not) {
    out += paragraph(printable(reason), sign_width, screen);
  }
  for (const shown_finding& shown : subject.findings) {
    if (is_declared(subject, shown.finding.id)) {
      continue;
    }
    out += paragraph(fmt::format("{} at {}:{}: {}", shown.finding.id,
                                 shown.finding.file, shown.finding.line,
                                 printable(shown.finding.message)),
                     sign_width, screen);
    out += end_line("    " +
                    replay_command(subject, shown.finding.schedule));
  }
  return out + end_line("    " + show_command(subject));
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
    if (each.verdict == verdict::inconclusive) {
      unsure = true;
    } else if (!each.as_expected) {
      return ink::bad;
    }
  }
  return unsure ? ink::unsure : ink::good;
}

}  // namespace

std::string table(const run_result& run, const look& screen) {
  const columns wide = columns_of(run, screen);
  std::string out = heading(wide, screen);
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
  out += '\n' + legend(screen) + not_as_expected + '\n';
  out += end_line(paint(summary_of(run), ink_of(run), screen));
  return out + hint(run, screen);
}

}  // namespace racelab::report
