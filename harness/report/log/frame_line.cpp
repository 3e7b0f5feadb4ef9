// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/log/frame_line.hpp"

#include "harness/report/log/text_scanner.hpp"

#include <cctype>

namespace racelab::report::log {
namespace {

constexpr std::string_view unknown = "<null>";
constexpr auto npos = std::string_view::npos;

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

// Where the parenthesis that the last character closes was opened.
std::size_t opening_of_last(std::string_view text) {
  int depth = 0;
  for (std::size_t i = text.size(); i-- > 0;) {
    if (text[i] == ')') ++depth;
    if (text[i] == '(' && --depth == 0) return i;
  }
  return text.rfind('(');
}

// Takes "(…)" from the end, if it stands apart; what is within.
std::optional<std::string_view> take_group(std::string_view& text) {
  if (!text.ends_with(')')) return std::nullopt;
  const std::size_t open = opening_of_last(text);
  if (open == npos || (open > 0 && text[open - 1] != ' ')) return std::nullopt;
  const std::string_view inside = text.substr(open + 1, text.size() - open - 2);
  return inside;
}

void remove_group(std::string_view& text, std::string_view inside) {
  text = trimmed(text.substr(0, text.size() - inside.size() - 2));
}

void take_build_id(std::string_view& text, frame& out) {
  constexpr std::string_view mark = "BuildId: ";
  const auto inside = take_group(text);
  if (!inside || !inside->starts_with(mark)) return;
  out.build_id = inside->substr(mark.size());
  remove_group(text, *inside);
}

std::optional<std::uint64_t> whole_address(std::string_view text) {
  text_scanner in(text);
  const auto value = in.address();
  return in.at_end() ? value : std::nullopt;
}

// "(module+0x12)" or "(0x12)"
void take_module(std::string_view& text, frame& out) {
  const auto inside = take_group(text);
  if (!inside) return;
  const std::size_t plus = inside->rfind('+');
  if (plus != npos && plus > 0) {
    out.offset = whole_address(inside->substr(plus + 1));
    if (!out.offset) return;
    out.module = inside->substr(0, plus);
  } else {
    out.address = whole_address(*inside);
    if (!out.address) return;
  }
  remove_group(text, *inside);
}

// Takes ":31" from the end.
std::optional<unsigned> take_number(std::string_view& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == npos || colon + 1 == text.size()) return std::nullopt;
  unsigned value = 0;
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data() + colon + 1, end, value);
  if (parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
  text = text.substr(0, colon);
  return value;
}

// Whether the text could be what follows a function's parameters.
bool ends_a_function(std::string_view word) {
  return word == "const" || word == "volatile" || word == "&" || word == "&&" ||
         word == "noexcept" || word.starts_with("[clone") ||
         word.starts_with("[abi:") || word.starts_with("(.") ||
         word.starts_with(".");
}

bool is_file_name(std::string_view word) {
  return word.find('.', 1) != npos &&
         word.find_first_of("()[]<>{},:&*") == npos;
}

// Where brackets of every kind are closed. "operator<", "operator->" and
// "operator()" contain some that are none.
class depth_counter {
 public:
  // How deep the character at `i` is.
  int step(std::string_view text, std::size_t i) {
    const char c = text[i];
    if (c == '(' || c == '[' || c == '{') ++depth_;
    if (c == '<' && !is_operator(text, i)) ++depth_;
    const bool closes =
        c == ')' || c == ']' || c == '}' ||
        (c == '>' && !is_operator(text, i) && i > 0 && text[i - 1] != '-');
    const int here = depth_;
    if (closes && depth_ > 0) --depth_;
    return here;
  }

 private:
  // None has more than three characters: "operator<<=".
  static bool is_operator(std::string_view text, std::size_t i) {
    for (int before = 0; before < 2 && i > 0; ++before, --i)
      if (std::string_view("<>-=").find(text[i - 1]) == npos) break;
    return text.substr(0, i).ends_with("operator");
  }

  int depth_ = 0;
};

// Where an absolute path begins, outside of all brackets if there is such a
// place.
std::size_t absolute_path(std::string_view text) {
  if (text.starts_with('/')) return 0;
  depth_counter depth;
  for (std::size_t i = 0; i + 1 < text.size(); ++i)
    if (depth.step(text, i) == 0 && text[i] == ' ' && text[i + 1] == '/')
      return i + 1;
  const std::size_t any = text.find(" /");
  return any == npos ? npos : any + 1;
}

// Where a path that is not absolute begins. A plain name is one word, and
// whatever follows it is the path; after parameters come qualifiers first.
std::size_t relative_path(std::string_view text) {
  std::size_t closed = npos;
  depth_counter depth;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool outside = depth.step(text, i) <= 1;
    if (outside && text[i] == ')' && i + 1 < text.size() && text[i + 1] == ' ')
      closed = i;
  }
  if (closed == npos) return text.rfind(' ') + 1;
  std::size_t begin = closed + 2;
  for (;;) {
    const std::size_t end = text.find(' ', begin);
    if (end == npos || !ends_a_function(text.substr(begin, end - begin)))
      return begin;
    begin = end + 1;
  }
}

// The text is "FUNCTION FILE", and both may contain spaces.
void split_name_and_file(std::string_view text, frame& out) {
  std::size_t begin = absolute_path(text);
  if (begin == npos) begin = relative_path(text);
  out.file = text.substr(begin);
  out.function = trimmed(text.substr(0, begin));
}

// Without debug information a file has no line, and may be missing as well.
void split_name_and_bare_file(std::string_view text, frame& out) {
  std::size_t begin = absolute_path(text);
  const std::size_t word = text.rfind(' ') + 1;
  if (begin == npos && word > 0 && is_file_name(text.substr(word)))
    begin = word;
  out.function = trimmed(text.substr(0, begin));
  if (begin != npos) out.file = text.substr(begin);
}

void parse_name_and_place(std::string_view text, frame& out) {
  if (text == unknown) return;
  if (text.ends_with(" <null>")) {
    out.function = trimmed(text.substr(0, text.size() - unknown.size()));
    return;
  }
  std::string_view place = text;
  const auto last = take_number(place);
  if (!last) {
    split_name_and_bare_file(text, out);
    return;
  }
  const auto first = take_number(place);
  out.line = first ? *first : *last;
  out.column = first ? *last : 0;
  split_name_and_file(place, out);
}

// Other tools' frames: "0x4c5f in main a.cpp:3".
void take_address(std::string_view& text, frame& out) {
  text_scanner in(text);
  const auto address = in.address();
  if (!address || !(in.take(" in ") || in.take(" ") || in.at_end())) return;
  out.address = address;
  text = trimmed(in.rest());
}

}  // namespace

std::optional<frame> parse_frame(std::string_view text) {
  text_scanner in(text);
  if (!in.take("#")) return std::nullopt;
  const auto number = in.number();
  if (!number || *number > 100'000 || !in.take(" ")) return std::nullopt;
  frame out;
  out.number = static_cast<unsigned>(*number);
  std::string_view rest = trimmed(in.rest());
  if (rest.empty()) return std::nullopt;
  take_address(rest, out);
  take_build_id(rest, out);
  take_module(rest, out);
  parse_name_and_place(rest, out);
  if (out.function == unknown) out.function.clear();
  return out;
}

std::optional<std::string_view> parse_go_function(std::string_view text) {
  if (text.size() < 3 || !text.ends_with("()")) return std::nullopt;
  return text.substr(0, text.size() - 2);
}

bool parse_go_place(std::string_view text, frame& out) {
  const std::size_t plus = text.rfind(" +0x");
  if (plus == npos) return false;
  const auto offset = whole_address(text.substr(plus + 2));
  std::string_view place = text.substr(0, plus);
  const auto line = take_number(place);
  if (!offset || !line || place.empty()) return false;
  out.file = place;
  out.line = *line;
  out.offset = offset;
  return true;
}

}  // namespace racelab::report::log
