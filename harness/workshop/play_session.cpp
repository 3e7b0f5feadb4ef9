// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/play_session.hpp"

#include "harness/detect/detectors.hpp"
#include "harness/explore/subject.hpp"
#include "harness/report/layout.hpp"
#include "harness/report/output_file.hpp"
#include "harness/workshop/attempt.hpp"
#include "harness/workshop/course_view.hpp"
#include "harness/workshop/file_content.hpp"
#include "harness/workshop/laid_out.hpp"
#include "harness/workshop/next_hint.hpp"
#include "harness/workshop/source_lines.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace racelab::workshop {
namespace {

constexpr const char* keys =
    "0-9 pick  Enter the marked one  f to the end  u undo  r restart  h hint  "
    "q quit";

// The lines of a text as one.
std::string on_one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

// The circumstances under which the judge has seen what is looked for.
observe::environment stage_of(const installation& here, const exercise& what,
                              const task& given, const judging& how,
                              const step_function& tell) {
  const report::subject_result judged =
      judge_all(here, {&given, 1}, how, tell).front();
  for (const report::shown_finding& each : judged.findings) {
    if (std::count(what.expected.begin(), what.expected.end(),
                   each.finding.id) != 0) {
      return explore::parse_token(each.finding.schedule).environment;
    }
  }
  throw explore::environment_failure(fmt::format(
      "{} did not show {}: {}", what.name, fmt::join(what.expected, ", "),
      fmt::join(judged.why_not, " ")));
}

// No thread has a number of that many digits.
observe::thread_number number_of(const std::string& digits) {
  observe::thread_number number = observe::unknown_thread;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

}  // namespace

// Runs whose lines are those of the learner's file.
class play_session::moved_runs : public explore::runner {
 public:
  moved_runs(std::unique_ptr<explore::runner> runs, moved_lines moves)
      : runs_(std::move(runs)), moves_(std::move(moves)) {}

  explore::scenario offered() override { return runs_->offered(); }

  explore::run_result run(const explore::schedule& what,
                          explore::stacks detail) override {
    explore::run_result result = runs_->run(what, detail);
    report::replayed shown;
    shown.seen = std::move(result.seen);
    moves_.apply(shown);
    result.seen = std::move(shown.seen);
    return result;
  }

  void renew() override { runs_->renew(); }
  unsigned processes() const override { return runs_->processes(); }

 private:
  const std::unique_ptr<explore::runner> runs_;
  const moved_lines moves_;
};

play_session::play_session(const installation& here, const course& of,
                           const exercise& what, const judging& how,
                           const step_function& tell)
    : course_(of), exercise_(what) {
  const task given = given_task(here, what);
  const observe::environment stage = stage_of(here, what, given, how, tell);
  const std::filesystem::path file = of.file(what);
  const std::string mine = read_learners_file(file);
  runs_ = std::make_unique<moved_runs>(
      open(here, given, how),
      moved_lines{given.result.file, file.string(),
                  lines_in(content_of(what.start), mine)});
  player_.emplace(*runs_, stage, what.expected, detect::detect_all,
                  report::look{.unicode = true});
  page_.title =
      fmt::format("{}: {}", file.filename().string(), of.text(what).title);
  page_.goal =
      fmt::format("Make it show {}.", fmt::join(what.expected, " or "));
  for (const source_line& each : lines_of(mine)) {
    page_.source.emplace_back(each.text);
  }
  page_.by_hand = true;
  page_.keys = keys;
  look_at_result();
}

bool play_session::announce(const key& pressed) {
  if (pressed != key{key::name::character, 'f'} || !player_->now().next) {
    return false;
  }
  page_.message = "It runs to its end...";
  return true;
}

bool play_session::press(const key& pressed) {
  page_.message.clear();
  if (pick(pressed)) {
    return true;
  }
  typed_.clear();
  if (pressed.is != key::name::character) {
    return false;
  }
  switch (pressed.character) {
    case 'u':
      player_->undo();
      break;
    case 'r':
      player_->restart();
      break;
    case 'f':
      player_->run_on();
      break;
    case 'h':
      hint();
      return true;
    case 'q':
      over_ = true;
      return true;
    default:
      return false;
  }
  look_at_result();
  return true;
}

bool play_session::may_run(observe::thread_number thread) const {
  const auto& all = player_->now().threads;
  return std::any_of(all.begin(), all.end(), [&](const standing& each) {
    return each.thread == thread && each.is == standing::state::may_run;
  });
}

// A number that could go on ("1" of 12) waits for another digit or Enter.
bool play_session::pick(const key& pressed) {
  const bool digit = pressed.is == key::name::character &&
                     pressed.character >= '0' && pressed.character <= '9';
  if (!digit && pressed.is != key::name::enter) {
    return false;
  }
  const position& now = player_->now();
  if (!now.next) {
    page_.message = "It has ended. u takes the last pick back, r begins anew.";
    return true;
  }
  typed_ += digit ? std::string(1, pressed.character) : "";
  const bool longer =
      digit && typed_ != "0" &&
      std::any_of(now.threads.begin(), now.threads.end(),
                  [&](const standing& each) {
                    const std::string name = std::to_string(each.thread);
                    return name.size() > typed_.size() &&
                           name.starts_with(typed_) && may_run(each.thread);
                  });
  if (longer) {
    page_.message = fmt::format("thread {}... (Enter)", typed_);
    return true;
  }
  const observe::thread_number thread =
      typed_.empty() ? *now.next : number_of(typed_);
  typed_.clear();
  if (!may_run(thread)) {
    say_what_is_possible();
    return true;
  }
  player_->pick(thread);
  look_at_result();
  return true;
}

void play_session::say_what_is_possible() {
  std::vector<observe::thread_number> able;
  for (const standing& each : player_->now().threads) {
    if (each.is == standing::state::may_run) {
      able.push_back(each.thread);
    }
  }
  page_.message = fmt::format("That thread cannot run now; these can: {}.",
                              fmt::join(able, ", "));
}

void play_session::look_at_result() {
  const position& now = player_->now();
  if (now.shown) {
    page_.message = fmt::format("{}: {} That is schedule {}", now.shown->id,
                                now.shown->message, now.token);
    page_.message += write_answer();
  } else if (!now.next) {
    page_.message = "It ended well. u takes the last pick back, r begins anew.";
  }
}

void play_session::hint() {
  hint_ = hint_ % exercise_text::levels + 1;
  page_.message =
      fmt::format("Hint {}: {}", hint_,
                  on_one_line(course_.text(exercise_).hints[hint_ - 1]));
  try {
    read_progress now = course_.state().read();
    if (hint_ > progress_of(now.state, exercise_).hints) {
      now = see_next_hint(course_, exercise_);
    }
    also_say(now.remark);
  } catch (const progress_error& error) {
    also_say(error.what());
  }
}

void play_session::also_say(const std::string& words) {
  page_.message += words.empty() ? "" : ' ' + words;
}

// Says what became of it.
std::string play_session::write_answer() try {
  const std::filesystem::path file = course_.file(exercise_);
  const std::string before = read_learners_file(file);
  const std::string after =
      with_answers(before, {{"schedule", player_->now().token}});
  if (after != before) {
    report::write_file_whole(file, after);
  }
  won_ = true;
  return fmt::format("; it is written into {}.", file.filename().string());
} catch (const std::exception& error) {
  return fmt::format(", and could not be written down: {}", error.what());
}

std::vector<std::string> play_session::page(const report::look& screen,
                                            std::size_t rows) const {
  return play_view(page_, player_->now(), screen, rows);
}

std::string play_session::introduction(const report::look& screen) const {
  return report::paragraph(page_.title, 0, screen) +
         report::paragraph(page_.goal, 0, screen) +
         report::paragraph(page_.keys, 0, screen);
}

std::string play_session::text(const report::look& screen) const {
  return play_text(page_, player_->now(), screen);
}

}  // namespace racelab::workshop
