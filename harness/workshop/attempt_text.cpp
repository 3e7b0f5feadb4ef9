// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/attempt_text.hpp"

#include "harness/report/annotated.hpp"
#include "harness/report/circumstances.hpp"
#include "harness/report/layout.hpp"
#include "harness/report/replayed.hpp"
#include "harness/report/trace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <vector>

namespace racelab::workshop {
namespace {

using report::end_line;
using report::ink;
using report::look;
using report::paint;
using report::paragraph;
using report::printable;

struct headline {
  ink colour = ink::bad;
  std::string_view sign;
  std::string_view words;
};

headline headline_of(outcome what, const report::symbols& signs) {
  switch (what) {
    case outcome::passed:
      return {ink::good, signs.good, "passed"};
    case outcome::not_answered:
      return {ink::unsure, signs.unsure, "waits for your answer"};
    case outcome::malformed:
      return {ink::unsure, signs.unsure, "an answer cannot be understood"};
    case outcome::not_passed:
      return {ink::bad, signs.bad, "not passed yet"};
    case outcome::refused:
      return {ink::bad, signs.bad, "not judged"};
    case outcome::does_not_compile:
      return {ink::bad, signs.bad, "does not compile"};
    case outcome::inconclusive:
      break;
  }
  return {ink::unsure, signs.unsure, "inconclusive"};
}

std::string title(const attempt& of, const look& screen) {
  const headline head = headline_of(of.outcome, report::symbols_of(screen));
  return end_line(paint(head.sign, head.colour, screen) + ' ' +
                  paint(fmt::format("{}: {}", of.exercise, head.words),
                        ink::strong, screen));
}

std::string refusals(const attempt& of, const look& screen) {
  std::string out;
  for (const refusal& each : of.refusals) {
    const std::string place =
        each.line == 0
            ? printable(of.file.string())
            : fmt::format("{}:{}", printable(of.file.string()), each.line);
    out += end_line("  " + place);
    out += paragraph(printable(each.message), 4, screen);
  }
  return out;
}

std::string answers_view(const attempt& of, const look& screen) {
  const report::symbols& signs = report::symbols_of(screen);
  std::string out;
  for (const answer_check& each : of.answers) {
    out +=
        end_line("  " +
                 paint(each.right ? signs.good : signs.bad,
                       each.right ? ink::good : ink::bad, screen) +
                 fmt::format(" {}: {}", each.question, printable(each.given)));
    if (!each.words.empty()) {
      out += paragraph(printable(each.words), 4, screen);
    }
  }
  return out;
}

std::string missing_answers(const attempt& of, const look& screen) {
  return paragraph(
      fmt::format("Fill in the answers at \u201cyour answer\u201d in {} and "
                  "save it.",
                  printable(of.file.string())),
      2, screen);
}

// What nothing was shown in, over all that was looked at.
std::string what_was_proved(const attempt& of, const look& screen) {
  if (!is_solved_by_code(of.kind) || !of.judged) return {};
  return paragraph(
      fmt::format(
          "Of these schedules {} differ in what happens to the calls: "
          "the order of their answers, one of them that fails, a caller "
          "that gives up or runs out of time at each step. The others "
          "differ in who runs next.",
          of.judged->schedules.environments),
      2, screen);
}

// What could be done next: a command, or the key that does the same.
struct advice {
  std::string_view words;
  std::string command;
  std::string_view key;
};

std::optional<advice> advice_for(const attempt& of) {
  const auto command = [&](std::string_view verb) {
    return fmt::format("./run_tsan.sh workshop {} {}", verb, of.exercise);
  };
  switch (of.outcome) {
    case outcome::passed:     // what comes next is the course's to say
    case outcome::malformed:  // it says what form it has to have
      return std::nullopt;
    case outcome::refused: {
      // What stands at a line can be taken away or put right there.
      const bool at_a_line =
          of.refusals.size() == 1 && of.refusals.front().line != 0;
      if (at_a_line) return std::nullopt;
      return advice{"Back to the beginning:", command("reset"), "x"};
    }
    case outcome::not_answered:
    case outcome::not_passed:
    case outcome::does_not_compile:
      return advice{"Stuck?", command("hint"), "h"};
    case outcome::inconclusive:
      break;
  }
  return advice{"Try again:", command("check"), "r"};
}

std::string next_step(const attempt& of, next_by how, const look& screen) {
  const auto next = advice_for(of);
  if (!next) return {};
  const std::string what =
      how == next_by::key ? fmt::format("press {}", next->key) : next->command;
  return '\n' +
         end_line("  " + paint(next->words, ink::dim, screen) + ' ' + what);
}

std::string inconclusive_view(const attempt& of, const look& screen) {
  if (of.judged || of.replayed) return {};
  return paragraph("The file changed while it was judged.", 2, screen);
}

// The findings of the first schedule; the others go to `rest`. One thing at a
// time is enough to learn from; of code that was to be understood, the very
// finding that was named.
report::subject_result first_schedule(
    report::subject_result judged, exercise_kind kind,
    std::vector<report::shown_finding>& rest) {
  if (judged.findings.empty()) return judged;
  const std::string first = judged.findings.front().finding.schedule;
  const auto others = kind == exercise_kind::predict
                          ? judged.findings.begin() + 1
                          : std::stable_partition(
                                judged.findings.begin(), judged.findings.end(),
                                [&](const report::shown_finding& each) {
                                  return each.finding.schedule == first;
                                });
  rest.assign(std::make_move_iterator(others),
              std::make_move_iterator(judged.findings.end()));
  judged.findings.erase(others, judged.findings.end());
  return judged;
}

std::string line_of(const detect::finding& of) {
  return of.line == 0 ? std::string() : fmt::format(" at line {}", of.line);
}

std::string rest_view(const report::subject_result& judged,
                      const std::vector<report::shown_finding>& rest,
                      const look& screen) {
  if (rest.empty()) return {};
  std::string out =
      '\n' + end_line("  " + paint("There is more:", ink::dim, screen));
  for (const report::shown_finding& each : rest) {
    out += end_line(
        fmt::format("    {}{}", each.finding.id, line_of(each.finding)));
    out += end_line("      " +
                    paint(report::replay_command(judged, each.finding.schedule),
                          ink::dim, screen));
  }
  return out;
}

// The learner's schedule, without what tells nothing.
std::string replayed_view(const report::replayed& again, const look& screen) {
  std::string out = paragraph(fmt::format("Schedule {} ({}):", again.token,
                                          report::circumstances(again.seen)),
                              2, screen);
  report::trace_options options;
  std::string findings;
  for (const report::shown_finding& each : again.subject.findings) {
    const detect::finding& found = each.finding;
    options.marked.insert(options.marked.end(), found.events.begin(),
                          found.events.end());
    findings +=
        end_line("  " + paint(found.id, ink::bad, screen) + line_of(found)) +
        paragraph(printable(found.message), 4, screen);
  }
  for (const std::string& each : again.subject.why_not) {
    findings += paragraph(printable(each), 2, screen);
  }
  if (!again.seen.events.empty()) {
    out += '\n' + report::trace(again.seen, options, screen);
  }
  return findings.empty() ? out : out + '\n' + findings;
}

std::string kept_view(const attempt& of, next_by how, const look& screen) {
  if (!of.judged) return {};
  return report::kept_view(*of.judged, how == next_by::key ? "r" : "--again",
                           screen);
}

std::string judged_view(const attempt& of, const report::sources& files,
                        const look& screen) {
  const bool gives_away =
      of.kind == exercise_kind::predict && of.outcome != outcome::passed;
  std::string out;
  if (of.judged && !gives_away) {
    std::vector<report::shown_finding> rest;
    report::subject_result shown = first_schedule(*of.judged, of.kind, rest);
    shown.from_earlier_run = false;  // said above
    out += '\n' + report::annotated(shown, files, screen);
    out += rest_view(*of.judged, rest, screen);
  }
  if (of.replayed) {
    out += '\n' + replayed_view(*of.replayed, screen);
  }
  return out;
}

}  // namespace

std::string attempt_text(const attempt& of, const report::sources& files,
                         const look& screen, next_by how) {
  std::string out = title(of, screen);
  out += kept_view(of, how, screen);
  out += refusals(of, screen);
  out += answers_view(of, screen);
  if (of.outcome == outcome::not_answered) out += missing_answers(of, screen);
  if (of.outcome == outcome::inconclusive) out += inconclusive_view(of, screen);
  out += judged_view(of, files, screen);
  if (of.outcome == outcome::passed) out += what_was_proved(of, screen);
  return out + next_step(of, how, screen);
}

std::string attempt_summary(const attempt& of) {
  const report::symbols& plain = report::symbols_of(look{});
  std::string out(headline_of(of.outcome, plain).words);
  if (of.outcome == outcome::refused) {
    const refusal& first = of.refusals.front();
    return first.line == 0
               ? first.message
               : fmt::format("line {}: {}", first.line, first.message);
  }
  if (of.outcome != outcome::not_passed && of.outcome != outcome::malformed) {
    return out;
  }
  if (is_solved_by_code(of.kind) && of.judged && !of.judged->findings.empty()) {
    const detect::finding& first = of.judged->findings.front().finding;
    const std::size_t more = of.judged->findings.size() - 1;
    out = first.id + line_of(first);
    return more == 0 ? out : fmt::format("{} and {} more", out, more);
  }
  for (const answer_check& each : of.answers) {
    if (!each.right) return fmt::format("{}: {}", each.question, each.words);
  }
  return out;
}

report::sources sources_of(const installation& here, const attempt& of) {
  if (!of.judged) return {};
  return racelab::sources_of(here, run_of(here, {*of.judged}));
}

}  // namespace racelab::workshop
