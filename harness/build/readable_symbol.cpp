// Distributed under the Boost Software License, Version 1.0.
#include "harness/build/readable_symbol.hpp"

#include <cstdlib>
#include <memory>
#include <string_view>

#include <cxxabi.h>

namespace racelab::build {

std::string readable_symbol(const std::string& name) {
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> full(
      abi::__cxa_demangle(name.c_str(), nullptr, nullptr, &status), &std::free);
  if (status != 0 || full == nullptr) return name;
  // Neither the parameters nor the templates' arguments.
  std::string out;
  int depth = 0;
  for (const char each : std::string_view(full.get())) {
    const bool is_operator = out.ends_with("operator");
    if (each == '(' && depth == 0 && !is_operator) break;
    if (each == '<' && !is_operator) ++depth;
    if (depth == 0) out += each;
    if (each == '>' && depth > 0) --depth;
  }
  // Versions of the library's, which nobody writes.
  for (const std::string_view version : {"__cxx11::", "_V2::"})
    if (const auto at = out.find(version); at != out.npos)
      out.erase(at, version.size());
  const std::size_t after_type = out.rfind(' ');
  const bool has_type =
      after_type != std::string::npos && out.find("operator") == out.npos;
  return has_type ? out.substr(after_type + 1) : out;
}

}  // namespace racelab::build
