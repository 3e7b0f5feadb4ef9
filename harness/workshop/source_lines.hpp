// Distributed under the Boost Software License, Version 1.0.
#pragma once

// A source file as lines, and which of them are code: what of a learner's file
// counts. Pure functions of text.

#include <string>
#include <string_view>
#include <vector>

namespace racelab::workshop {

struct source_line {
  int number = 0;  // from 1
  std::string text;
};

// Without their ends, also where these are a carriage return and a newline.
std::vector<source_line> lines_of(std::string_view source);

// Whether it is a comment alone, and stays one: not if it continues itself on
// the next line.
bool is_comment(std::string_view line);

// The lines that are neither empty nor comments, without the spaces at their
// ends.
std::vector<source_line> code_of(const std::vector<source_line>&);

}  // namespace racelab::workshop
