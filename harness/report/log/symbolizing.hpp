// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/log/log_report.hpp"

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace racelab::report::log {

// A binary that the user named cannot be read: one line that names it and says
// what to do.
class binary_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Gives the frames of reports the functions, files and lines that the runtime
// could not: it was told symbolize=0, the program was stripped, or there was
// no llvm-symbolizer. They come from the binaries' DWARF and symbol tables and
// are what the runtime would have printed itself. Starts no program and writes
// nothing. Needs a bounded memory, whatever a log says. Not thread-safe.
class symbolizing {
 public:
  // The binaries stand for the modules that have their build id, or their file
  // name if one of the two has no build id. For other modules the file is
  // taken whose path the log has. Throws binary_error.
  explicit symbolizing(const std::vector<std::string>& binaries);
  ~symbolizing();
  symbolizing(const symbolizing&) = delete;
  symbolizing& operator=(const symbolizing&) = delete;

  // A frame becomes several where functions were inlined; what called main is
  // left out, as the runtime does. What cannot be found stays as it is.
  void fill_in(log_report&);

  // Which files were not used, and why: a line for each, printable.
  std::vector<std::string> remarks() const;

 private:
  class implementation;
  std::unique_ptr<implementation> implementation_;
};

}  // namespace racelab::report::log
