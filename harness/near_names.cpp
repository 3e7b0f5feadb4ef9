// Distributed under the Boost Software License, Version 1.0.
#include "harness/near_names.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>
#include <utility>

namespace racelab {
namespace {

constexpr std::size_t most_names = 3;

// Insertions, deletions, replacements and swaps of neighbours that turn one
// word into the other (optimal string alignment distance).
std::size_t distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> before(to.size() + 1), last(to.size() + 1),
      row(to.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  for (std::size_t i = 1; i <= from.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= to.size(); ++j) {
      const std::size_t replaced =
          last[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
      const bool swapped = i > 1 && j > 1 && from[i - 1] == to[j - 2] &&
                           from[i - 2] == to[j - 1];
      if (swapped) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    before = std::exchange(last, row);
  }
  return last[to.size()];
}

// How far a name is from the word; a name that the word is a part of is near.
std::size_t strangeness(std::string_view word, std::string_view name) {
  const bool part = word.size() >= 3 && name.find(word) != std::string::npos;
  return part ? 1 : distance(word, name);
}

}  // namespace

std::vector<std::string> near_names(std::string_view word,
                                    const std::vector<std::string>& names) {
  const std::size_t most = std::max<std::size_t>(2, word.size() / 3);
  std::vector<std::pair<std::size_t, std::string>> near;
  for (const std::string& name : names) {
    if (const std::size_t far = strangeness(word, name); far <= most) {
      near.emplace_back(far, name);
    }
  }
  std::stable_sort(near.begin(), near.end(), [](const auto& a, const auto& b) {
    return a.first < b.first;
  });
  std::vector<std::string> out;
  for (auto& [far, name] : near) {
    if (out.size() < most_names && far <= near.front().first + 1) {
      out.push_back(std::move(name));
    }
  }
  return out;
}

std::string did_you_mean(std::string_view word,
                         const std::vector<std::string>& names) {
  const std::vector<std::string> near = near_names(word, names);
  return near.empty()
             ? std::string()
             : fmt::format("; did you mean {}?", fmt::join(near, " or "));
}

}  // namespace racelab
