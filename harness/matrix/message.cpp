// Distributed under the Boost Software License, Version 1.0.
#include "harness/matrix/message.hpp"

#include <regex>

namespace racelab::matrix {

namespace fs = std::filesystem;

void add_place(stack& to, const fs::path& file, int line,
               const fs::path& root) {
  const fs::path relative = file.lexically_normal().lexically_relative(root);
  if (line <= 0 || relative.empty() || *relative.begin() == "..") return;
  to.push_back({relative.generic_string(), line});
}

std::string without_numbers(std::string_view text) {
  static const std::regex varying("0x[0-9a-fA-F]+|\\b(pid|tid)=[0-9]+");
  return std::regex_replace(std::string(text), varying, "…");
}

std::string without_root(std::string text, const fs::path& root) {
  const std::string below = (root / "").string();
  for (std::size_t at = text.find(below); at != std::string::npos;
       at = text.find(below, at))
    text.erase(at, below.size());
  return text;
}

}  // namespace racelab::matrix
