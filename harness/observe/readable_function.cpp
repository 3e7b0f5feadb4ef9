// Distributed under the Boost Software License, Version 1.0.
#include "harness/observe/rust_name.hpp"
#include "harness/observe/symbolizer.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace racelab::observe {
namespace {

constexpr std::string_view anonymous_namespace = "(anonymous namespace)::";
constexpr char lambda_mark = '\1';
constexpr char closure_mark = '\2';
constexpr std::string_view marks = "\1\2";

bool ends_with_word(std::string_view text, std::string_view word) {
  if (!text.ends_with(word)) return false;
  if (text.size() == word.size()) return true;
  const auto before =
      static_cast<unsigned char>(text[text.size() - word.size() - 1]);
  return std::isalnum(before) == 0 && before != '_';
}

// Copies a demangled name, leaving out whatever stands in brackets. What
// makes that more than a loop are operators, whose names are brackets too, and
// Rust, where a type may stand in them: "<T as Trait>::method".
class name_reader {
 public:
  explicit name_reader(std::string_view name, unsigned depth = 0)
      : rest_(name), depth_(depth) {}

  std::string read() {
    while (!rest_.empty()) step();
    if (kept_.ends_with("::")) kept_.resize(kept_.size() - 2);
    return kept_;
  }

 private:
  void step() {
    if (ends_with_word(kept_, "operator") && keep_operator()) return;
    if (rest_.starts_with(anonymous_namespace))
      return drop(anonymous_namespace.size());
    switch (rest_.front()) {
      case '{':
        if (rest_.starts_with("{lambda")) kept_ += lambda_mark;
        if (rest_.starts_with("{closure") || rest_.starts_with("{{closure"))
          kept_ += closure_mark;
        return drop_brackets();
      case '<':
        return angle_brackets();
      case '(':
        // Go's receiver, "main.(*cache).put", is no list of parameters.
        return kept_.ends_with('.') ? keep(1) : drop_brackets();
      case '[':
        return is_objective_c() ? keep_brackets() : drop_brackets();
      case '$':
        return unnamed_type();
      case ' ':
        return space();
      default:
        keep(1);
    }
  }

  // "-[Cart add:]", and "__19-[Cart add:]_block_invoke".
  bool is_objective_c() const {
    return (kept_.ends_with('-') || kept_.ends_with('+')) &&
           !ends_with_word(kept_.substr(0, kept_.size() - 1), "operator");
  }

  void keep_brackets() {
    const std::string_view from = rest_;
    drop_brackets();
    kept_ += from.substr(0, from.size() - rest_.size());
  }

  void angle_brackets() {
    const std::string_view from = rest_;
    drop_brackets();
    if (kept_.ends_with("::")) {
      kept_.resize(kept_.size() - 2);  // "function::<T>"
    } else if (kept_.empty() && rest_.starts_with("::")) {
      std::string_view inner = from.substr(0, from.size() - rest_.size() - 1);
      inner.remove_prefix(1);
      const std::size_t as = inner.rfind(" as ");
      if (as != std::string_view::npos) inner.remove_prefix(as + 4);
      kept_ = depth_ < most_depth ? name_reader(inner, depth_ + 1).read()
                                  : std::string(inner);
    }
  }

  bool keep_operator() {
    static constexpr std::array<std::string_view, 12> bracketed = {
        "<<=", ">>=", "<=>", "->*", "<<", ">>",
        "<=",  ">=",  "->",  "()",  "[]", "<"};
    for (const std::string_view each : bracketed) {
      if (!rest_.starts_with(each)) continue;
      keep(each.size());
      // "operator< <int>": the space only parts the two brackets.
      if (rest_.starts_with(" <")) drop(1);
      return true;
    }
    if (rest_.front() != ' ') return false;
    // "operator bool", "operator new[]": the type belongs to the name.
    keep(1);
    while (!rest_.empty() && rest_.front() != '(' && rest_.front() != '<')
      keep(1);
    return true;
  }

  // "$_0" is clang's name for a lambda that no other file can name.
  void unnamed_type() {
    if (!rest_.starts_with("$_")) return keep(1);
    kept_ += lambda_mark;
    drop(2);
    while (!rest_.empty() &&
           std::isdigit(static_cast<unsigned char>(rest_.front())) != 0)
      drop(1);
  }

  // What stands before a space is a return type, unless what comes after are
  // a member function's qualifiers, or Swift's return type.
  void space() {
    if (rest_.starts_with(" -> ")) return drop(rest_.size());
    std::string_view after = rest_;
    std::string_view last = rest_;  // of the words that may be qualifiers
    const auto skip = [&](std::string_view word) {
      if (!after.starts_with(word)) return false;
      last = after;
      after.remove_prefix(word.size());
      return true;
    };
    while (skip(" const") || skip(" volatile") || skip(" &&") || skip(" &") ||
           skip(" noexcept")) {
    }
    if (after.starts_with(" [")) after.remove_prefix(1);
    if (after.empty() || after.starts_with("::") || after.starts_with('[')) {
      rest_ = after;
      return;
    }
    kept_.clear();
    // They were none, and need not be looked at again one by one.
    rest_ = last;
    drop(1);
  }

  void drop_brackets() {
    const char open = rest_.front();
    int depth = 0;
    while (!rest_.empty()) {
      const char c = rest_.front();
      // In "f<(a > b)>" and "f<X::operator->>" only brackets of the same
      // kind as the first can be told from operators; an arrow never closes.
      if (open == '<' && rest_.starts_with("->")) {
        drop(2);
        continue;
      }
      drop(1);
      if (c == '(' || c == '{' || c == '[' || (c == '<' && open == '<'))
        ++depth;
      if (c == ')' || c == '}' || c == ']' || (c == '>' && open == '<'))
        --depth;
      if (depth <= 0) return;
    }
  }

  void keep(std::size_t count) {
    kept_ += rest_.substr(0, count);
    drop(count);
  }

  void drop(std::size_t count) {
    rest_.remove_prefix(std::min(count, rest_.size()));
  }

  // How deep types may be in each other that stand for their traits.
  static constexpr unsigned most_depth = 8;

  std::string_view rest_;
  std::string kept_;
  unsigned depth_;
};

// Swift calls it "closure #1 in Cart.add(_:)".
std::string swifts_closure(std::string name) {
  constexpr std::string_view inside = " in ";
  const std::size_t at = name.rfind(inside);
  if (at == std::string::npos || name.find("closure #") > at) return name;
  name.erase(0, at + inside.size());
  return name.substr(0, name.find(" -> ")) + closure_mark;
}

// What has no name of its own is named by where it is written.
std::string unnamed(std::string_view before_mark, std::string_view what) {
  if (before_mark.ends_with("::")) before_mark.remove_suffix(2);
  return std::string(before_mark) + (before_mark.empty() ? "" : " ") +
         std::string(what);
}

}  // namespace

std::string readable_function(std::string_view demangled) {
  const std::string name =
      name_reader(swifts_closure(rust_name(demangled))).read();
  const std::size_t mark = name.find_first_of(marks);
  if (mark != std::string::npos)
    return unnamed(std::string_view(name).substr(0, mark),
                   name[mark] == lambda_mark ? "(lambda)" : "(closure)");
  return name.empty() ? std::string(demangled) : name;
}

}  // namespace racelab::observe
