// Distributed under the Boost Software License, Version 1.0.
#include "harness/detect/library_race.hpp"

#include <algorithm>

namespace racelab::detect {
namespace {

bool is_in_atomic_shared_ptr(const observe::access& part) {
  const auto own =
      std::find_if(part.stack.begin(), part.stack.end(),
                   [](const observe::frame& each) { return each.subject; });
  return std::any_of(part.stack.begin(), own, [](const observe::frame& each) {
    return each.function.starts_with("std::_Sp_atomic::");
  });
}

}  // namespace

bool is_of_library(const observe::race& what) {
  return !what.accesses.empty() &&
         std::all_of(what.accesses.begin(), what.accesses.end(),
                     is_in_atomic_shared_ptr);
}

}  // namespace racelab::detect
