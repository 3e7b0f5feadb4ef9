// Distributed under the Boost Software License, Version 1.0.
#include "harness/observe/dependencies.hpp"

#include <algorithm>

namespace racelab::observe {
namespace {

bool gave(const call& answered, const std::string& value) {
  return value != answered.argument &&
         std::find(answered.answers.begin(), answered.answers.end(), value) !=
             answered.answers.end();
}

bool needs(const call& later, const call& earlier) {
  return earlier.outcome == call_outcome::answered && !later.argument.empty() &&
         earlier.end <= later.begin && gave(earlier, later.argument);
}

}  // namespace

std::vector<std::vector<std::size_t>> dependencies(
    const std::vector<call>& calls) {
  std::vector<std::vector<std::size_t>> result(calls.size());
  for (std::size_t later = 0; later < calls.size(); ++later) {
    for (std::size_t earlier = 0; earlier < calls.size(); ++earlier) {
      if (earlier != later && needs(calls[later], calls[earlier])) {
        result[later].push_back(earlier);
      }
    }
  }
  return result;
}

}  // namespace racelab::observe
