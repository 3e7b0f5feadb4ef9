// Distributed under the Boost Software License, Version 1.0.
#include "harness/detect/library_race.hpp"

#include <algorithm>
#include <string_view>

namespace racelab::detect {
namespace {

// Which of its functions an access is in; empty: none.
std::string_view of_atomic_shared_ptr(const observe::access& part) {
  constexpr std::string_view scope = "std::_Sp_atomic::";
  for (const observe::frame& each : part.stack) {
    if (each.subject) break;
    if (each.function.starts_with(scope))
      return std::string_view(each.function).substr(scope.size());
  }
  return {};
}

bool only_looks(const observe::access& part) {
  const auto function = of_atomic_shared_ptr(part);
  return function == "load" || function == "wait";
}

bool uses_one_that_exists(const observe::access& part) {
  const auto function = of_atomic_shared_ptr(part);
  return !function.empty() && !function.ends_with("_Sp_atomic");
}

}  // namespace

bool is_of_library(const observe::race& what) {
  const auto& all = what.accesses;
  return std::all_of(all.begin(), all.end(), uses_one_that_exists) &&
         std::any_of(all.begin(), all.end(), only_looks);
}

}  // namespace racelab::detect
