// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/pipeline.hpp"
#include "harness/tests/workshop/terminal_under_test.hpp"
#include "harness/workshop/course.hpp"
#include "harness/workshop/laid_out.hpp"
#include "harness/workshop/scratch_folder.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace racelab::tests {

// Racelab as it was built with this test.
installation built_here();

// How an editor saves a file: by writing it, by moving a new one over it, or
// by keeping the old one and making a new one in its place.
enum class way_to_save { write, move_over, make_anew };

// A learner with a course in a folder of their own, who has all the answers.
class learner {
 public:
  explicit learner(const std::filesystem::path& set);

  const workshop::course& course() const { return course_; }
  std::vector<workshop::exercise> exercises() const {
    return course_.set().exercises;
  }
  workshop::progress progress() const { return course_.state().read().state; }

  // `workshop WORDS… --course FOLDER`
  std::vector<std::string> command(std::vector<std::string> words) const;

  void save(const workshop::exercise&, std::string_view text,
            way_to_save = way_to_save::write) const;

  // What they would save: one that does not pass, and one that does.
  std::string wrong(const workshop::exercise&) const;
  std::string right(const workshop::exercise&) const;

  std::string answer(const workshop::exercise&, const workshop::answers&) const;

  // The threads to be picked in `workshop play` until the bug of an exercise to
  // be broken can show; what is left may run by itself. Throws std::logic_error
  // if it cannot be broken that way.
  std::vector<observe::thread_number> winning_picks(
      const workshop::exercise&) const;

  // Works on the exercise in `workshop watch`: saves a wrong fix, reads what is
  // wrong with it, asks for a hint, saves the solution.
  void solve(const workshop::exercise&, terminal_under_test&) const;

 private:
  workshop::answers right_answers(const workshop::exercise&) const;

  installation here_ = built_here();
  workshop::scratch_folder folder_;
  workshop::course course_;
};

// The whole of a course, from the first exercise to the last.
void solve_all(const learner&, terminal_under_test&);

}  // namespace racelab::tests
