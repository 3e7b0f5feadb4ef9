// Distributed under the Boost Software License, Version 1.0.
#include "harness/build/object_rules.hpp"

#include "harness/build/readable_symbol.hpp"

#include <algorithm>
#include <string>

#include <dlfcn.h>
#include <fmt/format.h>

namespace racelab::build {
namespace {

// Those that every subject is linked with, and that are here anyhow.
const std::vector<void*>& libraries() {
  static const std::vector<void*> all = [] {
    std::vector<void*> out;
    for (const char* name :
         {"libc.so.6", "libm.so.6", "libstdc++.so.6", "libgcc_s.so.1"})
      if (void* found = dlopen(name, RTLD_LAZY)) out.push_back(found);
    return out;
  }();
  return all;
}

}  // namespace

bool is_library_name(std::string_view symbol) {
  return std::any_of(libraries().begin(), libraries().end(), [&](void* in) {
    return dlsym(in, std::string(symbol).c_str()) != nullptr;
  });
}

std::vector<rule_violation> check_object(
    const object_symbols& all, const std::filesystem::path& subject,
    const std::function<bool(const std::filesystem::path&)>& is_own,
    std::size_t compilers_own) {
  std::vector<rule_violation> found;
  for (const object_symbol& each : all.defined) {
    const bool mine = each.file.empty() ? !each.weak : is_own(each.file);
    if (mine && is_library_name(each.name))
      found.push_back(
          {subject, each.line,
           fmt::format("'{}' is the library's: what is defined by that name "
                       "would replace it for the judge as well",
                       readable_symbol(each.name))});
  }
  if (all.early_functions > compilers_own)
    found.push_back({subject, 0,
                     "a constructor with a priority would run before the "
                     "judge is there: leave the priority out"});
  return found;
}

}  // namespace racelab::build
