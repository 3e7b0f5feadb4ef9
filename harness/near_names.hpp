// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace racelab {

// Those of `names` that somebody who typed `word` may have meant, the nearest
// first: at most three, and none that is much farther off than the first.
std::vector<std::string> near_names(std::string_view word,
                                    const std::vector<std::string>& names);

// "; did you mean A or B?", or nothing where no name is near.
std::string did_you_mean(std::string_view word,
                         const std::vector<std::string>& names);

}  // namespace racelab
