// Distributed under the Boost Software License, Version 1.0.
#pragma once

// What rounds tell, and what they do not.

#include <optional>
#include <string_view>
#include <vector>

namespace racelab::bench {

// Of an even number, the mean of the two in the middle. Not of none.
double median(std::vector<double> values);

struct interval {
  double low = 0;
  double high = 0;
};

// Where the median of all rounds that there could be lies, in 19 of 20 cases,
// whatever their distribution: between two of the values, by the sign test. Of
// fewer than six, nothing better is known than between all of them.
interval interval_of_median(std::vector<double> values);

struct goal {
  double limit = 0;
  bool at_least = false;  // else: at most

  bool operator==(const goal&) const = default;
};

enum class state {
  met,
  missed,
  undecided,
  not_run,
  no_goal,
};

std::string_view name_of(state);

// met if the spread is no wider than the ratio's distance to the goal, missed
// if all of it is beyond the goal, else undecided; no_goal if there is none.
state judge(double ratio, const interval& spread,
            const std::optional<goal>& wanted);

}  // namespace racelab::bench
