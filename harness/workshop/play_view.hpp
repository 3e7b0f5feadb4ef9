// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/look.hpp"
#include "harness/workshop/player.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace racelab::workshop {

// What a person sees who makes a schedule by hand, or goes through one.
struct play_page {
  std::string title;
  std::string goal;                 // "Make it show work-lost."
  std::vector<std::string> source;  // lines
  bool by_hand = false;             // threads are picked by their numbers
  std::string message;              // one paragraph; may be empty
  std::string keys;                 // what they do, on one line; may be empty
};

// The whole page in at most so many rows: the code with each thread's place in
// it, what happened so far with a column for each thread, and below that what
// each does next. Beside each other where there is width for it.
std::vector<std::string> play_view(const play_page&, const position&,
                                   const report::look&, std::size_t rows);

// What each thread does next, one a line, and the message: for where there is
// no terminal.
std::string play_text(const play_page&, const position&, const report::look&);

}  // namespace racelab::workshop
