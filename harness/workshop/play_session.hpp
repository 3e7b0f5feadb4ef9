// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/pipeline.hpp"
#include "harness/workshop/course.hpp"
#include "harness/workshop/key_reader.hpp"
#include "harness/workshop/moved_lines.hpp"
#include "harness/workshop/play_view.hpp"
#include "harness/workshop/player.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace racelab::workshop {

// A learner who is the scheduler of an exercise's code, until its bug shows.
// Knows of no terminal. Not thread-safe.
class play_session {
 public:
  // Builds the code and judges it, to know under which circumstances its bug
  // can show; blocks until that is done, or no longer than it takes to look up
  // what an earlier run has found. Installation, course and exercise must
  // outlive this. Throws explore::environment_failure where that fails, and
  // interrupted.
  play_session(const installation&, const course&, const exercise&,
               const judging&, const step_function&);

  // Picks, takes back, … False: the key means nothing here. What cannot be
  // written is said on the page. Throws explore::environment_failure.
  bool press(const key&);

  // Says that the key takes its time, if it does, so that a page can be shown
  // before it is pressed. False: it does not.
  bool announce(const key&);

  // Digits were typed that may be a thread's number or part of another's.
  bool awaits_enter() const { return !typed_.empty(); }

  bool is_over() const { return over_; }

  // The learner's file has the answer.
  bool is_won() const { return won_; }

  // The whole page.
  std::vector<std::string> page(const report::look&, std::size_t rows) const;

  // What it is about, and what can be typed.
  std::string introduction(const report::look&) const;

  // The page in plain lines: what the threads do next, and what there is to
  // say.
  std::string text(const report::look&) const;

 private:
  class moved_runs;

  bool pick(const key&);
  bool may_run(observe::thread_number) const;
  void look_at_result();
  void hint();
  void also_say(const std::string&);
  std::string write_answer();
  void say_what_is_possible();

  const course& course_;
  const exercise& exercise_;
  std::unique_ptr<explore::runner> runs_;
  std::optional<player> player_;
  play_page page_;
  std::string typed_;  // digits of a thread's number
  std::size_t hint_ = 0;
  bool over_ = false;
  bool won_ = false;
};

}  // namespace racelab::workshop
