// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/pipeline.hpp"

#include <filesystem>
#include <string>

namespace racelab {

// A task's source file as the compiler is given it, and as its debug
// information has it.
std::filesystem::path compiled_file(const task&);

// Gives files the names that the reader knows: the subject's own as it was
// given, Racelab's own from its root. So a report is the same wherever Racelab
// lies.
class reader_names {
 public:
  reader_names(const installation&, const task&);

  void rename(observe::observation&) const;
  void rename(detect::finding&) const;

 private:
  void rename(std::string& file) const;

  std::string compiled_;  // the subject's own file
  std::string given_;
  std::string root_;  // of Racelab, with a slash at its end
};

}  // namespace racelab
