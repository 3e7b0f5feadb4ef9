// Distributed under the Boost Software License, Version 1.0.
#include "harness/matrix/matrix_json.hpp"

#include "harness/matrix/message.hpp"
#include "harness/matrix/tally.hpp"
#include "harness/report/json.hpp"
#include "harness/report/layout.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

#include <cmath>
#include <utility>

namespace racelab::matrix {
namespace {

namespace json = boost::json;

constexpr std::size_t most_raw = 20'000;

json::value or_null(const std::string& words) {
  return words.empty() ? json::value(nullptr)
                       : json::value(report::printable(words));
}

json::array list(const std::vector<std::string>& words) {
  return json::array(words.begin(), words.end());
}

double in_milliseconds(double seconds) {
  return std::round(seconds * 1000) / 1000;
}

json::object tool_json(const result& of, std::size_t index) {
  const tool_in_use& used = of.tools[index];
  const tool& by = *used.by;
  constexpr std::string_view kinds[] = {"text", "program", "judge"};
  json::array style;
  for (const std::string_view each : by.style)
    style.push_back(json::value(each));
  json::object out{{"name", by.name},
                   {"sign", by.sign},
                   {"title", by.title},
                   {"kind", kinds[static_cast<std::size_t>(by.kind)]},
                   {"version", or_null(used.version)},
                   {"missing", or_null(used.missing)},
                   {"command", list(by.command)},
                   {"environment", list(by.environment)},
                   {"build", list(by.build)},
                   {"style", std::move(style)}};
  const tally count = tally_of(of, index);
  out["found"] = count.found;
  out["right_line"] = count.right_line;
  out["false_alarms"] = count.false_alarms;
  out["elsewhere"] = count.elsewhere;
  out["hung"] = count.hung;
  out["crashed"] = count.crashed;
  out["silent"] = count.silent;
  out["not_run"] = count.not_run;
  return out;
}

json::array measured_json(const cell& of) {
  json::array all;
  for (std::size_t i = 0; i < of.seen.size(); ++i) {
    const judged_measurement& judged = of.judged[i];
    if (judged.runs == 0) continue;
    all.push_back(
        json::object{{"times", of.seen[i].times},
                     {"runs", judged.runs},
                     {"found", judged.found},
                     {"hung", judged.hung},
                     {"crashed", judged.crashed},
                     {"seconds", in_milliseconds(of.seen[i].seconds)}});
  }
  return all;
}

json::object cell_json(const row& in, const cell& of) {
  const judged_measurement& best = of.best();
  const bool speaks = !best.message.empty();
  std::string reason;
  for (const measurement& each : of.seen)
    if (reason.empty()) reason = each.not_run;
  const std::string raw = raw_name(in, of);
  return {{"tool", of.by->name},
          {"state", name_of(best.state)},
          {"reason", or_null(reason)},
          {"kind", or_null(best.kind)},
          {"message", or_null(best.message)},
          {"file", or_null(best.where.file)},
          {"line", best.where.line == 0 ? json::value(nullptr)
                                        : json::value(best.where.line)},
          {"right_line",
           speaks ? json::value(best.right_line) : json::value(nullptr)},
          {"measured", measured_json(of)},
          {"raw", or_null(raw.empty() ? raw : "matrix/" + raw)}};
}

json::object row_json(const row& of) {
  json::array cells;
  for (const cell& each : of.cells) cells.push_back(cell_json(of, each));
  return {{"lesson", of.lesson},
          {"variant", of.variant},
          {"kind", report::name_of(of.kind)},
          {"file", of.file},
          {"expected", list(of.expected)},
          {"right_lines",
           json::array(of.right_lines.begin(), of.right_lines.end())},
          {"racelab_seconds", in_milliseconds(of.racelab_seconds)},
          {"cells", std::move(cells)}};
}

}  // namespace

const char* const rule =
    "A message finds a twin's bug if its kind is no matter of style or speed, "
    "the tool does not say the same of the lesson's pattern, and it blames the "
    "subject: for a tool that looks at runs, one of its stacks has its "
    "innermost frame in the subject's file, those of libraries and of "
    "Racelab's "
    "simulated services aside, or comes by a right line; for a tool that reads "
    "text, it names a right line. Right lines are those of Racelab's findings "
    "and those in which the twin differs from its pattern; for Racelab's own "
    "findings, the latter alone. A message that blames a pattern is a false "
    "alarm; from a tool that looks at runs, also one that blames the "
    "primitives "
    "that the pattern is written in. A crash that the tool reports with a "
    "stack "
    "is a message; a hang or a crash about which it says nothing is none.";

const char* const budget =
    "A program is run, each time as a new process in other circumstances "
    "(orders of completion, faults, cancellations and deadlines, those that "
    "Racelab tries), until the wall-clock is used up that Racelab took to "
    "judge "
    "the subject, or so many times that; at least once. Compilers' time counts "
    "for neither. A run that does not end within a minute, or two below "
    "Valgrind, is ended and called hung; that time counts.";

std::string_view meaning_of(state of) {
  switch (of) {
    case state::found:
      return "it finds the bug, in at least one run";
    case state::elsewhere:
      return "it speaks of something else than the bug";
    case state::false_alarm:
      return "it blames a correct pattern, in at least one run";
    case state::silent:
      return "it says nothing, but for matters of style";
    case state::hung:
      return "it finds nothing; a run hung, which nobody reported";
    case state::crashed:
      return "it finds nothing; a run crashed";
    case state::not_run:
      return "it could not be run";
  }
  return "";
}

std::string matrix_json(const result& of) {
  json::array tools;
  for (std::size_t i = 0; i < of.tools.size(); ++i)
    tools.push_back(tool_json(of, i));
  json::array subjects;
  for (const row& each : of.rows) subjects.push_back(row_json(each));
  json::object states;
  for (const state each :
       {state::found, state::elsewhere, state::false_alarm, state::silent,
        state::hung, state::crashed, state::not_run})
    states[name_of(each)] = json::value(meaning_of(each));
  return report::pretty(
      json::object{{"schema", 1},
                   {"rule", rule},
                   {"budget", budget},
                   {"at_once", of.at_once},
                   {"times", json::array(of.times.begin(), of.times.end())},
                   {"states", std::move(states)},
                   {"tools", std::move(tools)},
                   {"subjects", std::move(subjects)}});
}

std::string raw_name(const row& in, const cell& of) {
  for (const measurement& each : of.seen)
    if (!each.raw.empty())
      return fmt::format("{}/{}/{}.txt", in.lesson, in.variant, of.by->name);
  return {};
}

std::string raw_output(const cell& of, const std::filesystem::path& root) {
  std::string all;
  for (const measurement& each : of.seen) {
    if (each.raw.empty()) continue;
    all += fmt::format("=== ×{}\n{}", each.times, each.raw);
  }
  all = report::printable_lines(without_root(std::move(all), root));
  if (all.size() > most_raw) {
    const std::size_t end = all.rfind('\n', most_raw) + 1;
    all = all.substr(0, end) +
          fmt::format("(and {} bytes more, cut off here)\n", all.size() - end);
  }
  return all;
}

}  // namespace racelab::matrix
