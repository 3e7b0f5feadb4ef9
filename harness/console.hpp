// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <stdexcept>
#include <string_view>

namespace racelab {

// Standard output was closed or its disk is full.
class output_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Writes a result to standard output, whole. Throws output_error.
void print(std::string_view text);

// The same of a result that comes piece by piece.
void print_piece(std::string_view text);
void end_printing();

// Writes one line that is no result to standard error, if that can be written.
void complain(std::string_view what) noexcept;

}  // namespace racelab
