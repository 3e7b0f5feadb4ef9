// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/log/suppressions.hpp"

#include "harness/report/layout.hpp"
#include "harness/report/log/explanation.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace racelab::report::log {
namespace {

using std::string;
using std::string_view;

constexpr std::array types{
    string_view("race"),           string_view("race_top"),
    string_view("mutex"),          string_view("deadlock"),
    string_view("signal"),         string_view("thread"),
    string_view("called_from_lib")};

string_view trimmed(string_view line) {
  const std::size_t begin = line.find_first_not_of(" \t\r");
  if (begin == string_view::npos) return {};
  return line.substr(begin, line.find_last_not_of(" \t\r") - begin + 1);
}

[[noreturn]] void refuse(const string& file, std::size_t line,
                         const string& words) {
  throw std::runtime_error(fmt::format("{}:{}: {}", file, line, words));
}

suppression parse_line(string_view line, const string& file,
                       std::size_t number) {
  const std::size_t colon = line.find(':');
  if (colon == string_view::npos)
    refuse(file, number,
           fmt::format("'{}' is no suppression; one is race:PATTERN",
                       printable(line)));
  suppression out{string(line.substr(0, colon)), string(line.substr(colon + 1)),
                  number, 0};
  if (std::find(types.begin(), types.end(), out.type) == types.end())
    refuse(file, number,
           fmt::format("unknown type of suppression '{}'; there are {}",
                       printable(out.type), fmt::join(types, ", ")));
  if (out.pattern.empty()) refuse(file, number, out.type + ": has no pattern");
  return out;
}

// The type of suppression that is for a report's kind.
string_view type_of(const log_report& report) {
  const string_view id = rule_of(report).id;
  if (id == "mutex-misuse") return "mutex";
  if (id == "lock-order-inversion") return "deadlock";
  if (id == "unsafe-signal-handler") return "signal";
  if (id == "thread-leak") return "thread";
  if (id == "crash" || id == "bad-allocation" || id == "other") return {};
  return "race";
}

bool in_frame(const string& pattern, const frame& each) {
  return matches_pattern(pattern, each.function) ||
         matches_pattern(pattern, each.file) ||
         matches_pattern(pattern, each.module);
}

bool in_stack(const string& pattern, const stack& where) {
  return std::any_of(
      where.frames.begin(), where.frames.end(),
      [&](const frame& each) { return in_frame(pattern, each); });
}

// Any of these parts' stacks.
template <class Parts>
bool in_stacks(const string& pattern, const Parts& parts) {
  return std::any_of(parts.begin(), parts.end(), [&](const auto& each) {
    return in_stack(pattern, each.stack);
  });
}

bool in_globals(const string& pattern, const log_report& report) {
  return std::any_of(report.locations.begin(), report.locations.end(),
                     [&](const location& each) {
                       return each.kind == "global" &&
                              matches_pattern(pattern, each.name);
                     });
}

bool anywhere(const string& pattern, const log_report& report) {
  return in_stacks(pattern, report.accesses) ||
         in_stacks(pattern, report.stacks) ||
         in_stacks(pattern, report.edges) ||
         in_stacks(pattern, report.threads) || in_globals(pattern, report);
}

// Of a race: in the frame of one of its accesses.
bool on_top(const string& pattern, const log_report& report) {
  return std::any_of(report.accesses.begin(), report.accesses.end(),
                     [&](const access& each) {
                       return !each.stack.frames.empty() &&
                              in_frame(pattern, each.stack.frames.front());
                     });
}

// What was intercepted was called from that library.
bool from_library(const string& pattern, const log_report& report) {
  return std::any_of(
      report.accesses.begin(), report.accesses.end(), [&](const access& each) {
        return each.stack.frames.size() > 1 &&
               matches_pattern(pattern, each.stack.frames[1].module);
      });
}

bool matches(const suppression& each, const log_report& report) {
  const string_view type = type_of(report);
  if (each.type == "race_top")
    return type == "race" && on_top(each.pattern, report);
  if (each.type == "called_from_lib")
    return type == "race" && from_library(each.pattern, report);
  return type == each.type && anywhere(each.pattern, report);
}

}  // namespace

bool matches_pattern(std::string_view pattern, std::string_view text) {
  if (text.empty()) return false;
  bool at_start = pattern.starts_with('^');
  if (at_start) pattern.remove_prefix(1);
  bool after_star = false;
  while (!pattern.empty()) {
    if (pattern.front() == '*') {
      pattern.remove_prefix(1);
      at_start = false;
      after_star = true;
      continue;
    }
    if (pattern.front() == '$') return text.empty() || after_star;
    const std::string_view part =
        pattern.substr(0, pattern.find_first_of("*$"));
    const std::size_t found = text.find(part);
    if (found == std::string_view::npos || (at_start && found != 0))
      return false;
    text.remove_prefix(found + part.size());
    pattern.remove_prefix(part.size());
    at_start = after_star = false;
  }
  return true;
}

suppressions::suppressions(std::string_view text, const std::string& file) {
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line.starts_with('#')) continue;
    lines_.push_back(parse_line(line, file, number));
  }
}

bool suppressions::match(const log_report& report) {
  const auto found = std::find_if(
      lines_.begin(), lines_.end(),
      [&](const suppression& each) { return matches(each, report); });
  if (found == lines_.end()) return false;
  ++found->reports;
  return true;
}

}  // namespace racelab::report::log
