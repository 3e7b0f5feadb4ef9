// Distributed under the Boost Software License, Version 1.0.
#pragma once

// A learner's folder: a file for each exercise, what editors need, and the
// progress.

#include "harness/build/toolchain.hpp"
#include "harness/workshop/exercise_set.hpp"
#include "harness/workshop/laid_out.hpp"
#include "harness/workshop/progress.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace racelab::workshop {

// A text's name: equal for equal texts.
std::string digest_of(std::string_view text);

// The same of its code alone: comments and blanks make no difference.
std::string digest_of_code(std::string_view text);

// Whether a course was laid out there.
bool is_course(const std::filesystem::path& folder);

// A set of exercises with the texts in the learner's language, and the folder
// in which it is worked on.
class course {
 public:
  // Reads every text and code of the set; looks at nothing in `folder`. Throws
  // catalogue::manifest_error.
  course(exercise_set set, std::string_view language,
         std::filesystem::path folder);

  const exercise_set& set() const { return set_; }
  const std::filesystem::path& folder() const { return folder_; }
  const progress_file& state() const { return state_; }

  const exercise_text& text(const exercise&) const;

  // What its file looks like before anybody has changed it.
  const std::string& laid_out(const exercise&) const;

  // Changes when its code does: a name for what somebody has passed.
  std::string version(const exercise&) const;

  // Its file: NN_name.cpp, also under another number that it once had.
  std::filesystem::path file(const exercise&) const;

  // The first that is not passed; null if all are.
  const exercise* next(const progress&) const;

 private:
  exercise_set set_;
  std::filesystem::path folder_;
  progress_file state_;
  std::vector<exercise_text> texts_;
  std::vector<std::string> laid_out_;
};

// What became of the files when a course was laid out.
struct laying_out {
  std::vector<std::filesystem::path> made;     // were missing
  std::vector<std::filesystem::path> renewed;  // were outdated and as laid out
  std::vector<std::filesystem::path> kept;     // the learner's, and outdated
  std::string remark;  // about the progress; empty: nothing to say
};

// Makes the folder and all that is missing in it, and renews what nobody has
// changed. Never touches what the learner has changed. Throws
// std::filesystem::filesystem_error or std::runtime_error, naming the file,
// if it cannot be written.
laying_out lay_out(const course&, const build::toolchain&,
                   const std::filesystem::path& racelab);

// Puts right what editors are told of a course that has moved since it was laid
// out, unless the learner has changed it. Where that cannot be written it stays
// as it is.
void follow_move(const course&, const build::toolchain&,
                 const std::filesystem::path& racelab);

struct resetting {
  std::filesystem::path kept;  // the learner's file; empty: it was not changed
  std::string remark;          // about the progress; empty: nothing to say
};

// Puts the exercise's file back as it was laid out, and keeps the learner's as
// NN_name.cpp.1, or the next number that is free. Throws as lay_out, and then
// nothing has changed.
resetting reset(const course&, const exercise&);

// A learner's file. Throws std::runtime_error, with what to do, if it cannot be
// read or is larger than any source is.
std::string read_learners_file(const std::filesystem::path&);

}  // namespace racelab::workshop
