// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/command_line.hpp"
#include "harness/pipeline.hpp"

#include <span>

namespace racelab {

// `seeds`: judges what is wanted of a campaign, keeps it, prints it, and
// returns the exit status. Blocks until all is judged. Throws usage_error,
// interrupted, and std::runtime_error if the result cannot be kept.
int judge_seeds(const installation&, std::span<const task>, const command_line&,
                const judging&, bool as_json);

// `merge`: joins the parts that are named, keeps and prints the whole, and
// returns the exit status. Throws std::runtime_error, which names the file
// that cannot be read or written.
int merge(const command_line&, bool as_json);

}  // namespace racelab
