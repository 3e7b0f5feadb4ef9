// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/workshop/learner.hpp"

#include "harness/detect/detectors.hpp"
#include "harness/explore/schedule.hpp"
#include "harness/workshop/answer_checks.hpp"
#include "harness/workshop/attempt.hpp"
#include "harness/workshop/file_content.hpp"
#include "harness/workshop/player.hpp"

#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace racelab::tests {
namespace {

namespace fs = std::filesystem;
using workshop::answers;
using workshop::exercise;
using workshop::exercise_kind;

const fs::path source_root{RACELAB_SOURCE_ROOT};
const fs::path build_root{RACELAB_BUILD_ROOT};

void write(const fs::path& file, std::string_view text) {
  std::ofstream(file, std::ios::binary) << text;
}

// Enough of a text to know it by, as it stands on one line.
std::string beginning_of(const std::string& text) {
  return text.substr(0, std::min<std::size_t>(text.find('\n'), 30));
}

answers wrong_answers(exercise_kind kind, const answers& right) {
  switch (kind) {
    case exercise_kind::predict:
      return {
          {"verdict", right.at("verdict") == "correct" ? "hang" : "correct"},
          {"lines", "1"}};
    case exercise_kind::break_code:
      return {{"schedule", "o0"}};
    case exercise_kind::read:
      return {{"first", "nowhere.cpp:1"},
              {"second", "nowhere.cpp:2"},
              {"edge", "1 -> 2"}};
    case exercise_kind::mend:
    case exercise_kind::write:
      break;
  }
  return {};
}

// Whether so many picks that are not the default are enough from here; these
// and those between them are added to `picks`.
bool can_win(workshop::player& game, unsigned deviations,
             std::vector<observe::thread_number>& picks) {
  game.run_on();
  if (game.now().shown) return true;
  game.undo();
  const std::size_t before = picks.size();
  for (; deviations > 0 && game.now().next; game.pick(picks.back())) {
    for (const workshop::standing& each :
         std::vector<workshop::standing>(game.now().threads)) {
      if (each.is != workshop::standing::state::may_run ||
          each.thread == game.now().next) {
        continue;
      }
      game.pick(each.thread);
      picks.push_back(each.thread);
      if (can_win(game, deviations - 1, picks)) return true;
      picks.pop_back();
      game.undo();
    }
    picks.push_back(*game.now().next);
  }
  for (; picks.size() > before; picks.pop_back()) game.undo();
  return false;
}

}  // namespace

installation built_here() { return load_installation(source_root, build_root); }

learner::learner(const fs::path& set)
    : course_(workshop::load_set(set, here_.catalogue), "",
              folder_.path() / "course") {
  lay_out(course_, here_.toolchain, source_root);
}

std::vector<std::string> learner::command(
    std::vector<std::string> words) const {
  words.insert(words.begin(), {RACELAB_BINARY, "workshop"});
  words.insert(words.end(), {"--course", course_.folder().string()});
  return words;
}

void learner::save(const exercise& what, std::string_view text,
                   way_to_save how) const {
  const fs::path file = course_.file(what);
  switch (how) {
    case way_to_save::write:
      return write(file, text);
    case way_to_save::move_over:
      write(file.string() + ".new", text);
      return fs::rename(file.string() + ".new", file);
    case way_to_save::make_anew:
      fs::rename(file, file.string() + "~");
      return write(file, text);
  }
}

answers learner::right_answers(const exercise& what) const {
  report::subject_result judged;
  if (what.kind != exercise_kind::read) {
    const task given = workshop::given_task(here_, what);
    judged = judge_all(here_, {&given, 1}, {}, {}).front();
  }
  return workshop::right_answers(
      what, judged, workshop::read_learners_file(course_.file(what)));
}

std::string learner::answer(const exercise& what, const answers& given) const {
  return workshop::with_answers(
      workshop::read_learners_file(course_.file(what)), given);
}

std::vector<observe::thread_number> learner::winning_picks(
    const exercise& what) const {
  const task given = workshop::given_task(here_, what);
  const report::subject_result judged =
      judge_all(here_, {&given, 1}, {}, {}).front();
  const auto runs = open(here_, given, {});
  for (const report::shown_finding& each : judged.findings) {
    const explore::schedule schedule =
        explore::parse_token(each.finding.schedule);
    workshop::player player(*runs, schedule.environment, what.expected,
                            detect::detect_all, {});
    if (auto picks = player.picks_for(schedule)) return *std::move(picks);
    std::vector<observe::thread_number> picks;
    if (can_win(player, 2, picks)) return picks;
  }
  throw std::logic_error(what.name + " cannot be broken by hand");
}

std::string learner::wrong(const exercise& what) const {
  return workshop::is_solved_by_code(what.kind)
             ? workshop::laid_out_solution(
                   what, course_.text(what),
                   workshop::content_of(what.wrong_fixes.front().file))
             : answer(what, wrong_answers(what.kind, right_answers(what)));
}

std::string learner::right(const exercise& what) const {
  return workshop::is_solved_by_code(what.kind)
             ? workshop::laid_out_solution(what, course_.text(what),
                                           workshop::content_of(what.solution))
             : answer(what, right_answers(what));
}

void learner::solve(const exercise& what, terminal_under_test& terminal) const {
  const auto& all = course_.set().exercises;
  const auto how = static_cast<way_to_save>((&what - all.data()) % 3);
  const workshop::exercise_text& text = course_.text(what);
  terminal.wait_for(text.title);
  save(what, wrong(what), how);
  terminal.wait_for(what.name + ": not ");
  terminal.press("h");
  terminal.wait_for(beginning_of(text.hints.front()));
  save(what, right(what), how);
  terminal.wait_for(what.name + ": passed");
}

void solve_all(const learner& who, terminal_under_test& terminal) {
  const auto& all = who.course().set().exercises;
  for (const exercise& each : all) {
    who.solve(each, terminal);
    if (&each != &all.back()) terminal.press("n");
  }
  terminal.wait_for("That was the last one: all exercises are passed.");
}

}  // namespace racelab::tests
