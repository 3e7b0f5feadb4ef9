// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/log/accessed_expression.hpp"

#include "harness/observe/rust_name.hpp"
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
string_view chain_before(string_view line, std::size_t end) {
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
  if (std::isdigit(static_cast<unsigned char>(line[begin])) != 0) return {};
  return line.substr(begin, end - begin);
}

string_view chain_before_spaces(string_view line, std::size_t end) {
  while (end > 0 && is_space(line[end - 1])) --end;
  return chain_before(line, end);
}

// From `begin` on: the word there and all that it is a member of.
string_view chain_at(string_view line, std::size_t begin) {
  while (begin < line.size() && is_space(line[begin])) ++begin;
  const std::size_t end = word_end(line, begin);
  // What is called is no memory.
  if (end < line.size() && line[end] == '(') return {};
  return end == begin ? string_view() : chain_before(line, end);
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
string_view stepped(string_view line, std::size_t at) {
  const string_view before = chain_before(line, at);
  return before.empty() ? chain_at(line, at + 2) : before;
}

string_view changed_at(string_view line, std::size_t at) {
  const string_view rest = line.substr(at);
  if (is_step(rest)) return stepped(line, at);
  return is_assignment(rest) ? chain_before_spaces(line, at) : string_view();
}

string_view named_at(string_view line, std::size_t at) {
  return is_word(line[at]) && (at == 0 || !is_word(line[at - 1]))
             ? chain_at(line, at)
             : string_view();
}

// A line without the comment that ends it. Where text is quoted in front of
// it that is a guess, so nothing is left.
string_view code_of(string_view line) {
  const string_view code = line.substr(0, line.find("//"));
  return code.find_first_of("\"'") == string_view::npos ? code : string_view();
}

// A declaration of the same line begins with its type: `int x = shared;`.
bool declares(string_view line, string_view name) {
  const auto at = static_cast<std::size_t>(name.data() - line.data());
  const string_view before = line.substr(0, at);
  const std::size_t last = before.find_last_not_of(" \t");
  return last != string_view::npos &&
         (is_word(before[last]) || before[last] == '&' || before[last] == '>');
}

// What a line changes, if it changes one thing only.
string_view only_change(string_view line) {
  if (line.find('{') != string_view::npos) return {};
  string_view found;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const string_view rest = line.substr(i);
    if (is_comparison(rest) || is_step(rest) || is_assignment(rest)) {
      const bool compares = is_comparison(rest);
      if (!compares && !found.empty()) return {};
      if (!compares) found = changed_at(line, i);
      if (!compares && found.empty()) return {};
      while (i + 1 < line.size() &&
             string_view("=+-<>*/%&|^!").find(line[i + 1]) != string_view::npos)
        ++i;
    }
  }
  return found.empty() || declares(line, found) ? string_view() : found;
}

// The part of a line that a column is in, such as the body of a lambda.
string_view statement_at(string_view code, std::size_t at) {
  const std::size_t before = code.substr(0, at).find_last_of(";{}");
  const std::size_t begin = before == string_view::npos ? 0 : before + 1;
  const std::size_t end = std::min(code.find_first_of(";{}", at), code.size());
  return code.substr(begin, end - begin);
}

// Where a name stands, if that is one place only.
string_view only_mention(string_view line, string_view name) {
  const std::size_t at = name.empty() ? string_view::npos : line.find(name);
  if (at == string_view::npos) return {};
  const std::size_t end = at + name.size();
  const bool whole = (at == 0 || !is_word(line[at - 1])) &&
                     (end == line.size() || !is_word(line[end]));
  const bool again = line.find(name, end) != string_view::npos;
  return whole && !again ? chain_before(line, end) : string_view();
}

// Of a column that points at something else than a name.
string_view in_front_of_joint(string_view line, std::size_t at) {
  const string_view rest = line.substr(at);
  return rest.starts_with("->") || rest.starts_with('.')
             ? chain_before(line, at)
             : string_view();
}

// What a language's own notation for calls of functions is: `a = b`, `a->b`,
// and Go's `a[key] = b`.
bool is_operator(string_view function) {
  return function.find("operator") != string_view::npos ||
         function.starts_with("runtime.map");
}

// A global as its source names it: without what Rust's compiler appends
// ("::h0123456789abcdef (.0)"), and nothing for what stands in for a name.
string readable_global(string_view name) {
  name = name.substr(0, name.find(" (."));
  name = observe::without_rust_hash(name);
  const bool is_name = name != "<null>" && name != "??";
  return is_name ? string(name) : string();
}

bool is_write(const access& each) {
  return each.op.find("write") != string::npos;
}

}  // namespace

std::string_view expression_in(std::string_view line, const clues& known) {
  const string_view code = code_of(line);
  const std::size_t at = known.column - std::size_t{1};
  const bool has_column = known.column != 0 && at < line.size();
  const bool itself = known.within.empty();
  string_view found;
  if (itself || is_operator(known.within)) {
    if (has_column) found = changed_at(line, at);
    // The column of a write may be that of the value.
    if (found.empty() && known.write)
      found = only_change(
          has_column && at < code.size() ? statement_at(code, at) : code);
    if (found.empty() && has_column)
      found = itself ? named_at(line, at) : in_front_of_joint(line, at);
  }
  return found.empty()
             ? only_mention(code, known.name.substr(known.name.rfind(':') + 1))
             : found;
}

std::string_view accessed_part(const access& what, const log_report& report,
                               const sources& files, std::string_view line) {
  const frame* users = user_frame(what.stack);
  if (users == nullptr) return {};
  const string name = accessed_expression(report, files);
  const bool itself = users == &what.stack.frames.front();
  return expression_in(
      line, {.column = users->column,
             .write = is_write(what),
             .name = name,
             .within = itself ? string_view() : (users - 1)->function});
}

std::string accessed_expression(const log_report& report,
                                const sources& files) {
  for (const access& each : report.accesses) {
    // In a library's function the user's line merely passes the memory on.
    const frame* users = user_frame(each.stack);
    if (users == nullptr || users != &each.stack.frames.front()) continue;
    const string* line = source_line(files, users->file, users->line);
    if (line == nullptr) continue;
    const string_view found = expression_in(
        *line, {.column = users->column, .write = is_write(each)});
    if (!found.empty()) return string(found);
  }
  for (const location& each : report.locations)
    if (each.kind == "global") return readable_global(each.name);
  return {};
}

}  // namespace racelab::report::log
