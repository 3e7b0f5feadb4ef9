// Distributed under the Boost Software License, Version 1.0.
#include "harness/bench/bench_table.hpp"

#include "harness/report/layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace racelab::bench {
namespace {

using report::ink;
using report::look;

constexpr unsigned peer_width = 29;
constexpr unsigned time_width = 10;
constexpr unsigned ratio_width = 8;
constexpr unsigned spread_width = 14;
constexpr unsigned goal_width = 8;
constexpr std::string_view bugs = "bug/";

// --- Numbers -----------------------------------------------------------------

// Three digits that count, without an exponent.
std::string digits(double value) {
  if (value >= 100) return fmt::format("{:.0f}", value);
  const int whole =
      value > 0 ? static_cast<int>(std::floor(std::log10(value))) : 0;
  return fmt::format("{:.{}f}", value, std::clamp(2 - whole, 0, 4));
}

std::string amount(double value, const std::string& unit, const look& screen) {
  if (unit != "s") return digits(value) + ' ' + unit;
  struct scale {
    double factor;
    const char* name;
  };
  const std::array<scale, 4> scales{{{1, "s"},
                                     {1e3, "ms"},
                                     {1e6, screen.unicode ? "µs" : "us"},
                                     {1e9, "ns"}}};
  for (const scale& each : scales)
    if (value * each.factor >= 1)
      return digits(value * each.factor) + ' ' + each.name;
  return digits(value * 1e9) + " ns";
}

std::string spread_of(const interval& of, const look& screen) {
  return digits(of.low) + (screen.unicode ? "–" : "-") + digits(of.high);
}

std::string goal_of(const figure& of, const look& screen) {
  if (!of.wanted) return {};
  const char* sign = of.wanted->at_least ? (screen.unicode ? "≥" : ">=")
                                         : (screen.unicode ? "≤" : "<=");
  return fmt::format("{} {:.4g}", sign, of.wanted->limit);
}

// --- Lines -------------------------------------------------------------------

struct sign {
  std::string_view shape;
  ink colour;
};

sign sign_of(state of, const look& screen) {
  const report::symbols& all = report::symbols_of(screen);
  switch (of) {
    case state::met:
      return {all.good, ink::good};
    case state::missed:
      return {all.bad, ink::bad};
    case state::undecided:
      return {all.unsure, ink::unsure};
    case state::not_run:
      return {"-", ink::unsure};
    case state::no_goal:
      break;
  }
  return {" ", ink::plain};
}

std::string heading(std::string_view about, std::string_view name,
                    const look& screen) {
  const unsigned room = screen.width - report::width(name) - 1;
  const std::string words =
      report::cut(about, room, report::symbols_of(screen).elided);
  return '\n' + report::cell(words, room + 1, ink::strong, screen) +
         report::paint(name, ink::dim, screen) + '\n';
}

// Where `name` stands in front of numbers.
std::string numbers(std::string_view name, const figure& of,
                    const look& screen) {
  const sign what = sign_of(of.state, screen);
  const auto right = [&](const std::string& text, unsigned columns) {
    return report::right_cell(text, columns, ink::plain, screen);
  };
  const char* more = of.theirs_at_least ? ">" : "";
  const char* less = of.theirs_at_least ? "<" : "";
  return report::end_line(
      report::cell(what.shape, 2, what.colour, screen) +
      report::cell(
          report::cut(name, peer_width - 1, report::symbols_of(screen).elided),
          peer_width, ink::plain, screen) +
      right(amount(of.ours, of.unit, screen), time_width - 1) +
      right(more + amount(of.theirs, of.unit, screen), time_width) +
      right(less + digits(of.ratio), ratio_width) +
      right(spread_of(of.spread, screen), spread_width) +
      right(goal_of(of, screen), goal_width));
}

std::string not_run(std::string_view name, const figure& of,
                    const look& screen) {
  const sign what = sign_of(of.state, screen);
  return report::end_line(report::cell(what.shape, 2, what.colour, screen) +
                          std::string(name) + ": not run") +
         report::paragraph(report::printable(of.why), 4, screen);
}

std::string line(std::string_view name, const figure& of, const look& screen) {
  return of.state == state::not_run ? not_run(name, of, screen)
                                    : numbers(name, of, screen);
}

std::string columns(const look& screen) {
  std::string out = report::cell("", 2 + peer_width, ink::plain, screen);
  const auto add = [&](std::string_view word, unsigned width) {
    out += report::right_cell(word, width, ink::dim, screen);
  };
  add("ours", time_width - 1);
  add("theirs", time_width);
  add("ratio", ratio_width);
  add("spread", spread_width);
  add("goal", goal_width);
  return report::end_line(std::move(out));
}

// --- The twins' bugs ---------------------------------------------------------

bool is_bug(const figure& of) { return of.name.starts_with(bugs); }

std::size_t count(const std::vector<const figure*>& all, state wanted) {
  return static_cast<std::size_t>(
      std::count_if(all.begin(), all.end(),
                    [&](const figure* each) { return each->state == wanted; }));
}

std::string tally(const std::vector<const figure*>& all) {
  std::string out = fmt::format("first at {} of {}", count(all, state::met),
                                report::count_of(all.size(), "twin"));
  for (const state each : {state::missed, state::undecided, state::not_run})
    if (const std::size_t number = count(all, each); number > 0)
      out += fmt::format(", {} {}", number, name_of(each));
  const auto ended =
      std::count_if(all.begin(), all.end(),
                    [](const figure* each) { return each->theirs_at_least; });
  if (ended > 0) out += fmt::format("; ended at {}", ended);
  return out;
}

std::string bugs_of(const result& of, const look& screen) {
  std::vector<std::string> peers;
  for (const figure& each : of.figures)
    if (is_bug(each) &&
        std::find(peers.begin(), peers.end(), each.peer) == peers.end())
      peers.push_back(each.peer);
  if (peers.empty()) return {};
  std::string out =
      heading("Until a twin's bug is found", "bug/LESSON/TWIN", screen);
  for (const std::string& peer : peers) {
    std::vector<const figure*> all;
    for (const figure& each : of.figures)
      if (is_bug(each) && each.peer == peer) all.push_back(&each);
    const bool good = count(all, state::met) == all.size();
    const sign what =
        sign_of(good                            ? state::met
                : count(all, state::missed) > 0 ? state::missed
                                                : state::undecided,
                screen);
    std::string begin = report::cell(what.shape, 2, what.colour, screen) +
                        report::cell(peer, peer_width, ink::plain, screen);
    for (const std::string& part :
         report::wrap(tally(all), screen.width - 2 - peer_width)) {
      out += report::end_line(begin + part);
      begin = std::string(2 + peer_width, ' ');
    }
    for (const figure* each : all)
      if (each->state != state::met)
        out += line("  " + each->name.substr(bugs.size()), *each, screen);
  }
  return out;
}

// -----------------------------------------------------------------------------

std::string machine_line(const result& of) {
  const machine& m = of.machine;
  return fmt::format("{}, {}, {}, Boost {}, load {:.1f}{}.",
                     report::printable(m.processor),
                     report::count_of(m.processors, "processor"), m.compiler,
                     m.boost, m.load, of.quick ? "; a quick run" : "");
}

std::string summary(const result& of, const look& screen) {
  std::array<std::size_t, 5> counts{};
  for (const figure& each : of.figures)
    ++counts.at(static_cast<std::size_t>(each.state));
  const auto number = [&](state each) {
    return counts.at(static_cast<std::size_t>(each));
  };
  const std::string counted = fmt::format(
      "Goals: {} met, {} missed, {} not decided. Not run: {}. It took {:.0f} "
      "s.",
      number(state::met), number(state::missed), number(state::undecided),
      number(state::not_run), of.seconds);
  const std::string meaning =
      "ratio: median of the rounds' ratios of ours to theirs. spread: where "
      "that median lies in 19 of 20 cases; if it is wider than the distance to "
      "the goal, that is not decided (?). >, <: theirs was ended before it was "
      "done.";
  return '\n' + report::paragraph(counted, 0, screen) +
         report::paragraph(meaning, 0, screen);
}

}  // namespace

std::string bench_table(const result& of, const look& screen) {
  std::string out =
      report::paragraph(machine_line(of), 0, screen) + '\n' + columns(screen);
  std::string last;
  for (const figure& each : of.figures) {
    if (is_bug(each)) continue;
    if (each.name != last) out += heading(each.about, each.name, screen);
    last = each.name;
    out += line(each.peer, each, screen);
  }
  return out + bugs_of(of, screen) + summary(of, screen);
}

namespace {

std::string change_line(const compared& of, const look& screen) {
  const bool gone = of.change == change::gone;
  const figure& shown = gone ? of.before : of.now;
  const sign what = sign_of(of.change == change::better  ? state::met
                            : of.change == change::worse ? state::missed
                                                         : state::undecided,
                            screen);
  const std::string words =
      gone ? "was measured, and is not any more"
           : fmt::format("ratio {} ({}), was {} ({})", digits(of.now.ratio),
                         spread_of(of.now.spread, screen),
                         digits(of.before.ratio),
                         spread_of(of.before.spread, screen));
  return report::end_line(report::cell(what.shape, 2, what.colour, screen) +
                          report::paint(shown.name, ink::strong, screen) +
                          ", against " + shown.peer) +
         report::paragraph(words, 4, screen);
}

}  // namespace

std::string comparison_table(const result& before, const result& now,
                             const std::vector<compared>& all,
                             const look& screen) {
  std::string out;
  std::array<std::size_t, 5> counts{};
  for (const change each : {change::worse, change::gone, change::better})
    for (const compared& one : all)
      if (one.change == each) out += change_line(one, screen);
  for (const compared& each : all)
    ++counts.at(static_cast<std::size_t>(each.change));
  if (!out.empty()) out += '\n';
  out += report::paragraph(
      fmt::format("{} worse, {} better, {} the same within their spread, {} "
                  "no more measured, {} new.",
                  counts[1], counts[0], counts[2], counts[3], counts[4]),
      0, screen);
  if (before.machine.processor != now.machine.processor ||
      before.machine.processors != now.machine.processors ||
      before.quick != now.quick)
    out += report::paragraph(
        fmt::format("They are not of the same kind: {} and {}",
                    machine_line(before), machine_line(now)),
        0, screen);
  return out;
}

}  // namespace racelab::bench
