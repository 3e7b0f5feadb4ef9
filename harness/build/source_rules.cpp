// Distributed under the Boost Software License, Version 1.0.
#include "harness/build/source_rules.hpp"

#include "harness/build/source_tokens.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <span>
#include <string_view>

#include <fmt/format.h>

namespace racelab::build {
namespace {

namespace fs = std::filesystem;
using tokens = std::span<const source_token>;

// [lex.key], and the alternative tokens of [lex.digraph].
const std::set<std::string_view> keywords = {
    "alignas",       "alignof",     "and",
    "and_eq",        "asm",         "auto",
    "bitand",        "bitor",       "bool",
    "break",         "case",        "catch",
    "char",          "char8_t",     "char16_t",
    "char32_t",      "class",       "compl",
    "concept",       "const",       "consteval",
    "constexpr",     "constinit",   "const_cast",
    "continue",      "co_await",    "co_return",
    "co_yield",      "decltype",    "default",
    "delete",        "do",          "double",
    "dynamic_cast",  "else",        "enum",
    "explicit",      "export",      "extern",
    "false",         "float",       "for",
    "friend",        "goto",        "if",
    "inline",        "int",         "long",
    "mutable",       "namespace",   "new",
    "noexcept",      "not",         "not_eq",
    "nullptr",       "operator",    "or",
    "or_eq",         "private",     "protected",
    "public",        "register",    "reinterpret_cast",
    "requires",      "return",      "short",
    "signed",        "sizeof",      "static",
    "static_assert", "static_cast", "struct",
    "switch",        "template",    "this",
    "thread_local",  "throw",       "true",
    "try",           "typedef",     "typeid",
    "typename",      "union",       "unsigned",
    "using",         "virtual",     "void",
    "volatile",      "wchar_t",     "while",
    "xor",           "xor_eq"};

// Words that take code out of the race detector's sight, or let a subject
// reach what it does not name. Attributes may be written between "__" as well.
constexpr std::array<std::string_view, 13> blinding_words = {
    "no_sanitize",
    "no_sanitize_thread",
    "no_sanitize_coverage",
    "disable_sanitizer_instrumentation",
    "asm",
    "__asm",
    "dlsym",
    "dlvsym",
    "weakref",
    "ifunc",
    "symver",
    "naked",
    "redefine_extname"};

// Names that belong to the race detector and to the judge; and what linkers
// call C++'s names, for whoever would reach these by extern "C".
constexpr std::array<std::string_view, 8> foreign_prefixes = {
    "__tsan_", "__sanitizer_", "__interceptor_",
    "__wrap_", "__real_",      "racelab_",
    "_Z",      "__Z"};

// With these the primitives tell the race detector what they promise. Nobody
// else may promise it anything.
constexpr std::string_view promises = "happens_before";

// Refused within an attribute or a macro; elsewhere they are common names.
constexpr std::array<std::string_view, 2> blinding_attributes = {"alias",
                                                                 "optimize"};

template <class Words>
bool contains(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// An attribute's name without the "__" that may surround it.
std::string_view bare(std::string_view word) {
  if (word.size() > 4 && word.starts_with("__") && word.ends_with("__"))
    return word.substr(2, word.size() - 4);
  return word;
}

// AnnotateHappensBefore and its like, but not the word "Annotated".
bool is_annotation(std::string_view word) {
  constexpr std::string_view prefix = "Annotate";
  return word.starts_with(prefix) && word.size() > prefix.size() &&
         std::isupper(static_cast<unsigned char>(word[prefix.size()]));
}

std::optional<std::string> refuse_name(std::string_view word) {
  if (is_annotation(word) || word == promises ||
      std::any_of(foreign_prefixes.begin(), foreign_prefixes.end(),
                  [&](auto prefix) { return word.starts_with(prefix); }))
    return fmt::format("'{}' is a name of the race detector's or the judge's",
                       word);
  return std::nullopt;
}

std::optional<std::string> refuse_word(std::string_view word) {
  if (contains(blinding_words, bare(word)))
    return fmt::format("'{}' would hide code from the race detector", word);
  return refuse_name(word);
}

bool is(const tokens& all, std::size_t at, std::string_view spelling) {
  return at < all.size() && all[at].spelling == spelling &&
         all[at].kind != token_kind::text;
}

bool is_word(const source_token& token) {
  return token.kind == token_kind::identifier;
}

// One past the last token on the line of the directive at `hash`.
std::size_t directive_end(const tokens& all, std::size_t hash) {
  auto at = hash + 1;
  while (at < all.size() && !all[at].begins_line) ++at;
  return at;
}

// One past the attribute that begins at `at`; `at` itself if none does.
std::size_t attribute_end(const tokens& all, std::size_t at) {
  const bool gnu = is(all, at, "__attribute__") || is(all, at, "__attribute");
  const bool standard = is(all, at, "[") && is(all, at + 1, "[");
  if (!gnu && !standard) return at;
  int depth = 0;
  for (auto end = gnu ? at + 1 : at; end < all.size(); ++end) {
    if (is(all, end, "(") || is(all, end, "[")) ++depth;
    if (is(all, end, ")") || is(all, end, "]")) --depth;
    if (depth <= 0) return end + 1;
  }
  return all.size();
}

class file_check {
 public:
  file_check(fs::path file, std::string_view text)
      : file_(std::move(file)), text_(text), tokens_(tokenize(text)) {}

  std::vector<rule_violation> run() {
    check_characters();
    check_directives();
    check_words();
    check_attributes();
    check_pragma_operators();
    check_pasting();
    std::stable_sort(found_.begin(), found_.end(),
                     [](const auto& one, const auto& other) {
                       return one.line < other.line;
                     });
    return std::move(found_);
  }

  // What `#include` names, on either kind of delimiters.
  std::vector<std::string> included() const {
    std::vector<std::string> names;
    for (std::size_t at = 0; at + 2 < tokens_.size(); ++at)
      if (is_include(at) && tokens_[at + 2].kind == token_kind::text)
        names.push_back(tokens_[at + 2].spelling);
    return names;
  }

  // What `__has_include` names, and the like.
  std::vector<std::string> asked_for() const {
    static constexpr std::array<std::string_view, 2> questions = {
        "__has_include", "__has_include_next"};
    std::vector<std::string> names;
    for (std::size_t at = 0; at + 2 < tokens_.size(); ++at)
      if (contains(questions, tokens_[at].spelling) &&
          tokens_[at + 2].kind == token_kind::text)
        names.push_back(tokens_[at + 2].spelling);
    return names;
  }

 private:
  void refuse(int line, std::string message) {
    rule_violation violation{file_, line, std::move(message)};
    if (found_.empty() || found_.back() != violation)
      found_.push_back(std::move(violation));
  }

  bool begins_directive(std::size_t at) const {
    return is(tokens_, at, "#") && tokens_[at].begins_line;
  }

  bool is_include(std::size_t hash) const {
    static constexpr std::array<std::string_view, 3> names = {
        "include", "include_next", "import"};
    return begins_directive(hash) && hash + 1 < tokens_.size() &&
           contains(names, tokens_[hash + 1].spelling);
  }

  // Compilers disagree about these, so no check can be right about them.
  void check_characters() {
    int line = 1;
    for (std::size_t at = 0; at != text_.size(); ++at) {
      if (text_[at] == '\n') ++line;
      if (text_[at] == '\0') refuse(line, "a NUL character in the source");
      if (text_[at] == '\r' &&
          (at + 1 == text_.size() || text_[at + 1] != '\n'))
        refuse(line, "a carriage return that ends no line");
    }
    for (std::size_t at = 0; at + 1 < tokens_.size(); ++at)
      if (is(tokens_, at, "\\") && is_word(tokens_[at + 1]) &&
          std::toupper(static_cast<unsigned char>(
              tokens_[at + 1].spelling.front())) == 'U')
        refuse(tokens_[at].line, "a universal character name in a name");
  }

  void check_directives() {
    for (std::size_t hash = 0; hash + 1 < tokens_.size(); ++hash) {
      if (!begins_directive(hash)) continue;
      const auto line = tokens(tokens_).subspan(
          hash + 1, directive_end(tokens_, hash) - hash - 1);
      if (line.empty()) continue;
      const auto& name = line.front().spelling;
      if ((name == "define" || name == "undef") && line.size() > 1)
        check_definition(line);
      if (name == "pragma") check_pragma(line.subspan(1), line.front().line);
      if (is_include(hash) &&
          (line.size() < 2 || line[1].kind != token_kind::text))
        refuse(line.front().line, "an #include that does not name its file");
    }
  }

  void check_definition(const tokens& line) {
    const auto& name = line[1];
    if (keywords.contains(name.spelling))
      refuse(name.line,
             fmt::format("'{}' is a keyword, and no macro [macro.names]",
                         name.spelling));
    for (const auto& token : line.subspan(2)) check_attribute_word(token);
  }

  void check_attribute_word(const source_token& token) {
    if (is_word(token) && contains(blinding_attributes, bare(token.spelling)))
      refuse(token.line,
             fmt::format("the attribute '{}' would hide code from the race "
                         "detector",
                         token.spelling));
  }

  void check_pragma(const tokens& line, int where) {
    static constexpr std::array<std::string_view, 5> refused = {
        "optimize", "attribute", "push_options", "pop_options", "dependency"};
    const auto found =
        std::find_if(line.begin(), line.end(), [](const source_token& token) {
          return contains(refused, token.spelling);
        });
    if (found != line.end())
      refuse(where,
             fmt::format("'#pragma … {}' would change how code is instrumented",
                         found->spelling));
  }

  void check_words() {
    for (std::size_t at = 0; at != tokens_.size(); ++at) {
      const auto& token = tokens_[at];
      // A string can name a symbol as well: alias("…"), dlsym(…, "…").
      const auto why = token.kind == token_kind::text
                           ? refuse_name(token.spelling)
                           : refuse_word(token.spelling);
      if (why) refuse(token.line, *why);
      if (is_word(token) && token.spelling == "probe" && at > 0 &&
          (is(tokens_, at - 1, "namespace") ||
           (at > 1 && is(tokens_, at - 1, "::") &&
            is(tokens_, at - 2, "racelab"))))
        refuse(token.line, "the namespace 'racelab::probe' is the judge's");
    }
  }

  void check_attributes() {
    for (std::size_t at = 0; at < tokens_.size(); ++at)
      for (const auto end = attribute_end(tokens_, at); at < end; ++at)
        check_attribute_word(tokens_[at]);
  }

  void check_pragma_operators() {
    for (std::size_t at = 0; at != tokens_.size(); ++at) {
      if (!is(tokens_, at, "_Pragma") && !is(tokens_, at, "__pragma")) continue;
      if (!is(tokens_, at + 1, "(") || at + 2 >= tokens_.size() ||
          tokens_[at + 2].kind != token_kind::text) {
        refuse(tokens_[at].line, "a _Pragma that does not say what it does");
        continue;
      }
      std::string text = tokens_[at + 2].spelling;
      std::erase(text, '\\');
      check_pragma(tokenize(text), tokens_[at].line);
      for (const auto& token : tokenize(text))
        if (auto why = refuse_word(token.spelling))
          refuse(tokens_[at].line, *why);
    }
  }

  // Tokens may be pasted by macros of this file or of a library. Long words
  // are refused if this file's names, of more than one letter, can make them in
  // any way; short ones, and those whose parts are common, if the parts stand
  // side by side in a call or a definition of a macro.
  void check_pasting() {
    check_neighbours();
    std::set<std::string_view> pieces;
    for (const auto& token : tokens_)
      if (token.kind != token_kind::text && token.spelling.size() > 1)
        pieces.insert(token.spelling);
    static constexpr std::array<std::string_view, 7> words = {
        "no_sanitize",    "disable_sanitizer_instrumentation",
        "__tsan_",        "__sanitizer_",
        "__interceptor_", "__wrap_",
        "__real_"};
    for (const auto word : words)
      if (const auto* first = first_piece(word, pieces))
        refuse(
            first->line,
            fmt::format("'{}' could be pasted together from names here", word));
  }

  void check_neighbours() {
    for (std::size_t at = 0; at + 2 < tokens_.size(); ++at) {
      if (!is(tokens_, at + 1, "##") && !is(tokens_, at + 1, ",")) continue;
      if (tokens_[at].kind == token_kind::text ||
          tokens_[at + 2].kind == token_kind::text)
        continue;
      const auto pasted = tokens_[at].spelling + tokens_[at + 2].spelling;
      if (refuse_word(tokens_[at].spelling)) continue;
      if (refuse_word(pasted))
        refuse(tokens_[at].line,
               fmt::format("'{}' could be pasted together here", pasted));
    }
  }

  // The first of two or more pieces that make `word`, the last one perhaps
  // more than that. Null if there are none.
  const source_token* first_piece(
      std::string_view word, const std::set<std::string_view>& pieces) const {
    // reachable[n]: the first n characters can be made of whole pieces.
    std::vector<bool> reachable(word.size() + 1);
    reachable[0] = true;
    bool made = false;
    for (std::size_t from = 0; from != word.size(); ++from)
      for (const auto piece : pieces) {
        if (!reachable[from]) break;
        const auto rest = word.substr(from);
        if (rest.size() > piece.size() && rest.starts_with(piece))
          reachable[from + piece.size()] = true;
        made = made || (from > 0 && piece.starts_with(rest));
      }
    if (!made) return nullptr;
    const auto first = std::find_if(
        tokens_.begin(), tokens_.end(), [&](const source_token& token) {
          return token.kind == token_kind::identifier &&
                 word.starts_with(token.spelling);
        });
    return first == tokens_.end() ? nullptr : &*first;
  }

  fs::path file_;
  std::string_view text_;
  std::vector<source_token> tokens_;
  std::vector<rule_violation> found_;
};

std::string read(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

using trust = std::function<bool(const fs::path&)>;

void check_tree(const fs::path& file, const trust& is_trusted,
                std::set<fs::path>& seen, std::vector<rule_violation>& found) {
  std::error_code ignored;
  if (!seen.insert(fs::weakly_canonical(file, ignored)).second) return;
  const auto text = read(file);
  file_check check(file, text);
  const auto here = check.included();
  auto violations = check.run();
  found.insert(found.end(), std::make_move_iterator(violations.begin()),
               std::make_move_iterator(violations.end()));
  for (const auto& name : here) {
    const auto included = (file.parent_path() / name).lexically_normal();
    if (fs::is_regular_file(included, ignored) &&
        !is_trusted(fs::absolute(included)))
      check_tree(included, is_trusted, seen, found);
  }
}

}  // namespace

std::string describe(const rule_violation& violation) {
  const std::string line =
      violation.line == 0 ? "" : fmt::format(":{}", violation.line);
  return fmt::format("{}{}: error: {}", violation.file.string(), line,
                     violation.message);
}

std::vector<rule_violation> check_file(const fs::path& file) {
  const auto text = read(file);
  return file_check(file, text).run();
}

std::vector<std::string> headers_named_in(const fs::path& file) {
  const auto text = read(file);
  const file_check check(file, text);
  auto names = check.included();
  const auto asked = check.asked_for();
  names.insert(names.end(), asked.begin(), asked.end());
  return names;
}

std::vector<rule_violation> check_subject(const fs::path& file,
                                          const trust& is_trusted) {
  std::vector<rule_violation> found;
  std::set<fs::path> seen;
  check_tree(file, is_trusted, seen, found);
  return found;
}

}  // namespace racelab::build
