// Distributed under the Boost Software License, Version 1.0.
#pragma once

// C++ source text as preprocessing tokens ([lex.pptoken]), the way that the
// compilers see it: line splices are removed (but not within raw strings),
// comments are gone, digraphs are what they stand for. Trigraphs are text, as
// in C++17 and later. Where the text is malformed, nothing is hidden: what
// follows a quote that does not end on its line is taken for tokens.

#include <string>
#include <string_view>
#include <vector>

namespace racelab::build {

enum class token_kind {
  identifier,
  number,
  text,  // a string, character or header's name: what is between its quotes
  punctuator,   // # ## :: or a single character
  line_comment  // what stands behind a line's "//", if it was asked for
};

struct source_token {
  token_kind kind = token_kind::punctuator;
  std::string spelling;
  int line = 0;
  bool begins_line = false;  // first on its line
};

enum class comments { left_out, of_a_line };

std::vector<source_token> tokenize(std::string_view source,
                                   comments = comments::left_out);

}  // namespace racelab::build
