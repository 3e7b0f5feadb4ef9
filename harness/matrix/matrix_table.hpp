// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/matrix/matrix.hpp"
#include "harness/report/look.hpp"

#include <string>

namespace racelab::matrix {

// The matrix for a terminal: a line for each subject, a column for each tool,
// what the signs mean, and what each tool found.
std::string matrix_table(const result&, const report::look&);

// What each tool said of each subject, in words.
std::string matrix_details(const result&, const report::look&);

}  // namespace racelab::matrix
