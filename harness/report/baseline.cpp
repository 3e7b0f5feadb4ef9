// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/baseline.hpp"

#include "harness/report/layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace racelab::report {
namespace {

constexpr std::size_t fingerprint_length = 36;

bool is_fingerprint(std::string_view word) {
  return word.size() == fingerprint_length &&
         word.find_first_not_of("0123456789abcdef-") == std::string_view::npos;
}

}  // namespace

baseline parse_baseline(std::string_view text, const std::string& file) {
  baseline out;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::string_view word = line.substr(0, line.find_first_of(" \t\r"));
    if (word.empty() || word.starts_with('#')) continue;
    if (!is_fingerprint(word)) {
      throw std::runtime_error(fmt::format(
          "{}:{}: '{}' is no fingerprint; --write-baseline writes such a file",
          file, number, printable(word.substr(0, fingerprint_length))));
    }
    out.emplace(word);
  }
  return out;
}

std::string baseline_text(const problem_list& list) {
  std::set<std::string> lines;
  for (const problem& each : list.problems) {
    if (each.expected) continue;
    lines.insert(fmt::format("{} {} {}\n", each.fingerprint,
                             printable(each.rule),
                             printable(words_for(each.place))));
  }
  std::string out =
      "# Problems that are known to Racelab: fingerprint, rule, "
      "place when last seen\n";
  for (const std::string& line : lines) out += line;
  return out;
}

baseline_match mark_known(const baseline& known, problem_list& list) {
  baseline_match out;
  baseline seen;
  list.compared = true;
  for (problem& each : list.problems) {
    if (known.contains(each.fingerprint)) {
      seen.insert(each.fingerprint);
      each.known = true;
      each.fails = false;
      each.level = level::note;
      ++out.known;
    } else if (!each.expected) {
      ++out.fresh;
    }
  }
  out.gone = known.size() - seen.size();
  return out;
}

}  // namespace racelab::report
