// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/watch_session.hpp"

#include "harness/report/layout.hpp"
#include "harness/report/progress_bar.hpp"
#include "harness/report/trace.hpp"
#include "harness/workshop/attempt_text.hpp"
#include "harness/workshop/course_view.hpp"
#include "harness/workshop/next_hint.hpp"
#include "harness/workshop/play_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <utility>

namespace racelab::workshop {
namespace {

namespace fs = std::filesystem;
using report::look;

background_judge::judge_function judging_in(const installation& here,
                                            const course& of,
                                            const judging& how) {
  return [&here, &of, how](const exercise& what, bool anew,
                           std::stop_token stop, const step_function& tell) {
    judging mine = how;
    mine.stop = std::move(stop);
    mine.again = anew;
    return judge_attempt(here, of, what, mine, tell);
  };
}

bool is_changed(const course& of, const exercise& what) {
  try {
    return read_learners_file(of.file(what)) != of.laid_out(what);
  } catch (const std::exception&) {
    return true;  // the judgement says what is wrong with it
  }
}

std::vector<std::string> lines_of_file(const report::sources& files,
                                       const fs::path& file) {
  const auto found = files.find(file.string());
  return found == files.end() ? std::vector<std::string>()
                              : found->second.lines;
}

}  // namespace

watch_session::watch_session(const installation& here, const course& of,
                             const judging& how, wake_up& to_tell)
    : here_(here), course_(of), judge_(judging_in(here, of, how), to_tell) {
  read_progress now = of.state().read();
  state_ = std::move(now.state);
  const exercise* next = of.next(state_);
  go_to(next == nullptr ? of.set().exercises.back() : *next);
  notice_ =
      next == nullptr ? "All exercises are passed." : std::move(now.remark);
}

// --- What happens -------------------------------------------------------

void watch_session::saved(const folder_changes& changes) {
  const auto was_saved = [&](const exercise& each) {
    return changes.saved.contains(course_.file(each).filename().string());
  };
  const bool is_gone =
      changes.removed.contains(course_.file(*current_).filename().string());
  if (!changes.lost && !is_gone && !was_saved(*current_)) {
    const std::vector<exercise>& all = course_.set().exercises;
    const auto found = std::find_if(all.begin(), all.end(), was_saved);
    if (found == all.end()) {
      return;
    }
    current_ = &*found;
    was_reset_.clear();
    last_.reset();
    show(view::task);
  }
  if (is_changed(course_, *current_)) was_reset_.clear();
  notice_ = was_reset_;
  judge();
}

void watch_session::hear() {
  std::optional<judged_attempt> news = judge_.take();
  if (!news) {
    return;
  }
  if (!news->result) {
    notice_ = news->failure;
    return;
  }
  note(*find_exercise(course_.set(), news->exercise), *std::move(news->result));
}

void watch_session::note(const exercise& what, attempt result) {
  read_progress now;
  try {
    now = note_attempt(course_, what, result);
  } catch (const progress_error& error) {
    now = {state_, error.what()};
  }
  state_ = std::move(now.state);
  if (&what != current_) {
    return;  // the learner has gone on meanwhile
  }
  sources_ = sources_of(here_, result);
  last_ = std::move(result);
  notice_ = now.remark.empty() ? was_reset_ : std::move(now.remark);
  if (notice_.empty() && last_->outcome == outcome::passed) {
    notice_ = course_.next(state_) == nullptr
                  ? "That was the last one: all exercises are passed."
                  : "n goes on to the next one.";
  }
  show(view::result);
}

void watch_session::go_to(const exercise& what) {
  current_ = &what;
  last_.reset();
  notice_.clear();
  show(view::task);
  if (is_changed(course_, what)) {
    judge();
  }
}

void watch_session::judge() { judge_.start(*current_); }

void watch_session::show(view what) {
  view_ = what;
  steps_.reset();
  ++edition_;
}

// --- Keys ---------------------------------------------------------------

bool watch_session::press(const key& pressed) {
  was_reset_.clear();
  if (std::exchange(asks_to_reset_, false)) {
    notice_.clear();
    if (pressed == key{key::name::character, 'y'}) {
      reset();
    }
    return true;
  }
  if (steps_ && step(pressed)) {
    return true;
  }
  if (pressed.is == key::name::escape) {
    const bool away = view_ != view::task && view_ != view::result;
    if (away || steps_) show(last_ ? view::result : view::task);
    return true;
  }
  if (pressed.is != key::name::character) {
    return false;
  }
  switch (pressed.character) {
    case 'h':
      hint();
      return true;
    case 'l':
      show(view_ == view::list ? (last_ ? view::result : view::task)
                               : view::list);
      return true;
    case 'r':
      notice_.clear();
      judge_.start(*current_, true);
      return true;
    case 'n':
      next();
      return true;
    case 'x':
      asks_to_reset_ = true;
      notice_ = fmt::format("Begin {} anew? Yours is kept beside it. (y/n)",
                            file_name());
      return true;
    case 't':
      trace();
      return true;
    case 'p':
      if (current_->kind == exercise_kind::break_code) {
        wants_to_play_ = true;
        return true;
      }
      return false;
    case 'q':
      over_ = true;
      return true;
    default:
      return false;
  }
}

// The hints that are known already come first, and then one more each time.
void watch_session::hint() {
  const bool all_seen = view_ == view::hint;
  if (!all_seen && progress_of(state_, *current_).hints != 0) {
    return show(view::hint);
  }
  try {
    read_progress now =
        see_next_hint(course_, *current_, progress_of(state_, *current_).hints);
    state_ = std::move(now.state);
    notice_ = std::move(now.remark);
  } catch (const progress_error& error) {
    notice_ = error.what();
  }
  show(view::hint);
}

void watch_session::next() {
  const std::vector<exercise>& all = course_.set().exercises;
  std::vector<const exercise*> order;
  const auto here = static_cast<std::size_t>(current_ - all.data());
  for (std::size_t i = 1; i < all.size(); ++i) {
    order.push_back(&all[(here + i) % all.size()]);
  }
  const auto found =
      std::find_if(order.begin(), order.end(), [&](const exercise* each) {
        return progress_of(state_, *each).passed_at.empty();
      });
  if (found != order.end()) {
    go_to(**found);
  } else {
    notice_ = progress_of(state_, *current_).passed_at.empty()
                  ? "All the others are passed."
                  : "All exercises are passed.";
  }
}

// The file is new then, which is noticed like any other save.
void watch_session::reset() {
  try {
    const resetting done = workshop::reset(course_, *current_);
    last_.reset();
    show(view::task);
    notice_ = done.kept.empty()
                  ? fmt::format("{} is as it was laid out.", file_name())
                  : fmt::format("Yours is kept as {}.",
                                done.kept.filename().string());
    notice_ += done.remark.empty() ? "" : ' ' + done.remark;
    was_reset_ = notice_;
  } catch (const std::exception& error) {
    notice_ = error.what();
  }
}

const exercise* watch_session::wants_to_play() {
  return std::exchange(wants_to_play_, false) ? current_ : nullptr;
}

// --- A schedule, step by step -------------------------------------------

// Not that of code which the learner is to judge.
const observe::observation* watch_session::schedule() const {
  if (!last_) {
    return nullptr;
  }
  if (last_->replayed) {
    return &last_->replayed->seen;
  }
  const bool gives_away =
      !is_solved_by_code(last_->kind) && last_->outcome != outcome::passed;
  return gives_away || !last_->judged || last_->judged->findings.empty()
             ? nullptr
             : &last_->judged->findings.front().evidence;
}

// From the result to its schedule's steps, to its columns, and back.
void watch_session::trace() {
  if (steps_) {
    return show(view::columns);
  }
  if (view_ == view::columns) {
    return show(view::result);
  }
  const observe::observation* seen = schedule();
  if (seen == nullptr) {
    notice_ = "There is no schedule to be gone through.";
    return;
  }
  notice_.clear();
  show(view::result);
  steps_.emplace(*seen);
  at_step_ = 0;
}

bool watch_session::step(const key& pressed) {
  const auto is = [&](key::name name, char character) {
    return pressed.is == name ||
           pressed == key{key::name::character, character};
  };
  if (is(key::name::down, 'j') || pressed.is == key::name::right ||
      is(key::name::enter, ' ')) {
    at_step_ = std::min(at_step_ + 1, steps_->steps());
  } else if (is(key::name::up, 'k') || pressed.is == key::name::left) {
    at_step_ -= at_step_ == 0 ? 0 : 1;
  } else if (pressed.is == key::name::home) {
    at_step_ = 0;
  } else if (pressed.is == key::name::end) {
    at_step_ = steps_->steps();
  } else {
    return false;
  }
  return true;
}

std::optional<std::vector<std::string>> watch_session::stepping(
    const look& screen, std::size_t rows) const {
  if (!steps_) {
    return std::nullopt;
  }
  play_page page;
  page.title =
      fmt::format("{}, step {} of {}", file_name(), at_step_, steps_->steps());
  page.goal = attempt_summary(*last_);
  page.source = lines_of_file(sources_, last_->file);
  return play_view(page, steps_->at(at_step_, screen), screen, rows);
}

// --- What is seen -------------------------------------------------------

std::string watch_session::text(const look& screen) const {
  switch (view_) {
    case view::task:
      return task_text(screen);
    case view::result:
      return attempt_text(*last_, sources_, screen, next_by::key);
    case view::hint:
      return hint_text(course_, *current_,
                       std::max(progress_of(state_, *current_).hints, 1U),
                       screen);
    case view::list:
      return list_text(course_, state_, screen);
    case view::columns:
      return columns_text(screen);
  }
  return {};
}

std::string watch_session::task_text(const look& screen) const {
  const exercise_text& text = course_.text(*current_);
  const std::vector<exercise>& all = course_.set().exercises;
  std::string out = report::end_line(report::paint(
      report::printable(text.title), report::ink::strong, screen));
  out += report::end_line(
      report::paint(fmt::format("{} of {}: {}", current_ - all.data() + 1,
                                all.size(), name_of(current_->kind)),
                    report::ink::dim, screen));
  out += '\n' + reading_text(text.task, 0, screen) + '\n';
  const std::string file = report::printable(course_.file(*current_).string());
  return out +
         report::paragraph(
             current_->kind == exercise_kind::break_code
                 ? fmt::format(
                       "Press p to pick who runs next, or answer in {}.", file)
                 : fmt::format("Open {} and save it: it is judged then.", file),
             0, screen);
}

std::string watch_session::columns_text(const look& screen) const {
  const observe::observation* seen = schedule();
  return seen == nullptr
             ? std::string()
             : report::trace(*seen, {.everything = true, .marked = {}}, screen);
}

std::string watch_session::file_name() const {
  return report::printable(course_.file(*current_).filename().string());
}

std::string watch_session::status(const look& screen) const {
  report::progress_state now;
  now.what_is_done = "passed";
  now.subjects = course_.set().exercises.size();
  now.subjects_done = passed_in(course_.set(), state_);
  now.doing = file_name();
  if (judge_.judging() == current_) {
    const racelab::step at = judge_.now();
    now.doing += ": " + (at.doing.empty() ? "is judged" : at.doing);
  } else if (last_) {
    now.doing += ": " + attempt_summary(*last_);
  } else if (!progress_of(state_, *current_).passed_at.empty()) {
    now.doing += ": passed before";
  }
  return report::progress_line(now, screen);
}

std::string watch_session::keys() const {
  if (steps_) {
    return "arrows: a step  Home, End  t columns, and t again: back  q quit";
  }
  const bool can_play = current_->kind == exercise_kind::break_code;
  return fmt::format(
      "{}h hint  l list  r again  n next  t trace  q quit  x reset",
      can_play ? "p play  " : "");
}

std::string watch_session::farewell() const {
  return fmt::format("{} of {} passed. Go on with ./run_tsan.sh workshop\n",
                     passed_in(course_.set(), state_),
                     course_.set().exercises.size());
}

}  // namespace racelab::workshop
