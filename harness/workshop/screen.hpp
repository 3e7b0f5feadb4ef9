// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/look.hpp"
#include "harness/workshop/wake_up.hpp"

#include <string>
#include <vector>

namespace racelab::workshop {

// The whole terminal, for as long as this lives: a second page of it, on which
// what is drawn stands, and keys that come as they are pressed. What was on
// the terminal before is there again afterwards, on every way out: an
// exception, a signal that ends the process, its being stopped by Ctrl-Z.
// There is one at a time. Not thread-safe.
class screen {
 public:
  // Whether standard input and output are a terminal that can do that.
  static bool is_possible();

  // Throws std::system_error.
  screen();
  ~screen();
  screen(const screen&) = delete;
  screen& operator=(const screen&) = delete;

  // Readable when all must be drawn anew: the window has another size, or the
  // process goes on after it was stopped.
  int changed() const { return changed_.descriptor(); }
  void accept_change();

  unsigned rows() const;
  report::look look() const;

  // Shows the lines from the top; what is below or beyond the window's right
  // edge is cut off. A terminal that went away is no error here: its end of
  // input is noticed.
  void draw(const std::vector<std::string>& lines);

 private:
  wake_up changed_;
};

// What there is to read on standard input, as soon as there is; empty: its end.
std::string read_keyboard();

}  // namespace racelab::workshop
