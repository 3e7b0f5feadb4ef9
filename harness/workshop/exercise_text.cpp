// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/exercise_text.hpp"

#include "harness/catalogue/manifest_entry.hpp"
#include "harness/report/layout.hpp"
#include "harness/workshop/source_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

namespace racelab::workshop {
namespace {

namespace fs = std::filesystem;
using catalogue::place;

fs::path text_file(const fs::path& set, std::string_view name,
                   std::string_view language) {
  return set / name /
         (language.empty() ? std::string("text.md")
                           : fmt::format("text.{}.md", language));
}

std::vector<std::string> read_lines(std::istream& in) {
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    line.erase(line.find_last_not_of(" \t\r") + 1);
    lines.push_back(line);
  }
  return lines;
}

// The lines in [begin, end) without the empty ones around them.
std::string block(std::vector<std::string>::const_iterator begin,
                  std::vector<std::string>::const_iterator end) {
  const auto is_empty = [](const std::string& line) { return line.empty(); };
  begin = std::find_if_not(begin, end, is_empty);
  while (end != begin && is_empty(*std::prev(end))) --end;
  std::string out;
  for (; begin != end; ++begin) out += *begin + '\n';
  return out;
}

// A task becomes a comment: the line after such a one would be part of it.
void check_endings(const std::vector<std::string>& lines, const place& where) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].ends_with('\\')) {
      where.at(fmt::format("line {}", i + 1)).fail("ends in a backslash");
    }
  }
}

bool is_hint(const std::string& line) { return line.starts_with("## Hint "); }

exercise_text parse(const std::vector<std::string>& lines, const place& where) {
  check_endings(lines, where);
  if (lines.empty() || !lines.front().starts_with("# ")) {
    where.fail("does not begin with \"# \" and the exercise's title");
  }
  exercise_text out;
  out.title = lines.front().substr(2);
  auto at = std::find_if(lines.begin(), lines.end(), is_hint);
  out.task = block(lines.begin() + 1, at);
  if (out.task.empty()) where.fail("does not say what to do");
  for (std::size_t level = 0; level < exercise_text::levels; ++level) {
    const std::string heading = fmt::format("## Hint {}", level + 1);
    if (at == lines.end() || *at != heading) {
      where.fail(fmt::format("\"{}\" is missing", heading));
    }
    const auto next = std::find_if(at + 1, lines.end(), is_hint);
    out.hints[level] = block(at + 1, next);
    if (out.hints[level].empty()) {
      where.fail(fmt::format("\"{}\" has no words", heading));
    }
    at = next;
  }
  if (at != lines.end()) where.fail(fmt::format("\"{}\" is too much", *at));
  return out;
}

}  // namespace

std::string language_of_environment() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    const std::string word(value);
    const std::string language = word.substr(0, word.find_first_of("_.@"));
    const bool is_one =
        language.size() >= 2 && language.size() <= 3 && language != "en" &&
        std::all_of(language.begin(), language.end(),
                    [](char each) { return each >= 'a' && each <= 'z'; });
    return is_one ? language : std::string();
  }
  return {};
}

exercise_text load_text(const fs::path& set, std::string_view name,
                        std::string_view language) {
  fs::path file = text_file(set, name, language);
  if (!fs::exists(file)) file = text_file(set, name, "");
  std::ifstream in(file);
  const place where(file.string(), "");
  if (!in) where.fail("cannot be read");
  return parse(read_lines(in), where);
}

std::vector<std::string> filled(std::string_view text, unsigned columns) {
  std::vector<std::string> out;
  std::string paragraph;
  const auto end_paragraph = [&] {
    if (paragraph.empty()) return;
    for (std::string& each : report::wrap(paragraph, columns)) {
      out.push_back(std::move(each));
    }
    paragraph.clear();
  };
  for (const source_line& each : lines_of(text)) {
    const bool stays =
        each.text.empty() || each.text.find_first_of(" -*0123456789") == 0;
    if (stays) {
      end_paragraph();
      out.push_back(each.text);
    } else {
      paragraph += (paragraph.empty() ? "" : " ") + each.text;
    }
  }
  end_paragraph();
  return out;
}

std::set<std::string> languages_of(const fs::path& set, std::string_view name) {
  std::set<std::string> out;
  std::error_code ignored;
  for (const auto& each : fs::directory_iterator(set / name, ignored)) {
    const std::string file = each.path().filename().string();
    if (file.starts_with("text.") && file.ends_with(".md") && file.size() > 8) {
      out.insert(file.substr(5, file.size() - 8));
    }
  }
  return out;
}

}  // namespace racelab::workshop
