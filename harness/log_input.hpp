// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/end_of_reading.hpp"

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

namespace racelab {

// A log cannot be read: one line that names it and says what to do.
class log_input_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// A file, or standard input, read from its beginning to its end.
class log_input {
 public:
  // "-" is standard input. Throws log_input_error. `end` must outlive this.
  log_input(const std::string& name, end_of_reading& end);
  log_input(const log_input&) = delete;
  log_input& operator=(const log_input&) = delete;
  ~log_input();

  // The file as the user named it, or "standard input".
  const std::string& name() const { return name_; }

  // Whether it is being written while it is read, so that nobody knows when
  // it ends: a pipe, a terminal, a socket.
  bool is_live() const { return live_; }

  // The next bytes; none at the end, and none after a signal that ends the
  // reading. Blocks until there are some. What it
  // returned before is no longer valid. Throws log_input_error, also if what
  // it reads turns out to be compressed or no text.
  std::string_view read();

 private:
  void check_beginning(std::string_view bytes) const;

  std::string name_;
  end_of_reading& end_;
  std::string buffer_;
  int file_ = -1;
  bool live_ = false;
  bool begun_ = false;
};

}  // namespace racelab
