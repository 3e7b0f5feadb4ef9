// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/log/accessed_expression.hpp"

#include "harness/report/log/user_code.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace racelab::report::log {
namespace {

using std::string;
using std::string_view;

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

bool is_space(char c) { return c == ' ' || c == '\t'; }

// Where the index that ends in front of `end` begins: "[i + 1]".
std::size_t index_begin(string_view line, std::size_t end) {
  int depth = 0;
  for (std::size_t i = end; i-- > 0;) {
    if (line[i] == ']') ++depth;
    if (line[i] == '[' && --depth == 0) return i;
  }
  return end;
}

std::size_t word_begin(string_view line, std::size_t end) {
  while (end > 0 && is_word(line[end - 1])) --end;
  return end;
}

std::size_t word_end(string_view line, std::size_t begin) {
  while (begin < line.size() && is_word(line[begin])) ++begin;
  return begin;
}

// The length of the "." "->" or "::" that ends in front of `end`.
std::size_t member_operator(string_view line, std::size_t end) {
  const string_view before = line.substr(0, end);
  if (before.ends_with("->") || before.ends_with("::")) return 2;
  return before.ends_with('.') ? 1 : 0;
}

// "details.items[2].price" from its end; empty if no such thing ends there.
string chain_before(string_view line, std::size_t end) {
  std::size_t begin = end;
  for (;;) {
    std::size_t at = begin;
    while (at > 0 && line[at - 1] == ']') {
      const std::size_t opened = index_begin(line, at);
      if (opened == at) return {};
      at = opened;
    }
    const std::size_t word = word_begin(line, at);
    if (word == at) return {};
    begin = word;
    const std::size_t length = member_operator(line, begin);
    if (length == 0) break;
    begin -= length;
  }
  const string chain(line.substr(begin, end - begin));
  return std::isdigit(static_cast<unsigned char>(chain[0])) != 0 ? "" : chain;
}

string chain_before_spaces(string_view line, std::size_t end) {
  while (end > 0 && is_space(line[end - 1])) --end;
  return chain_before(line, end);
}

// From `begin` on: the word there and all that it is a member of.
string chain_at(string_view line, std::size_t begin) {
  while (begin < line.size() && is_space(line[begin])) ++begin;
  const std::size_t end = word_end(line, begin);
  // What is called is no memory.
  if (end < line.size() && line[end] == '(') return {};
  return end == begin ? string() : chain_before(line, end);
}

constexpr std::array assignments{
    string_view("<<="), string_view(">>="), string_view("+="),
    string_view("-="),  string_view("*="),  string_view("/="),
    string_view("%="),  string_view("&="),  string_view("|="),
    string_view("^="),  string_view("=")};

bool is_comparison(string_view rest) {
  return rest.starts_with("==") || rest.starts_with("<=") ||
         rest.starts_with(">=") || rest.starts_with("!=");
}

bool is_assignment(string_view rest) {
  return !is_comparison(rest) &&
         std::any_of(assignments.begin(), assignments.end(),
                     [&](string_view each) { return rest.starts_with(each); });
}

bool is_step(string_view rest) {
  return rest.starts_with("++") || rest.starts_with("--");
}

// A step stands in front of what it changes, or behind it.
string stepped(string_view line, std::size_t at) {
  const string before = chain_before(line, at);
  return before.empty() ? chain_at(line, at + 2) : before;
}

string expression_at(string_view line, std::size_t at) {
  const string_view rest = line.substr(at);
  if (is_step(rest)) return stepped(line, at);
  if (is_assignment(rest)) return chain_before_spaces(line, at);
  return is_word(rest.front()) && (at == 0 || !is_word(line[at - 1]))
             ? chain_at(line, at)
             : string();
}

// What a line without a known column changes, if it changes one thing only.
// Text within quotes or comments makes that a guess.
string only_change(string_view line) {
  if (line.find_first_of("\"'{") != string_view::npos ||
      line.find("//") != string_view::npos)
    return {};
  string found;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const string_view rest = line.substr(i);
    if (is_comparison(rest) || is_step(rest) || is_assignment(rest)) {
      const bool compares = is_comparison(rest);
      if (!compares && !found.empty()) return {};
      if (!compares) found = expression_at(line, i);
      if (!compares && found.empty()) return {};
      while (i + 1 < line.size() &&
             string_view("=+-<>*/%&|^!").find(line[i + 1]) != string_view::npos)
        ++i;
    }
  }
  return found;
}

// A declaration of the same line begins with its type: `int x = shared;`.
bool declares(string_view line, string_view name) {
  const std::size_t at = line.find(name);
  const string_view before = line.substr(0, at);
  const std::size_t last = before.find_last_not_of(" \t");
  return last != string_view::npos &&
         (is_word(before[last]) || before[last] == '&' || before[last] == '>');
}

// A global as its source names it: without what Rust's compiler appends
// ("::h0123456789abcdef (.0)"), and nothing for what stands in for a name.
string readable_global(string_view name) {
  name = name.substr(0, name.find(" (."));
  constexpr std::size_t hash = 19;
  if (name.size() > hash && name.substr(name.size() - hash).starts_with("::h"))
    name.remove_suffix(hash);
  const bool is_name = name != "<null>" && name != "??";
  return is_name ? string(name) : string();
}

const string* line_of(const frame& where, const sources& files) {
  const auto file = files.find(where.file);
  if (file == files.end() || where.line == 0 ||
      where.line > file->second.lines.size())
    return nullptr;
  return &file->second.lines[where.line - 1];
}

}  // namespace

std::string expression_in(std::string_view line, unsigned column, bool write) {
  if (column > line.size()) return {};
  if (column != 0) return expression_at(line, column - 1);
  if (!write) return {};
  string found = only_change(line);
  if (!found.empty() && declares(line, found)) found.clear();
  return found;
}

std::string accessed_expression(const log_report& report,
                                const sources& files) {
  for (const access& each : report.accesses) {
    // In a library's function the user's line merely passes the memory on.
    const frame* users = user_frame(each.stack);
    if (users == nullptr || users != &each.stack.frames.front()) continue;
    const string* line = line_of(*users, files);
    if (line == nullptr) continue;
    string found = expression_in(*line, users->column,
                                 each.op.find("write") != string::npos);
    if (!found.empty()) return found;
  }
  for (const location& each : report.locations)
    if (each.kind == "global") return readable_global(each.name);
  return {};
}

}  // namespace racelab::report::log
