// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/explore/runner.hpp"
#include "harness/observe/observation.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace racelab::matrix {

// The environments in which Racelab runs a subject, in an order in which few
// runs see much: without a fault, with a cancellation, with each single fault,
// with a deadline, …; then the same in another order of completion.
class circumstances {
 public:
  explicit circumstances(const explore::scenario&);

  // That of the `number`-th run, from 0; after the last one, the first again.
  observe::environment at(std::size_t number) const;

 private:
  std::vector<observe::environment> all_;
};

// What the subject as a program is given for it.
std::vector<std::string> program_arguments(const observe::environment&,
                                           std::size_t number);

// What it says about itself when it is asked. Throws std::runtime_error if it
// says something else.
explore::scenario parse_description(std::string_view text);

}  // namespace racelab::matrix
