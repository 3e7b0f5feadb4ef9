// Distributed under the Boost Software License, Version 1.0.
#include "harness/build/source_tokens.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <utility>

namespace racelab::build {
namespace {

bool begins_identifier(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return std::isalpha(byte) || c == '_' || c == '$' || byte >= 0x80;
}

bool continues_identifier(char c) {
  return begins_identifier(c) || std::isdigit(static_cast<unsigned char>(c));
}

// The source without line splices, and where each character was. Compilers
// allow blanks between the backslash and the end of the line.
class logical_text {
 public:
  explicit logical_text(std::string_view source) {
    for (std::size_t i = 0; i < source.size();) {
      if (const auto end = splice_end(source, i)) {
        i = *end;
        continue;
      }
      text_.push_back(source[i]);
      offsets_.push_back(i++);
    }
    offsets_.push_back(source.size());
  }

  const std::string& text() const { return text_; }
  std::size_t offset(std::size_t index) const { return offsets_[index]; }

  // The first character at or behind `offset` of the source.
  std::size_t index_at(std::size_t offset) const {
    return static_cast<std::size_t>(
        std::lower_bound(offsets_.begin(), offsets_.end(), offset) -
        offsets_.begin());
  }

 private:
  static std::optional<std::size_t> splice_end(std::string_view source,
                                               std::size_t at) {
    if (source[at] != '\\') return std::nullopt;
    const auto end = source.find_first_not_of(" \t\f\v\r", at + 1);
    if (end == std::string_view::npos || source[end] != '\n')
      return std::nullopt;
    return end + 1;
  }

  std::string text_;
  std::vector<std::size_t> offsets_;
};

class lexer {
 public:
  lexer(std::string_view source, comments wanted)
      : source_(source), logical_(source), comments_(wanted) {}

  std::vector<source_token> run() {
    while (at_ < text().size()) step();
    return std::move(tokens_);
  }

 private:
  using kind = token_kind;

  const std::string& text() const { return logical_.text(); }
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text().size() ? text()[at_ + ahead] : '\0';
  }
  bool looking_at(std::string_view what) const {
    return text().compare(at_, what.size(), what) == 0;
  }

  void step() {
    const char c = peek();
    if (c == '\n') {
      ++at_;
      begins_line_ = true;
    } else if (std::isspace(static_cast<unsigned char>(c))) {
      ++at_;
    } else if (looking_at("//")) {
      line_comment();
    } else if (looking_at("/*")) {
      const auto end = text().find("*/", at_ + 2);
      at_ = end == std::string::npos ? text().size() : end + 2;
    } else if (c == '"' || c == '\'') {
      quoted(c);
    } else if (c == '<' && names_header()) {
      quoted('>');
    } else if (begins_identifier(c)) {
      identifier();
    } else if (std::isdigit(static_cast<unsigned char>(c)) ||
               (c == '.' &&
                std::isdigit(static_cast<unsigned char>(peek(1))))) {
      number();
    } else {
      punctuator();
    }
  }

  bool before_is(std::size_t back, std::string_view spelling) const {
    return tokens_.size() >= back &&
           tokens_[tokens_.size() - back].spelling == spelling;
  }

  // Whether a header's name comes next, in which a backslash and what begins a
  // comment elsewhere are ordinary characters.
  bool names_header() const {
    static constexpr std::array<std::string_view, 3> directives = {
        "include", "include_next", "import"};
    static constexpr std::array<std::string_view, 2> questions = {
        "__has_include", "__has_include_next"};
    const auto any = [&](const auto& words, std::size_t back) {
      return std::any_of(words.begin(), words.end(),
                         [&](auto word) { return before_is(back, word); });
    };
    if (begins_line_) return false;
    return (any(directives, 1) &&
            (before_is(2, "#") || tokens_.back().begins_line)) ||
           any(questions, 1) || (before_is(1, "(") && any(questions, 2));
  }

  void emit(kind what, std::string spelling, std::size_t begin) {
    const auto before = source_.substr(0, logical_.offset(begin));
    line_ += static_cast<int>(
        std::count(before.begin() + static_cast<std::ptrdiff_t>(counted_),
                   before.end(), '\n'));
    counted_ = before.size();
    tokens_.push_back(
        {what, std::move(spelling), line_, std::exchange(begins_line_, false)});
  }

  void line_comment() {
    const auto begin = at_;
    at_ = std::min(text().find('\n', at_), text().size());
    if (comments_ == comments::left_out) return;
    const bool before = begins_line_;
    emit(kind::line_comment, text().substr(begin + 2, at_ - begin - 2), begin);
    begins_line_ = before;
  }

  // A literal up to `end`, or, if that does not come on this line, the quote
  // alone.
  void quoted(char end) {
    const bool escapes = !names_header();
    const auto begin = at_++;
    std::string inside;
    while (at_ < text().size() && peek() != end && peek() != '\n') {
      if (peek() == '\\' && escapes && peek(1) != '\n')
        inside.push_back(text()[at_++]);
      if (at_ < text().size()) inside.push_back(text()[at_++]);
    }
    if (peek() == end) {
      ++at_;
      emit(kind::text, std::move(inside), begin);
      return;
    }
    at_ = begin + 1;
    emit(kind::punctuator, std::string(1, text()[begin]), begin);
  }

  void identifier() {
    const auto begin = at_;
    while (continues_identifier(peek())) ++at_;
    const auto word = text().substr(begin, at_ - begin);
    static constexpr std::array<std::string_view, 5> raw = {"R", "u8R", "uR",
                                                            "UR", "LR"};
    if (peek() == '"' && std::find(raw.begin(), raw.end(), word) != raw.end() &&
        raw_string())
      return;
    emit(kind::identifier, word, begin);
  }

  // Within a raw string the source counts as it was before splicing.
  bool raw_string() {
    const auto quote = logical_.offset(at_);
    const auto open = source_.find('(', quote);
    constexpr std::size_t longest_delimiter = 16;
    if (open == std::string_view::npos || open - quote - 1 > longest_delimiter)
      return false;
    const auto delimiter = source_.substr(quote + 1, open - quote - 1);
    if (delimiter.find_first_of(" \t\n\v\f\\)\"") != std::string_view::npos)
      return false;
    const auto close =
        source_.find(')' + std::string(delimiter) + '"', open + 1);
    if (close == std::string_view::npos) return false;
    const auto begin = at_;
    at_ = logical_.index_at(close + delimiter.size() + 2);
    emit(kind::text, std::string(source_.substr(open + 1, close - open - 1)),
         begin);
    return true;
  }

  // [lex.ppnumber]
  void number() {
    const auto begin = at_;
    for (;;) {
      const char c = peek();
      const bool exponent = c == 'e' || c == 'E' || c == 'p' || c == 'P';
      if (exponent && (peek(1) == '+' || peek(1) == '-'))
        at_ += 2;
      else if (c == '\'' && continues_identifier(peek(1)))
        at_ += 2;
      else if (continues_identifier(c) || c == '.')
        ++at_;
      else
        break;
    }
    emit(kind::number, text().substr(begin, at_ - begin), begin);
  }

  void punctuator() {
    using spelling = std::pair<std::string_view, std::string_view>;
    static constexpr std::array<spelling, 8> spellings = {{{"%:%:", "##"},
                                                           {"##", "##"},
                                                           {"%:", "#"},
                                                           {"::", "::"},
                                                           {"<%", "{"},
                                                           {"%>", "}"},
                                                           {"<:", "["},
                                                           {":>", "]"}}};
    for (const auto& [written, meant] : spellings)
      if (looking_at(written)) {
        const auto begin = at_;
        at_ += written.size();
        emit(kind::punctuator, std::string(meant), begin);
        return;
      }
    emit(kind::punctuator, std::string(1, peek()), at_);
    ++at_;
  }

  std::string_view source_;
  logical_text logical_;
  comments comments_;
  std::size_t at_ = 0;
  bool begins_line_ = true;
  int line_ = 1;
  std::size_t counted_ = 0;
  std::vector<source_token> tokens_;
};

}  // namespace

std::vector<source_token> tokenize(std::string_view source, comments wanted) {
  return lexer(source, wanted).run();
}

}  // namespace racelab::build
