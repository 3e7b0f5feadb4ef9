// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/layout.hpp"
#include "harness/workshop/summary.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace racelab::workshop {
namespace {

using report::cell;
using report::count_of;
using report::end_line;
using report::ink;
using report::look;
using report::printable;
using report::right_cell;

constexpr unsigned number_columns = 7;
constexpr unsigned short_columns = 6;  // of tries and hints
constexpr unsigned gap = 2;
constexpr unsigned shortest_name = 14;
constexpr unsigned shortest_finding = 10;

std::string place_of(const class_summary& of, const learner_summary& learner) {
  return learner.at == nullptr ? "all passed"
                               : numbered_name(of.set, *learner.at);
}

// A cell that never moves the next one.
std::string fitting(const std::string& text, unsigned columns, ink colour,
                    const look& screen) {
  return cell(report::cut(text, columns, report::symbols_of(screen).elided),
              columns, colour, screen);
}

std::string number(std::size_t value, const look& screen,
                   unsigned columns = number_columns) {
  return right_cell(std::to_string(value), columns, ink::plain, screen);
}

unsigned widest(unsigned at_least, unsigned here) {
  return std::max(at_least, here);
}

// Names give way to what is told of them, and findings to the rest of a name.
struct columns {
  columns(const class_summary& of, const look& screen) {
    for (const learner_summary& each : of.learners) {
      name = widest(name, report::width(printable(each.name)));
      place = widest(place, report::width(place_of(of, each)));
      finding = widest(finding, report::width(printable(each.stopped_by)));
    }
    const unsigned others =
        2 + number_columns + gap + place + 2 * short_columns + gap;
    const unsigned room = screen.width > others ? screen.width - others : 0;
    finding = std::min(finding, 24U);
    name = std::min(
        name, room > finding + shortest_name ? room - finding : shortest_name);
    finding =
        std::min(finding, room > name + shortest_finding ? room - name
                                                         : shortest_finding);
  }

  unsigned name = 7;
  unsigned place = 10;
  unsigned finding = 10;
};

std::string learner_line(const class_summary& of, const learner_summary& who,
                         const columns& wide, const look& screen) {
  const report::symbols& signs = report::symbols_of(screen);
  const bool done = who.at == nullptr;
  const std::string space(gap, ' ');
  return end_line(
      cell(done ? signs.good : std::string_view(" "), 2, ink::good, screen) +
      fitting(printable(who.name), wide.name, ink::strong, screen) +
      number(who.passed, screen) + space +
      fitting(place_of(of, who), wide.place, ink::plain, screen) +
      number(who.tries, screen, short_columns) +
      number(who.hints, screen, short_columns) + space +
      fitting(printable(who.stopped_by), wide.finding, ink::bad, screen));
}

std::string heading(std::string_view text, unsigned width, const look& screen) {
  return cell(text, width, ink::dim, screen);
}

std::string number_heading(std::string_view text, const look& screen,
                           unsigned columns = number_columns) {
  return right_cell(text, columns, ink::dim, screen);
}

std::string learner_table(const class_summary& of, const look& screen) {
  const columns wide(of, screen);
  const std::string space(gap, ' ');
  std::string out =
      end_line("  " + heading("learner", wide.name, screen) +
               number_heading("passed", screen) + space +
               heading("is at", wide.place, screen) +
               number_heading("tries", screen, short_columns) +
               number_heading("hints", screen, short_columns) + space +
               heading("stopped by", wide.finding, screen));
  for (const learner_summary& each : of.learners) {
    out += learner_line(of, each, wide, screen);
  }
  return out;
}

// Of those that somebody has come to.
std::string exercise_table(const class_summary& of, const look& screen) {
  constexpr unsigned name = 30;
  std::string out = end_line(
      "\n  " + heading("exercise", name, screen) +
      number_heading("passed", screen) + number_heading("here", screen) +
      number_heading("tries", screen) + number_heading("hints", screen));
  for (const exercise_summary& each : of.exercises) {
    if (each.passed + each.here + each.tries + each.hints == 0) continue;
    out += end_line(
        "  " +
        fitting(numbered_name(of.set, *each.which), name, ink::plain, screen) +
        number(each.passed, screen) + number(each.here, screen) +
        number(each.tries, screen) + number(each.hints, screen));
  }
  return out;
}

std::string finding_table(const class_summary& of, const look& screen) {
  if (of.findings.empty()) return {};
  constexpr unsigned name = 30;
  std::string out = end_line("\n  " + heading("finding", name, screen) +
                             number_heading("stops", screen) +
                             number_heading("met by", screen));
  for (const finding_summary& each : of.findings) {
    out +=
        end_line("  " + fitting(printable(each.id), name, ink::plain, screen) +
                 number(each.stops, screen) + number(each.met, screen));
  }
  return out;
}

std::string problem_list(const class_summary& of, const look& screen) {
  if (of.problems.empty()) return {};
  std::string out = "\nNot counted:\n";
  for (const not_counted& each : of.problems) {
    out += report::paragraph(
        fmt::format("{} {}: {}", report::symbols_of(screen).unsure,
                    printable(each.name), printable(each.why)),
        2, screen);
  }
  return out;
}

}  // namespace

std::string summary_text(const class_summary& of, const look& screen) {
  std::string out = end_line(
      report::paint(fmt::format("{}: {}, {}", printable(of.set.title),
                                count_of(of.learners.size(), "learner"),
                                count_of(of.set.exercises.size(), "exercise")),
                    ink::strong, screen));
  if (!of.learners.empty()) {
    out += '\n' + learner_table(of, screen) + exercise_table(of, screen) +
           finding_table(of, screen);
  }
  return out + problem_list(of, screen);
}

}  // namespace racelab::workshop
