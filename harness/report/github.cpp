// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/github.hpp"

#include "harness/report/layout.hpp"

#include <fmt/format.h>

#include <string_view>

namespace racelab::report {
namespace {

// The escapes of GitHub's own toolkit: a message ends with its line, a property
// also at a colon or a comma.
std::string escaped(std::string_view text, std::string_view special) {
  std::string out;
  for (const char c : text) {
    out += special.find(c) == std::string_view::npos
               ? std::string(1, c)
               : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

std::string message(const std::string& words) {
  std::string shown = printable_lines(words);
  shown.erase(shown.find_last_not_of('\n') + 1);
  return escaped(shown, "%\r\n");
}

std::string property(const std::string& words) {
  return escaped(printable(words), "%\r\n:,");
}

std::string command(std::string_view severity, const place& where,
                    const std::string& title, const std::string& words) {
  std::string out = fmt::format("::{} ", severity);
  if (!where.file.empty()) {
    out += fmt::format("file={},", property(where.file));
    if (where.line > 0) out += fmt::format("line={},", where.line);
    if (where.line > 0 && where.column > 0)
      out += fmt::format("col={},", where.column);
  }
  return out + fmt::format("title={}::{}\n", property(title), message(words));
}

std::string text_of(const problem& each) {
  std::string out = full_sentence(each);
  for (const related_place& other : each.related) {
    out += fmt::format("\n{}: {}", words_for(other.place), other.words);
  }
  if (!each.again.empty()) out += "\nagain: " + each.again;
  return out;
}

// What does not matter is told, and marks nothing as wrong.
std::string_view severity_of(const problem& each) {
  return each.fails ? name_of(each.level) : "notice";
}

std::string reasons_of(const test& each) {
  const place file{each.file, 0, 0};
  const std::string_view severity =
      each.outcome == outcome::inconclusive ? "warning" : "error";
  std::string out;
  for (const std::string& reason : each.reasons) {
    out += command(severity, file, each.name, reason);
  }
  if (!each.diagnostics.empty()) {
    out += command("error", file, each.name, each.diagnostics);
  }
  return out;
}

}  // namespace

void github(const problem_list& list, const text_sink& to) {
  for (std::size_t i = 0; i < list.problems.size(); ++i) {
    const problem each = list.whole(i);
    to(command(severity_of(each), each.place, each.rule, text_of(each)));
  }
  for (const test& each : list.tests) to(reasons_of(each));
}

}  // namespace racelab::report
