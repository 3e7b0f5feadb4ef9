// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/result.hpp"

#include "harness/report/layout.hpp"
#include "harness/report/shell_word.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace racelab::report {
namespace {

std::string command(const subject_result& subject, std::string_view verb) {
  if (!subject.variant.empty()) {
    return fmt::format("./run_tsan.sh {} {}", verb, name_of(subject));
  }
  return fmt::format("./run_tsan.sh {} {} --lesson {}", verb,
                     shell_word(subject.file), subject.lesson);
}

template <class Predicate>
std::size_t count(const run_result& run, Predicate matches) {
  return static_cast<std::size_t>(
      std::count_if(run.subjects.begin(), run.subjects.end(), matches));
}

std::string all_as_expected(const run_result& run) {
  const std::size_t patterns = count(run, [](const subject_result& each) {
    return each.kind == kind::pattern;
  });
  const std::size_t twins = run.subjects.size() - patterns;
  return fmt::format("All as expected: {} correct in every run, {} caught.",
                     count_of(patterns, "pattern"),
                     count_of(twins, "broken twin"));
}

}  // namespace

std::string_view name_of(kind which) {
  switch (which) {
    case kind::pattern:
      return "pattern";
    case kind::antipattern:
      return "antipattern";
    case kind::solution:
      break;
  }
  return "solution";
}

const std::string* source_line(const sources& files, std::string_view file,
                               std::int64_t line) {
  const auto found = files.find(file);
  if (found == files.end()) return nullptr;
  const std::vector<std::string>& lines = found->second.lines;
  if (line < 1 || line > static_cast<std::int64_t>(lines.size()))
    return nullptr;
  return &lines[static_cast<std::size_t>(line - 1)];
}

bool is_declared(const subject_result& subject, const std::string& finding_id) {
  return std::find(subject.expected.begin(), subject.expected.end(),
                   finding_id) != subject.expected.end();
}

standing standing_of(const subject_result& subject) {
  if (subject.verdict == verdict::inconclusive) return standing::undecided;
  if (subject.as_expected) return standing::as_expected;
  const auto shows = [&](const std::string& id) {
    return std::any_of(
        subject.findings.begin(), subject.findings.end(),
        [&](const shown_finding& each) { return each.finding.id == id; });
  };
  const bool shows_all =
      std::all_of(subject.expected.begin(), subject.expected.end(), shows);
  const bool shows_no_other =
      std::all_of(subject.findings.begin(), subject.findings.end(),
                  [&](const shown_finding& each) {
                    return is_declared(subject, each.finding.id);
                  });
  const bool complete = subject.schedules.cut_short.empty();
  return shows_no_other && (shows_all || !complete) ? standing::undecided
                                                    : standing::otherwise;
}

std::string name_of(const subject_result& subject) {
  return subject.variant.empty() ? subject.file
                                 : subject.lesson + '/' + subject.variant;
}

std::string replay_command(const subject_result& subject,
                           std::string_view token) {
  return fmt::format("{} {}", command(subject, "replay"), token);
}

std::string show_command(const subject_result& subject) {
  return command(subject, subject.variant.empty() ? "check" : "show");
}

std::string summary_of(const run_result& run) {
  const std::size_t unsure = count(run, [](const subject_result& each) {
    return standing_of(each) == standing::undecided;
  });
  const std::size_t wrong = count(run, [](const subject_result& each) {
    return standing_of(each) == standing::otherwise;
  });
  if (wrong == 0 && unsure == 0) {
    return all_as_expected(run);
  }
  std::string out =
      fmt::format("{} of {} as expected", run.subjects.size() - wrong - unsure,
                  count_of(run.subjects.size(), "subject"));
  if (wrong != 0) {
    out += fmt::format(", {} not", wrong);
  }
  if (unsure != 0) {
    out += fmt::format(", {} inconclusive", unsure);
  }
  return out + '.';
}

}  // namespace racelab::report
