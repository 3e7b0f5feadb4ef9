// Distributed under the Boost Software License, Version 1.0.
#pragma once

// The beginning of a new exercise, for who makes a set of exercises.

#include "harness/catalogue/catalogue.hpp"
#include "harness/workshop/exercise_set.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace racelab::workshop {

struct new_exercise {
  std::string name;
  exercise_kind kind = exercise_kind::mend;
  std::string twin;    // LESSON/VARIANT: its code; empty: code of its own,
  std::string lesson;  // for this lesson
  std::filesystem::path set;  // its folder, which need not be there
};

struct scaffolding {
  std::vector<std::filesystem::path> made;  // below the set's folder
  std::vector<std::string> to_do;           // what is still to be written
};

// Makes the exercise's files, and set.json or its entry there. What was there
// stays as it is. The set can be loaded then, and verify says what of it is
// still to be written. Throws usage_error if it cannot be made as wanted, and
// as load_set for a set.json that is bad already; then nothing has changed.
scaffolding scaffold(const new_exercise&, const catalogue::manifest&);

// What was made and what is to be done next, for a terminal.
std::string scaffolding_text(const std::filesystem::path& set,
                             std::string_view name, const scaffolding&);

// Whether a text is still what scaffold made it.
bool is_still_to_be_written(std::string_view text);

}  // namespace racelab::workshop
