// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace racelab::report::log {

// Reads a text from its front. Each function takes what it names, or says that
// it is not there and takes nothing.
class text_scanner {
 public:
  explicit text_scanner(std::string_view text) : rest_(text) {}

  bool take(std::string_view literal) {
    if (!rest_.starts_with(literal)) return false;
    rest_.remove_prefix(literal.size());
    return true;
  }

  std::optional<std::uint64_t> number() { return digits(10); }

  // "0x" and what follows it.
  std::optional<std::uint64_t> address() {
    const std::string_view before = rest_;
    if (!take("0x")) return std::nullopt;
    const auto value = digits(16);
    if (!value) rest_ = before;
    return value;
  }

  // What stands before `mark`, which is taken as well.
  std::optional<std::string_view> until(std::string_view mark) {
    const std::size_t at = rest_.find(mark);
    if (at == std::string_view::npos) return std::nullopt;
    const std::string_view found = rest_.substr(0, at);
    rest_.remove_prefix(at + mark.size());
    return found;
  }

  std::string_view rest() const { return rest_; }
  bool at_end() const { return rest_.empty(); }

 private:
  std::optional<std::uint64_t> digits(int base) {
    std::uint64_t value = 0;
    const auto [end, error] =
        std::from_chars(rest_.data(), rest_.data() + rest_.size(), value, base);
    if (error != std::errc()) return std::nullopt;
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return value;
  }

  std::string_view rest_;
};

}  // namespace racelab::report::log
