// Distributed under the Boost Software License, Version 1.0.
#pragma once

// A set of exercises, read from set.json in a folder anywhere on disk.

#include "harness/catalogue/catalogue.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace racelab::workshop {

enum class exercise_kind {
  mend,        // put a broken twin right
  write,       // from a signature
  predict,     // is it broken, and where
  break_code,  // find a schedule that shows it
  read         // a ThreadSanitizer log
};

// "mend", "write", "predict", "break", "read"
std::string_view name_of(exercise_kind);

// The kind of that name. Throws std::invalid_argument, naming all of them.
exercise_kind kind_named(std::string_view);

// A small letter and then small letters, digits and _: it becomes part of
// files' names, and is typed.
bool is_exercise_name(std::string_view);

// Whether it is solved by code: mend and write. The others are by an answer.
bool is_solved_by_code(exercise_kind);

// A plausible solution that is none.
struct wrong_fix {
  std::filesystem::path file;         // absolute
  std::vector<std::string> expected;  // finding ids, at least one
  std::vector<std::string> also;      // others that may come up beside them
};

struct exercise {
  std::string name;
  exercise_kind kind = exercise_kind::mend;
  std::string lesson;
  std::string twin;             // LESSON/VARIANT; empty: a file of its own
  std::filesystem::path start;  // absolute: the code as it is given
  std::vector<std::string> expected;  // what it shows; none: it is correct
  std::filesystem::path solution;     // absolute; empty: solved by an answer
  std::filesystem::path log;          // absolute; of read
  std::pair<int, int> edge;           // of read: lines of `start`
  std::vector<std::string> needs;     // names of earlier exercises
  std::vector<wrong_fix> wrong_fixes;
};

struct exercise_set {
  std::string name;
  std::string title;
  std::filesystem::path folder;     // absolute
  bool built_in = false;            // it comes with Racelab
  std::vector<exercise> exercises;  // in the order of the course
};

// The set that comes with Racelab.
std::filesystem::path built_in_set(const catalogue::manifest&);

// Reads set.json in `folder`. Throws catalogue::manifest_error for unknown or
// missing fields, kinds, findings, twins and lessons, names given twice or that
// are no file names, files that are not there, and a need that does not come
// before. Texts are not looked at.
exercise_set load_set(const std::filesystem::path& folder,
                      const catalogue::manifest&);

// Null if there is none of that name.
const exercise* find_exercise(const exercise_set&, std::string_view name);

// "07_read_too_soon": its number in the course, and its name.
std::string numbered_name(const exercise_set&, const exercise&);

}  // namespace racelab::workshop
