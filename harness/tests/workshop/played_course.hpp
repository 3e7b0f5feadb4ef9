// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/tests/front_door/shell.hpp"
#include "harness/workshop/scratch_folder.hpp"

#include <boost/json.hpp>

#include <filesystem>
#include <string>

namespace racelab::workshop {

// A course in a folder of its own, played as a learner does: by typing, and by
// editing files.
class played_course {
 public:
  explicit played_course(const std::filesystem::path& set = TRIAL_SET);

  std::filesystem::path folder() const { return home_.path() / "course"; }
  std::filesystem::path file(const std::string& name) const;

  // `racelab workshop WORDS`, from the folder above the course's.
  front_door::shell_result type(const std::string& words) const;

  // The same with --json, which has to be the whole output.
  boost::json::value ask(const std::string& words) const;

  std::string read(const std::string& name) const;
  void save(const std::string& name, const std::string& text) const;

  // Puts `text` where the learner's part has `instead_of`, in the file as it
  // was laid out.
  void edit(const std::string& name, const std::string& instead_of,
            const std::string& text) const;

  // The whole of the learner's part, from the namespace of `source`.
  void solve_with(const std::string& name,
                  const std::filesystem::path& source) const;

  void answer(const std::string& name, const std::string& question,
              const std::string& words) const;

 private:
  scratch_folder home_;
};

}  // namespace racelab::workshop
