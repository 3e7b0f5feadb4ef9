// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/laid_out.hpp"

#include "harness/build/source_tokens.hpp"
#include "harness/workshop/source_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <regex>
#include <set>
#include <span>

namespace racelab::workshop {
namespace {

using lines = std::vector<std::string>;

// As wide as the catalogue's sources, for which clang-format is told the same.
constexpr unsigned columns = 72;

constexpr std::string_view theirs_begins = "// --- yours from here ";
constexpr std::string_view theirs_ends = "// --- yours to here ";
constexpr std::string_view answer_begins = "// --- your answer ";
constexpr std::string_view answer_ends = "// ---";

std::string rule(std::string_view beginning) {
  return std::string(beginning) + std::string(columns - beginning.size(), '-');
}

std::string joined(const lines& all) {
  std::string out;
  for (const std::string& each : all) out += each + '\n';
  return out;
}

std::string without_indent(const std::string& line) {
  return line.substr(std::min(line.find_first_not_of(" \t"), line.size()));
}

// --- Making ---------------------------------------------------------------

// The comments that say what is wrong, or why something is right: from such a
// line to the end of the comment.
lines without_explanations(const std::vector<source_line>& source) {
  lines out;
  bool explains = false;
  for (const source_line& each : source) {
    const std::string text = without_indent(each.text);
    const bool comment = text.starts_with("//");
    explains = comment && (explains || text.starts_with("// BUG") ||
                           text.starts_with("// WHY"));
    if (!explains) out.push_back(each.text);
  }
  return out;
}

lines with_explanations(const std::vector<source_line>& source) {
  lines out;
  for (const source_line& each : source) out.push_back(each.text);
  return out;
}

bool is_licence(const std::string& line) {
  return line.starts_with("// Distributed under");
}

// The learner's file is the learner's.
lines without_licence(lines source) {
  if (source.empty() || !is_licence(source.front())) return source;
  auto end = source.begin() + 1;
  while (end != source.end() && (end->empty() || *end == "//")) ++end;
  source.erase(source.begin(), end);
  return source;
}

void add_comment(lines& to, const std::string& text) {
  for (const std::string& each : filled(text, columns - 3)) {
    to.push_back(each.empty() ? "//" : "// " + each);
  }
}

lines task_comment(const exercise& of, const exercise_text& text) {
  lines out;
  add_comment(out, text.title);
  out.emplace_back("//");
  add_comment(out, text.task);
  out.emplace_back("//");
  // To be copied: a paragraph might break them.
  const auto add_command = [&](std::string_view verb) {
    out.push_back(
        fmt::format("//   ./run_tsan.sh workshop {} {}", verb, of.name));
  };
  if (of.kind == exercise_kind::break_code) add_command("play");
  add_command("check");
  return out;
}

lines answer_block(exercise_kind kind) {
  lines out{rule(answer_begins)};
  for (const std::string& each : questions_of(kind)) {
    out.push_back(fmt::format("// {}: ", each));
    out.back().pop_back();
  }
  out.push_back(rule("// "));
  return out;
}

void add(lines& to, const lines& more) {
  to.insert(to.end(), more.begin(), more.end());
}

// Puts the marks round what is in the lesson's namespace.
lines marked(const lines& source) {
  const auto opening =
      std::find_if(source.begin(), source.end(), [](const std::string& each) {
        return each.starts_with("namespace ") && each.ends_with('{');
      });
  const auto closing =
      std::find_if(source.rbegin(), source.rend(), [](const std::string& each) {
        return each.starts_with('}');
      }).base();
  if (opening == source.end() || closing == source.begin() ||
      closing - 1 <= opening) {
    return source;
  }
  lines out(source.begin(), opening + 1);
  out.insert(out.end(), {"", rule(theirs_begins)});
  out.insert(out.end(), opening + 1, closing - 1);
  out.insert(out.end(), {rule(theirs_ends), ""});
  out.insert(out.end(), closing - 1, source.end());
  return out;
}

// What to do stands at the end: the log's lines are those of the file.
std::string laid_out_beside_log(const exercise& of, const exercise_text& text,
                                std::string_view source) {
  lines out = with_explanations(lines_of(source));
  if (!out.empty() && is_licence(out.front())) {
    out.front() = "// What to do stands at the end of this file.";
  }
  out.emplace_back();
  add(out, task_comment(of, text));
  out.emplace_back();
  add(out, answer_block(of.kind));
  return joined(out);
}

std::string put_together(const exercise& of, const exercise_text& text,
                         const lines& source) {
  lines out = task_comment(of, text);
  out.emplace_back();
  if (!is_solved_by_code(of.kind)) {
    add(out, answer_block(of.kind));
    out.emplace_back();
  }
  const lines code = without_licence(source);
  add(out, is_solved_by_code(of.kind) ? marked(code) : code);
  return joined(out);
}

// --- Comparing ------------------------------------------------------------

using build::source_token;
using build::token_kind;
using tokens = std::vector<source_token>;

// The parts of a file: what is before and behind the marks is not the
// learner's.
struct parts {
  tokens before;
  tokens after;
  line_range theirs;  // with both marks
  bool marked = false;
};

bool is_mark(const source_token& token, std::string_view mark) {
  return token.kind == token_kind::line_comment && token.begins_line &&
         ("//" + token.spelling).starts_with(mark.substr(0, mark.size() - 1));
}

tokens without_comments(tokens::const_iterator begin,
                        tokens::const_iterator end) {
  tokens out(begin, end);
  std::erase_if(out, [](const source_token& each) {
    return each.kind == token_kind::line_comment;
  });
  return out;
}

// What looks like a mark in a string or in another comment is none.
parts parts_of(std::string_view text) {
  const tokens all = build::tokenize(text, build::comments::of_a_line);
  const auto begin = std::find_if(
      all.begin(), all.end(),
      [](const source_token& each) { return is_mark(each, theirs_begins); });
  const auto end =
      std::find_if(all.rbegin(), all.rend(), [](const source_token& each) {
        return is_mark(each, theirs_ends);
      }).base();
  if (begin == all.end() || end <= begin) {
    return {without_comments(all.begin(), all.end()), {}, {}, false};
  }
  return {without_comments(all.begin(), begin),
          without_comments(end, all.end()),
          {begin->line, std::prev(end)->line},
          true};
}

// A comment behind it must neither end another one nor join the next line.
bool may_come_and_go(const std::string& line) {
  static const std::regex header(
      R"re(\s*#\s*include\s*)re"
      R"re((<([A-Za-z0-9_+-]+/)*[A-Za-z0-9_+-]+(\.h|\.hpp|\.ipp)?>|)re"
      R"re("concurrency/\w+\.hpp")\s*(//[^\\*/]*)?)re");
  return std::regex_match(line, header);
}

// One side of a comparison: the tokens that count, and their lines' text.
class fixed_part {
 public:
  fixed_part(const tokens& all, exercise_kind kind, std::string_view text)
      : tokens_(all), lines_(lines_of(text)) {
    if (is_solved_by_code(kind)) leave_out_headers();
  }

  const tokens& all() const { return tokens_; }

  const std::string& text_of(const source_token& token) const {
    return lines_[static_cast<std::size_t>(token.line) - 1].text;
  }

 private:
  void leave_out_headers() {
    std::set<int> headers;
    for (const source_token& each : tokens_) {
      if (each.spelling == "#" && each.begins_line &&
          may_come_and_go(text_of(each))) {
        headers.insert(each.line);
      }
    }
    std::erase_if(tokens_, [&](const source_token& each) {
      return headers.contains(each.line);
    });
  }

  tokens tokens_;
  std::vector<source_line> lines_;
};

// Where lines begin counts for directives alone.
bool same(const source_token& one, const source_token& other) {
  return one.kind == other.kind && one.spelling == other.spelling &&
         (one.spelling != "#" || one.begins_line == other.begins_line);
}

// The tokens from there to the end of their line.
std::span<const source_token> rest_of_line(const tokens& all, std::size_t at) {
  std::size_t end = at;
  while (end < all.size() && all[end].line == all[at].line) ++end;
  return std::span(all).subspan(at, end - at);
}

bool comes_later(const tokens& all, std::size_t from,
                 std::span<const source_token> what) {
  const auto begin = all.begin() + static_cast<std::ptrdiff_t>(from);
  return std::search(begin, all.end(), what.begin(), what.end(), same) !=
         all.end();
}

refusal added(const source_token& token, exercise_kind kind) {
  return {
      token.line,
      is_solved_by_code(kind)
          ? "this is not part of the exercise, take it away: here only "
            "#include <\u2026> and #include \"concurrency/\u2026\" may be added"
          : "this is not part of the exercise, take it away: the code stays "
            "as it is"};
}

refusal changed(const source_token& token, const std::string& before) {
  return {token.line,
          fmt::format("this is not part of the exercise: it was \u201c{}\u201d",
                      without_indent(before))};
}

refusal missing(const std::string& before) {
  return {0, fmt::format("this line is missing, and is not part of the "
                         "exercise: \u201c{}\u201d",
                         without_indent(before))};
}

// The first place where they differ, if there is one.
void compare(const fixed_part& laid_out, const fixed_part& learners,
             exercise_kind kind, std::vector<refusal>& found) {
  const tokens& was = laid_out.all();
  const tokens& now = learners.all();
  const auto first =
      std::mismatch(was.begin(), was.end(), now.begin(), now.end(), same);
  const auto at = static_cast<std::size_t>(first.first - was.begin());
  if (at == was.size() && at == now.size()) return;
  if (at == was.size()) {
    found.push_back(added(now[at], kind));
  } else if (at == now.size()) {
    found.push_back(missing(laid_out.text_of(was[at])));
  } else {
    found.push_back(comes_later(now, at, rest_of_line(was, at))
                        ? added(now[at], kind)
                        : changed(now[at], laid_out.text_of(was[at])));
  }
}

// --- Answers --------------------------------------------------------------

// "// verdict: data-race" → its name and the rest; no name if it is no answer.
std::pair<std::string, std::string> answer_in(const std::string& line) {
  static const std::regex form(R"(\s*//\s*([a-z]+)\s*:\s*(.*?)\s*)");
  std::smatch found;
  if (!std::regex_match(line, found, form)) return {};
  return {found[1], found[2]};
}

// Calls `visit` with each line and whether it is between the answers' marks.
template <class Visit>
void for_each_line(std::string_view text, Visit visit) {
  bool inside = false;
  for (const source_line& each : lines_of(text)) {
    const std::string line = without_indent(each.text);
    if (inside && line.starts_with(answer_ends)) inside = false;
    visit(each, inside);
    if (line.starts_with(answer_begins)) inside = true;
  }
}

}  // namespace

std::string laid_out(const exercise& of, const exercise_text& text,
                     std::string_view source) {
  return of.kind == exercise_kind::read
             ? laid_out_beside_log(of, text, source)
             : put_together(of, text, without_explanations(lines_of(source)));
}

std::string laid_out_solution(const exercise& of, const exercise_text& text,
                              std::string_view source) {
  return put_together(of, text, with_explanations(lines_of(source)));
}

std::vector<refusal> changes_outside(exercise_kind kind,
                                     std::string_view laid_out,
                                     std::string_view learners) {
  const parts was = parts_of(laid_out);
  const parts now = parts_of(learners);
  std::vector<refusal> found;
  if (was.marked && !now.marked) {
    return {{0, fmt::format("the marks \u201c{}\u2026\u201d and "
                            "\u201c{}\u2026\u201d round your part are gone",
                            theirs_begins, theirs_ends)}};
  }
  const auto compare_part = [&](const tokens& before, const tokens& after) {
    compare(fixed_part(before, kind, laid_out),
            fixed_part(after, kind, learners), kind, found);
  };
  compare_part(was.before, now.before);
  compare_part(was.after, now.after);
  return found;
}

line_range learners_part(std::string_view learners) {
  return parts_of(learners).theirs;
}

const std::vector<std::string>& questions_of(exercise_kind kind) {
  static const std::vector<std::string> none;
  static const std::vector<std::string> predict{"verdict", "lines"};
  static const std::vector<std::string> break_code{"schedule"};
  static const std::vector<std::string> read{"first", "second", "edge"};
  switch (kind) {
    case exercise_kind::predict:
      return predict;
    case exercise_kind::break_code:
      return break_code;
    case exercise_kind::read:
      return read;
    case exercise_kind::mend:
    case exercise_kind::write:
      break;
  }
  return none;
}

answers answers_in(exercise_kind kind, std::string_view learners) {
  answers out;
  for (const std::string& each : questions_of(kind)) out[each];
  for_each_line(learners, [&](const source_line& line, bool inside) {
    if (!inside) return;
    auto [name, words] = answer_in(line.text);
    if (out.contains(name)) out[name] = std::move(words);
  });
  return out;
}

std::string with_answers(std::string_view learners, const answers& given) {
  lines out;
  for_each_line(learners, [&](const source_line& line, bool inside) {
    const auto found =
        inside ? given.find(answer_in(line.text).first) : given.end();
    out.push_back(found == given.end()
                      ? line.text
                      : fmt::format("// {}: {}", found->first, found->second));
  });
  return joined(out);
}

std::map<int, int> lines_in(std::string_view source,
                            std::string_view learners) {
  const std::vector<source_line> from = code_of(lines_of(source));
  const std::vector<source_line> to = code_of(lines_of(learners));
  std::map<int, int> out;
  for (std::size_t i = 0; i < std::min(from.size(), to.size()); ++i) {
    if (from[i].text != to[i].text) break;
    out[from[i].number] = to[i].number;
  }
  return out;
}

}  // namespace racelab::workshop
