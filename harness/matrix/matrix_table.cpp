// Distributed under the Boost Software License, Version 1.0.
#include "harness/matrix/matrix_table.hpp"

#include "harness/matrix/matrix_json.hpp"
#include "harness/matrix/tally.hpp"
#include "harness/report/layout.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace racelab::matrix {
namespace {

using report::ink;
using report::look;

constexpr unsigned column = 3;
constexpr unsigned most_name = 40;

struct sign {
  std::string_view unicode;
  std::string_view ascii;
  ink colour;
  std::string_view meaning;
};

constexpr sign always{"●", "#", ink::good, "found in every run"};
constexpr sign sometimes{"◐", "+", ink::good, "found in some runs"};
constexpr sign elsewhere{"~", "~", ink::unsure, "speaks, but not of the bug"};
constexpr sign false_alarm{"✗", "X", ink::bad, "blames a correct pattern"};
constexpr sign silent{"·", ".", ink::dim, "silent"};
constexpr sign hung{"h", "h", ink::unsure, "a run hung, and nothing is said"};
constexpr sign crashed{"!", "!", ink::unsure, "a run crashed, nothing is said"};
constexpr sign not_run{"-", "-", ink::unsure, "could not be run"};

const sign& sign_of(const cell& of) {
  const judged_measurement& best = of.best();
  switch (best.state) {
    case state::found:
      return best.found == best.runs ? always : sometimes;
    case state::elsewhere:
      return elsewhere;
    case state::false_alarm:
      return false_alarm;
    case state::silent:
      return silent;
    case state::hung:
      return hung;
    case state::crashed:
      return crashed;
    case state::not_run:
      return not_run;
  }
  return not_run;
}

std::string_view shape(const sign& of, const look& screen) {
  return screen.unicode ? of.unicode : of.ascii;
}

std::string rule_line(const look& screen) {
  std::string out;
  for (unsigned i = 0; i < screen.width; ++i)
    out += report::symbols_of(screen).line;
  return out + '\n';
}

std::string heading(const result& of, unsigned names, const look& screen) {
  std::string out = report::cell("", names, ink::plain, screen);
  for (const tool_in_use& each : of.tools)
    out += report::cell(each.by->sign, column, ink::strong, screen);
  return report::end_line(std::move(out));
}

std::string row_line(const row& of, unsigned names, const look& screen) {
  const std::string name =
      report::cut(of.variant, names - 3, report::symbols_of(screen).elided);
  std::string out = "  " + report::cell(name, names - 2, ink::plain, screen);
  for (const cell& each : of.cells) {
    const sign& what = sign_of(each);
    out += report::cell(' ' + std::string(shape(what, screen)), column,
                        what.colour, screen);
  }
  return report::end_line(std::move(out));
}

std::string signs(const look& screen) {
  std::string out;
  for (const sign* each : {&always, &sometimes, &elsewhere, &false_alarm,
                           &silent, &hung, &crashed, &not_run})
    out += report::end_line(
        "  " + report::cell(shape(*each, screen), 3, each->colour, screen) +
        std::string(each->meaning));
  return out;
}

// The columns of the tools' counts.
constexpr unsigned count_width = 7;
constexpr unsigned tool_begin = 2 + column + 3 * count_width + 2;

std::string tool_line(const result& of, std::size_t index, const look& screen) {
  const tool_in_use& used = of.tools[index];
  const tally count = tally_of(of, index);
  const auto number = [&](std::size_t value, ink colour) {
    return report::right_cell(std::to_string(value), count_width, colour,
                              screen);
  };
  const std::string words =
      used.missing.empty()
          ? used.by->title
          : used.by->name + ": " + report::printable(used.missing);
  return report::end_line(
      "  " + report::cell(used.by->sign, column, ink::strong, screen) +
      number(count.found, ink::plain) + number(count.right_line, ink::plain) +
      number(count.false_alarms,
             count.false_alarms == 0 ? ink::plain : ink::bad) +
      "  " +
      report::cut(words, screen.width - tool_begin,
                  report::symbols_of(screen).elided));
}

std::string tools(const result& of, const look& screen) {
  const tally any = of.tools.empty() ? tally{} : tally_of(of, 0);
  std::string out;
  for (const char* each : {"found", "line", "alarms"})
    out += report::right_cell(each, count_width, ink::dim, screen);
  out = report::end_line(std::string(2 + column, ' ') + out);
  for (std::size_t i = 0; i < of.tools.size(); ++i)
    out += tool_line(of, i, screen);
  const std::string legend = fmt::format(
      "found: of {}; line: of these, at a line that is to blame; alarms: false "
      "ones, of {}.",
      report::count_of(any.twins, "broken twin"),
      report::count_of(any.patterns, "pattern"));
  return out + '\n' + report::paragraph(legend, 2, screen);
}

std::string share(const cell& of, const look& screen) {
  std::string out;
  for (std::size_t i = 0; i < of.seen.size(); ++i) {
    const judged_measurement& each = of.judged[i];
    if (of.by->kind != tool_kind::program || each.runs == 0) continue;
    out += fmt::format("{}{}{}: {} of {}", out.empty() ? "" : ", ",
                       report::symbols_of(screen).times, of.seen[i].times,
                       each.found, each.runs);
    if (each.hung > 0) out += fmt::format(", {} hung", each.hung);
    if (each.crashed > 0) out += fmt::format(", {} crashed", each.crashed);
  }
  return out;
}

std::string said(const cell& of) {
  const judged_measurement& best = of.best();
  if (best.state == state::not_run) {
    for (const measurement& each : of.seen)
      if (!each.not_run.empty()) return each.not_run;
  }
  if (best.message.empty()) return {};
  std::string out = fmt::format("{} [{}]", best.message, best.kind);
  if (best.where.line != 0)
    out = fmt::format("{}:{}{}: {}", best.where.file, best.where.line,
                      best.state == state::found && !best.right_line
                          ? " (not the right line)"
                          : "",
                      out);
  return out;
}

std::string detail(const cell& of, const look& screen) {
  const sign& what = sign_of(of);
  std::string out =
      "  " + report::cell(shape(what, screen), 2, what.colour, screen);
  out += report::cell(of.by->name, 21, ink::strong, screen);
  const std::string runs = share(of, screen);
  const bool found = of.best().state == state::found;
  if (!runs.empty())
    out += runs;
  else
    out += found ? "found" : what.meaning;
  out = report::end_line(std::move(out));
  const std::string words = report::printable(said(of));
  return words.empty() ? out : out + report::paragraph(words, 6, screen);
}

}  // namespace

std::string matrix_table(const result& of, const look& screen) {
  unsigned names = 10;
  for (const row& each : of.rows)
    names = std::max(names, report::width(each.variant) + 4);
  names = std::min(names, most_name);
  std::string out = heading(of, names, screen) + rule_line(screen);
  std::string lesson;
  for (const row& each : of.rows) {
    if (each.lesson != lesson) {
      if (!lesson.empty()) out += '\n';
      lesson = each.lesson;
      out += report::paint(lesson, ink::strong, screen) + '\n';
    }
    out += row_line(each, names, screen);
  }
  return out + '\n' + signs(screen) + '\n' + tools(of, screen);
}

std::string matrix_details(const result& of, const look& screen) {
  std::string out;
  for (const row& each : of.rows) {
    out +=
        '\n' +
        report::paint(each.lesson + '/' + each.variant, ink::strong, screen) +
        '\n';
    for (const cell& one : each.cells) out += detail(one, screen);
  }
  return out;
}

}  // namespace racelab::matrix
