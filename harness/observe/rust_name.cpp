// Distributed under the Boost Software License, Version 1.0.
#include "harness/observe/rust_name.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace racelab::observe {
namespace {

constexpr std::size_t hash_length = 16;

// Without the hash, of which `before` and `behind` are told.
std::optional<std::string_view> without_hash(std::string_view name,
                                             std::string_view before,
                                             std::string_view behind) {
  if (!name.ends_with(behind)) return std::nullopt;
  name.remove_suffix(behind.size());
  if (name.size() < before.size() + hash_length) return std::nullopt;
  const std::string_view end =
      name.substr(name.size() - hash_length - before.size());
  if (!end.starts_with(before) ||
      end.find_first_not_of("0123456789abcdef", before.size()) !=
          std::string_view::npos)
    return std::nullopt;
  return name.substr(0, name.size() - end.size());
}

// "4shop3add" as "shop::add"; nothing if it is no such thing.
std::optional<std::string> joined(std::string_view counted) {
  std::string out;
  while (!counted.empty()) {
    std::size_t length = 0;
    const auto [end, error] = std::from_chars(
        counted.data(), counted.data() + counted.size(), length);
    counted.remove_prefix(static_cast<std::size_t>(end - counted.data()));
    if (error != std::errc() || length == 0 || length > counted.size())
      return std::nullopt;
    if (!out.empty()) out += "::";
    out += counted.substr(0, length);
    counted.remove_prefix(length);
  }
  return out;
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 13> escapes{
    {{"$LT$", "<"},
     {"$GT$", ">"},
     {"$LP$", "("},
     {"$RP$", ")"},
     {"$C$", ","},
     {"$RF$", "&"},
     {"$BP$", "*"},
     {"$SP$", "@"},
     {"$u20$", " "},
     {"$u27$", "'"},
     {"$u7b$", "{"},
     {"$u7d$", "}"},
     {"..", "::"}}};

std::string unescaped(std::string_view name) {
  std::string out;
  while (!name.empty()) {
    // It stands in front of a part that begins with an escape.
    if (name.starts_with("_$") && (out.empty() || out.ends_with("::")))
      name.remove_prefix(1);
    const auto* found = std::find_if(
        escapes.begin(), escapes.end(),
        [&](const auto& each) { return name.starts_with(each.first); });
    const bool escaped = found != escapes.end();
    out += escaped ? found->second : name.substr(0, 1);
    name.remove_prefix(escaped ? found->first.size() : 1);
  }
  return out;
}

}  // namespace

std::string_view without_rust_hash(std::string_view name) {
  if (const auto plain = without_hash(name, "::h", "")) return *plain;
  return without_hash(name, "17h", "E").value_or(name);
}

std::string rust_name(std::string_view name) {
  if (const auto plain = without_hash(name, "::h", ""))
    return unescaped(*plain);
  constexpr std::string_view mangled = "_ZN";
  const auto counted = without_hash(name, "17h", "E");
  if (!counted || !counted->starts_with(mangled)) return std::string(name);
  const auto plain = joined(counted->substr(mangled.size()));
  return plain ? unescaped(*plain) : std::string(name);
}

}  // namespace racelab::observe
