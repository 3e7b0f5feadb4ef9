// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/matrix/matrix.hpp"

#include <string>

namespace racelab::matrix {

// The matrix as a page in Markdown: what each tool found, where another tool
// is better than Racelab, and a table of all subjects.
std::string matrix_page(const result&);

}  // namespace racelab::matrix
