// Distributed under the Boost Software License, Version 1.0.
#include "harness/build/compiler_messages.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <sstream>
#include <utility>

#include <fmt/format.h>

namespace racelab::build {
namespace {

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  std::istringstream stream{std::string(text)};
  for (std::string line; std::getline(stream, line);)
    lines.push_back(std::move(line));
  return lines;
}

// In one pass, so that what was put in is not replaced again.
std::string rename(std::string_view line,
                   const std::vector<renamed_path>& renamed) {
  std::string result;
  while (!line.empty()) {
    const auto found = std::find_if(
        renamed.begin(), renamed.end(), [&](const renamed_path& each) {
          return !each.from.empty() && line.starts_with(each.from);
        });
    if (found == renamed.end()) {
      result += line.front();
      line.remove_prefix(1);
    } else {
      result += found->to;
      line.remove_prefix(found->from.size());
    }
  }
  return result;
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

bool is_error(std::string_view line) {
  return contains(line, ": error: ") || contains(line, ": fatal error: ");
}

bool is_warning(std::string_view line) { return contains(line, ": warning: "); }

// Lines that come before the error they belong to.
bool introduces(std::string_view line) {
  static constexpr std::array<std::string_view, 3> beginnings = {
      "In file included from ", "                 from ", "In module "};
  static constexpr std::array<std::string_view, 8> middles = {
      ": In function ",     ": In member function ",  ": In constructor ",
      ": In destructor ",   ": In instantiation of ", ": In lambda function",
      ": At global scope:", ": In substitution of "};
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](auto part) { return line.starts_with(part); }) ||
         std::any_of(middles.begin(), middles.end(),
                     [&](auto part) { return contains(line, part); });
}

// Says nothing about the source: counts, limits and flags of our own.
bool is_our_own(std::string_view line) {
  return contains(line, "-fmax-errors") || contains(line, "-ferror-limit") ||
         line.starts_with("compilation terminated") ||
         line.ends_with(" error generated.") ||
         line.ends_with(" errors generated.");
}

// Whether a line is said of a compiler or linker, as in "cc1plus: …", and is
// neither about a place in the source nor a line of it.
bool is_about_the_tool(std::string_view line) {
  for (const auto beginning :
       {"LLVM ERROR: ", "virtual memory ", "terminate called "})
    if (line.starts_with(beginning)) return true;
  const auto name = line.substr(0, line.find(": "));
  return name.size() < line.size() && !introduces(line) &&
         name.find_first_of(" \t:|") == std::string_view::npos;
}

// One error, warning or remark with all the lines that belong to it.
struct message {
  std::vector<std::string> lines;
  bool error = false;
};

std::vector<message> split(const std::vector<std::string>& lines) {
  std::vector<message> messages;
  bool introducing = false;
  for (const auto& line : lines) {
    if (is_our_own(line)) continue;
    const bool introduction = introduces(line);
    const bool head = is_error(line) || is_warning(line);
    if (messages.empty() || ((introduction || head) && !introducing))
      messages.emplace_back();
    introducing = introduction || (introducing && !head);
    messages.back().error |= is_error(line);
    messages.back().lines.push_back(line);
  }
  return messages;
}

std::string join(const std::vector<std::string>& lines, std::size_t max_lines) {
  std::string text;
  for (std::size_t i = 0; i != std::min(lines.size(), max_lines); ++i)
    text += lines[i] + '\n';
  if (lines.size() > max_lines)
    text += fmt::format("({} more lines)\n", lines.size() - max_lines);
  return text;
}

// What stands between `before` and the quote or the end of the line behind it.
std::optional<std::string> quoted_after(std::string_view line,
                                        std::string_view before) {
  const auto at = line.find(before);
  if (at == std::string_view::npos) return std::nullopt;
  auto rest = line.substr(at + before.size());
  const bool quoted = rest.starts_with('`') || rest.starts_with('\'');
  if (quoted) rest = rest.substr(1);
  const auto end = quoted ? rest.find('\'') : std::string_view::npos;
  return std::string(rest.substr(0, end));
}

std::optional<std::string> first_of(
    std::string_view line, std::initializer_list<std::string_view> all) {
  for (const auto before : all)
    if (auto name = quoted_after(line, before)) return name;
  return std::nullopt;
}

// A name that the implementation or the judge gives, so nothing that a
// learner left out.
bool is_reserved(std::string_view name) {
  return name.starts_with("__") || name.starts_with("racelab_") ||
         name.starts_with("racelab::probe") ||
         name.starts_with("racelab::scenario");
}

}  // namespace

std::string shape_diagnostics(std::string_view text,
                              const std::vector<renamed_path>& renamed,
                              std::size_t max_lines) {
  const auto lines = lines_of(text);
  std::vector<std::string> shown;
  for (const auto& message : split(lines))
    if (message.error)
      shown.insert(shown.end(), message.lines.begin(), message.lines.end());
  if (shown.empty()) shown = lines;
  for (auto& line : shown) line = rename(line, renamed);
  return join(shown, max_lines);
}

std::optional<exhausted> exhausted_limit(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, exhausted>, 7> signs =
      {{{"CPU time limit exceeded", exhausted::processor_time},
        {"out of memory", exhausted::memory},
        {"emory exhausted", exhausted::memory},
        {"std::bad_alloc", exhausted::memory},
        {"Cannot allocate memory", exhausted::memory},
        {"File size limit exceeded", exhausted::file_size},
        {"File too large", exhausted::file_size}}};
  for (const auto& line : lines_of(text))
    for (const auto& [part, limit] : signs)
      if (contains(line, part) && is_about_the_tool(line)) return limit;
  return std::nullopt;
}

bool is_compiler_crash(std::string_view text) {
  for (const auto part :
       {"internal compiler error", "PLEASE submit a bug report",
        "signal terminated program", "command failed due to signal",
        "unable to execute command", "cannot execute", "No space left"})
    if (contains(text, part)) return true;
  return false;
}

link_errors explain_link_errors(std::string_view text, std::string_view file,
                                std::string_view lesson,
                                std::string_view header) {
  const auto prefix = fmt::format("racelab::{}::", lesson);
  link_errors found;
  std::set<std::string> said;
  const auto say = [&](std::string what) {
    if (said.insert(what).second) found.subject.push_back(std::move(what));
  };
  for (const auto& line : lines_of(text)) {
    if (const auto name =
            first_of(line, {"multiple definition of ", "duplicate symbol: "})) {
      if (*name == "main")
        say(fmt::format(
            "{} defines main(): the harness has its own; leave it out", file));
      else
        say(fmt::format("{} replaces {} of the judge", file, *name));
    } else if (const auto missing = first_of(
                   line, {"undefined reference to ", "undefined symbol: "})) {
      if (missing->starts_with(prefix))
        say(fmt::format("{} does not define {} as {} declares it", file,
                        *missing, header));
      else if (is_reserved(*missing))
        found.other = true;
      else
        say(fmt::format("{} uses {}, which is defined nowhere", file,
                        *missing));
    }
  }
  found.other = found.other || found.subject.empty();
  return found;
}

}  // namespace racelab::build
