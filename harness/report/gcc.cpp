// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/gcc.hpp"

#include "harness/report/layout.hpp"

#include <fmt/format.h>

namespace racelab::report {
namespace {

std::string diagnostic(const place& where, std::string_view severity,
                       const std::string& message) {
  return fmt::format("{}: {}: {}\n", printable(words_for(where)), severity,
                     printable(message));
}

std::string diagnostics_of(const problem& each) {
  std::string out =
      diagnostic(each.place, each.known ? "note" : "warning",
                 fmt::format("{} [{}]", full_sentence(each), each.rule));
  for (const related_place& other : each.related) {
    out += diagnostic(other.place, "note", other.words);
  }
  if (!each.again.empty()) {
    out += diagnostic(each.place, "note", "again: " + each.again);
  }
  return out;
}

// A subject that did not compile has what the compiler said of it.
std::string reasons_of(const test& each) {
  if (!each.diagnostics.empty()) {
    return printable_lines(each.diagnostics);
  }
  const bool unsure = each.outcome == outcome::inconclusive;
  std::string out;
  for (const std::string& reason : each.reasons) {
    out += diagnostic({each.file, 0, 0}, unsure ? "inconclusive" : "error",
                      reason);
  }
  return out;
}

}  // namespace

void gcc(const problem_list& list, const text_sink& to) {
  std::size_t next = 0;
  for (std::size_t i = 0; i < list.tests.size(); ++i) {
    for (; next < list.problems.size() && list.problems[next].test == i;
         ++next) {
      to(diagnostics_of(list.whole(next)));
    }
    to(reasons_of(list.tests[i]));
  }
}

}  // namespace racelab::report
