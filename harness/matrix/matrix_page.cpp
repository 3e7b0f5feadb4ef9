// Distributed under the Boost Software License, Version 1.0.
#include "harness/matrix/matrix_page.hpp"

#include "harness/matrix/matrix_json.hpp"
#include "harness/matrix/tally.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace racelab::matrix {
namespace {

std::string tools_table(const result& of) {
  std::string out =
      "| | tool | version | found | right line | speaks of something else | "
      "hung or crashed, unsaid | silent | false alarms | not run |\n"
      "| --- | --- | --- | --: | --: | --: | --: | --: | --: | --: |\n";
  for (std::size_t i = 0; i < of.tools.size(); ++i) {
    const tool_in_use& used = of.tools[i];
    const tally count = tally_of(of, i);
    out += fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |\n",
                       used.by->sign, used.by->title,
                       used.missing.empty() ? used.version : "missing",
                       count.found, count.right_line, count.elsewhere,
                       count.hung + count.crashed, count.silent,
                       count.false_alarms, count.not_run);
  }
  return out;
}

std::string share(const cell& of) {
  std::string out;
  for (const judged_measurement& each : of.judged) {
    if (!out.empty()) out += ' ';
    out += each.runs == 0 ? "-" : fmt::format("{}/{}", each.found, each.runs);
  }
  return out;
}

std::string words_of(const cell& of) {
  const judged_measurement& best = of.best();
  switch (best.state) {
    case state::found:
      return fmt::format(
          "**{}**{}", of.by->kind == tool_kind::program ? share(of) : "found",
          best.right_line ? "" : " (other line)");
    case state::elsewhere:
      return "~";
    case state::false_alarm:
      return of.by->kind == tool_kind::program
                 ? fmt::format("false alarm {}", share(of))
                 : "false alarm";
    case state::silent:
      return "";
    case state::hung:
      return "hung";
    case state::crashed:
      return "crashed";
    case state::not_run:
      return "not run";
  }
  return "";
}

std::string subjects_table(const result& of) {
  std::string out = "| subject |";
  std::string rule_row = "| --- |";
  for (const tool_in_use& each : of.tools) {
    out += fmt::format(" {} |", each.by->sign);
    rule_row += " --- |";
  }
  out += '\n' + rule_row + '\n';
  for (const row& each : of.rows) {
    out += fmt::format("| {}/{} |", each.lesson, each.variant);
    for (const cell& one : each.cells)
      out += fmt::format(" {} |", words_of(one));
    out += '\n';
  }
  return out;
}

bool is_found(const cell& of) { return of.best().state == state::found; }

const cell* racelab_of(const row& of) {
  for (const cell& each : of.cells)
    if (each.by->kind == tool_kind::judge) return &each;
  return nullptr;
}

// What the others find that Racelab does not, or at the right line where
// Racelab names another.
std::string where_others_are_better(const result& of) {
  std::string out;
  for (const row& each : of.rows) {
    const cell* own = racelab_of(each);
    if (own == nullptr || each.kind == report::kind::pattern) continue;
    for (const cell& other : each.cells) {
      if (&other == own || !is_found(other)) continue;
      if (!is_found(*own))
        out += fmt::format("- {}/{}: {} finds it, and Racelab does not.\n",
                           each.lesson, each.variant, other.by->name);
      else if (other.best().right_line && !own->best().right_line)
        out += fmt::format(
            "- {}/{}: {} names a line that differs from the pattern, and "
            "Racelab names another.\n",
            each.lesson, each.variant, other.by->name);
    }
  }
  return out.empty() ? "In none of these subjects.\n" : out;
}

}  // namespace

std::string matrix_page(const result& of) {
  std::size_t twins = 0;
  for (const row& each : of.rows)
    if (each.kind != report::kind::pattern) ++twins;
  return fmt::format(
      "# Which tool finds what\n\n"
      "{} broken twins and {} correct patterns, each looked at by every tool. "
      "Made by `./run_tsan.sh matrix`, which also writes `matrix.json` and, in "
      "`matrix/`, what the tools wrote.\n\n{}\n\n{}\n\n"
      "## What each tool found\n\n{}\n"
      "## Where another tool is better than Racelab\n\n{}\n"
      "## Every subject\n\n"
      "For a tool that runs programs: runs that found it, of all runs, for {} "
      "times Racelab's wall-clock. \"~\": it speaks, but not of the bug.\n\n"
      "{}",
      twins, of.rows.size() - twins, rule, budget, tools_table(of),
      where_others_are_better(of), fmt::join(of.times, " and then "),
      subjects_table(of));
}

}  // namespace racelab::matrix
