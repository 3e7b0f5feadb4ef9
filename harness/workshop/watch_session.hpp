// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/workshop/background_judge.hpp"
#include "harness/workshop/course.hpp"
#include "harness/workshop/folder_watch.hpp"
#include "harness/workshop/key_reader.hpp"
#include "harness/workshop/stepped_schedule.hpp"

#include <optional>
#include <string>
#include <vector>

namespace racelab::workshop {

// A learner at work on a course: which exercise they are at, what was found
// of it, and what they want to see. Knows of no terminal. Not thread-safe.
class watch_session {
 public:
  // Goes on where the learner left off, and judges what they have changed
  // there. `to_tell` is told when there is something to hear. All of them must
  // outlive this.
  watch_session(const installation&, const course&, const judging&,
                wake_up& to_tell);

  // Judges the exercise whose file was saved; of several, the one that the
  // learner is at, or the first. Of one that was taken away it says so.
  void saved(const folder_changes&);

  // What the judge has found meanwhile.
  void hear();

  // What a key asks for. False: it means nothing here.
  bool press(const key&);

  bool is_over() const { return over_; }

  // A key asked for the present exercise's code to be played; once.
  const exercise* wants_to_play();

  // Changes when another text is shown than before.
  unsigned edition() const { return edition_; }

  // What is looked at, and what may be said besides it in a sentence or two.
  std::string text(const report::look&) const;
  const std::string& notice() const { return notice_; }

  void say(std::string notice) { notice_ = std::move(notice); }

  // How far the learner is, and what is going on; one line.
  std::string status(const report::look&) const;
  std::string keys() const;

  // The schedule that is gone through instead of a text; null: none is.
  std::optional<std::vector<std::string>> stepping(const report::look&,
                                                   std::size_t rows) const;

  // For when it is over.
  std::string farewell() const;

 private:
  enum class view { task, result, hint, list, columns };

  void go_to(const exercise&);
  void judge();
  void show(view);
  void hint();
  void next();
  void reset();
  void trace();
  bool step(const key&);
  void note(const exercise&, attempt);
  const observe::observation* schedule() const;
  std::string task_text(const report::look&) const;
  std::string columns_text(const report::look&) const;
  std::string file_name() const;

  const installation& here_;
  const course& course_;
  progress state_;
  const exercise* current_ = nullptr;
  std::optional<attempt> last_;
  report::sources sources_;
  view view_ = view::task;
  unsigned edition_ = 0;
  std::string notice_;
  std::string was_reset_;  // said until the learner goes on
  bool asks_to_reset_ = false;
  bool wants_to_play_ = false;
  bool over_ = false;
  std::optional<stepped_schedule> steps_;
  std::size_t at_step_ = 0;
  background_judge judge_;
};

}  // namespace racelab::workshop
