// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/workshop/learner.hpp"

#include "harness/workshop/course_view.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>

using namespace racelab;
using namespace racelab::tests;

namespace {

namespace fs = std::filesystem;

struct learner_of_the_trial_set : learner {
  learner_of_the_trial_set() : learner(TRIAL_SET) {}

  const workshop::exercise& at(std::size_t index) const {
    return course().set().exercises.at(index);
  }
  const workshop::exercise& named(const char* name) const {
    return *workshop::find_exercise(course().set(), name);
  }
  const std::string& title(std::size_t index) const {
    return course().text(at(index)).title;
  }
  std::string file_name(std::size_t index) const {
    return course().file(at(index)).filename().string();
  }
  void break_by_hand(const workshop::exercise& what,
                     terminal_under_test& terminal) const {
    for (const observe::thread_number each : winning_picks(what)) {
      terminal.press(std::to_string(each));
    }
    terminal.press("f");
  }
  std::string text_of(std::size_t index) const {
    return workshop::read_learners_file(course().file(at(index)));
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(a_learner, learner_of_the_trial_set)

BOOST_AUTO_TEST_CASE(solves_a_course_from_the_first_exercise_to_the_last) {
  terminal_under_test terminal(command({"watch"}));
  solve_all(*this, terminal);
  terminal.press("q");
  BOOST_TEST(terminal.status() == 0);
  BOOST_TEST(terminal.page().shows("5 of 5 passed"));
  BOOST_TEST(terminal.is_as_before());
  BOOST_TEST(!terminal.page().is_second());
  BOOST_TEST(!terminal.page().hides_cursor());
  BOOST_TEST(workshop::passed_in(course().set(), progress()) == 5U);
}

BOOST_AUTO_TEST_CASE(goes_on_where_they_left_off) {
  {
    terminal_under_test terminal(command({}));
    terminal.wait_for(title(0));
    save(at(0), right(at(0)));
    terminal.wait_for(at(0).name + ": passed");
    terminal.press("n");
    terminal.wait_for(title(1));
    save(at(1), wrong(at(1)));
    terminal.wait_for(at(1).name + ": not passed");
    terminal.press("q");
    BOOST_TEST(terminal.status() == 0);
  }
  terminal_under_test terminal(command({}));
  terminal.wait_for(at(1).name + ": not passed");
  BOOST_TEST(terminal.page().shows(" 1 passed of 5 "));
}

BOOST_AUTO_TEST_CASE(saves_again_before_the_verdict_on_the_last_save) {
  terminal_under_test terminal(command({"watch"}));
  terminal.wait_for(title(0));
  save(at(0), wrong(at(0)));
  terminal.wait_for(file_name(0) + ": compiles");
  save(at(0), right(at(0)));
  terminal.wait_for(at(0).name + ": passed");
  BOOST_TEST(!terminal.page().shows("not passed"));
  // The try that was told to stop has left nothing behind.
  BOOST_TEST(progress().exercises.at(at(0).name).findings.empty());
}

BOOST_AUTO_TEST_CASE(saves_all_files_at_once_and_stays_where_they_are) {
  terminal_under_test terminal(command({"watch"}));
  terminal.wait_for(title(0));
  for (const workshop::exercise& each : exercises()) {
    save(each, course().laid_out(each), way_to_save::move_over);
  }
  terminal.wait_for(at(0).name + ": not passed");
}

BOOST_AUTO_TEST_CASE(has_the_same_judged_anew_by_a_key) {
  terminal_under_test terminal(command({"watch"}));
  terminal.wait_for(title(0));
  save(at(0), wrong(at(0)));
  terminal.wait_for(at(0).name + ": not passed");
  save(at(0), wrong(at(0)));
  terminal.wait_for("nothing has changed since; r judges anew");
  terminal.press("r");
  terminal.wait_until_gone("Judged by an earlier run");
  BOOST_TEST(terminal.page().shows(at(0).name + ": not passed"));
}

BOOST_AUTO_TEST_CASE(goes_where_they_save) {
  terminal_under_test terminal(command({"watch"}));
  terminal.wait_for(title(0));
  save(at(4), course().laid_out(at(4)));
  terminal.wait_for(at(4).name + ": waits for your answer");
}

BOOST_AUTO_TEST_CASE(begins_an_exercise_anew_when_sure_of_it) {
  terminal_under_test terminal(command({"watch"}));
  terminal.wait_for(title(0));
  save(at(0), wrong(at(0)));
  terminal.wait_for(at(0).name + ": not passed");
  terminal.press("x");
  terminal.wait_for("anew?");
  terminal.press("n");
  terminal.wait_until_gone("anew?");
  BOOST_TEST(text_of(0) != course().laid_out(at(0)));
  terminal.press("x");
  terminal.wait_for("anew?");
  terminal.press("y");
  terminal.wait_for("is kept as " + file_name(0) + ".1");
  BOOST_TEST(text_of(0) == course().laid_out(at(0)));
  terminal.wait_for(at(0).name + ": not passed");
  BOOST_TEST(terminal.page().shows("is kept as " + file_name(0) + ".1"));
  save(at(0), wrong(at(0)));
  terminal.wait_until_gone("is kept as");
}

BOOST_AUTO_TEST_CASE(looks_at_the_list_and_comes_back) {
  terminal_under_test terminal(command({"watch"}));
  terminal.wait_for(title(0));
  terminal.press("l");
  terminal.wait_for(title(4));
  terminal.press("l");
  terminal.wait_until_gone(title(4));
  BOOST_TEST(terminal.page().shows(title(0)));
}

BOOST_AUTO_TEST_CASE(goes_through_the_schedule_of_a_finding) {
  terminal_under_test terminal(command({"watch"}));
  terminal.wait_for(title(0));
  terminal.press("t");
  terminal.wait_for("There is no schedule to be gone through.");
  save(at(0), wrong(at(0)));
  terminal.wait_for(at(0).name + ": not passed");
  terminal.press("t");
  terminal.wait_for(file_name(0) + ", step 0 of ");
  terminal.press("\x1b[B\x1b[B\x1b[A");
  terminal.wait_for(file_name(0) + ", step 1 of ");
  terminal.press("\x1b[C\x1b[C\x1b[D");
  terminal.wait_for(file_name(0) + ", step 2 of ");
  terminal.press("t");
  terminal.wait_until_gone(", step 2 of ");
  terminal.press("t");
  terminal.wait_for(at(0).name + ": not passed");
}

BOOST_AUTO_TEST_CASE(reads_a_report_that_is_longer_than_the_window) {
  terminal_under_test terminal(command({"watch"}));
  terminal.wait_for(title(0));
  save(at(0), wrong(at(0)));
  terminal.wait_for(at(0).name + ": not passed");
  terminal.wait_for("lines 1-");
  terminal.press("\x1b[6~");
  terminal.wait_until_gone("lines 1-");
  BOOST_TEST(!terminal.page().shows(at(0).name + ": not passed"));
  terminal.press("\x1b[H");
  terminal.wait_for(at(0).name + ": not passed");
}

BOOST_AUTO_TEST_CASE(changes_the_size_of_the_window) {
  terminal_under_test terminal(command({"watch"}));
  terminal.wait_for(title(0));
  terminal.resize(12, 60);
  terminal.wait_for("here and do");  // what would be beyond its edge
  terminal.wait_for("q quit");
  terminal.resize(50, 200);
  terminal.wait_for("q quit");
  BOOST_TEST(terminal.page().shows(title(0)));
}

BOOST_AUTO_TEST_CASE(gets_the_terminal_back_whatever_ends_it) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGSEGV}) {
    terminal_under_test terminal(command({"watch"}));
    terminal.wait_for(title(0));
    BOOST_TEST(terminal.page().is_second());
    BOOST_TEST(!terminal.is_as_before());
    ::kill(terminal.program(), signal);
    BOOST_TEST(terminal.status() == 128 + signal);
    BOOST_TEST(terminal.is_as_before());
    BOOST_TEST(!terminal.page().is_second());
    BOOST_TEST(!terminal.page().hides_cursor());
  }
}

BOOST_AUTO_TEST_CASE(gets_the_terminal_back_while_a_judgement_is_under_way) {
  terminal_under_test terminal(command({"watch"}));
  terminal.wait_for(title(0));
  save(at(0), wrong(at(0)));
  terminal.wait_for(file_name(0) + ": compiles");
  terminal.press("\x03");
  BOOST_TEST(terminal.status() == 130);
  BOOST_TEST(terminal.is_as_before());
  BOOST_TEST(!terminal.page().is_second());
}

BOOST_AUTO_TEST_CASE(gets_the_terminal_back_for_as_long_as_it_is_stopped) {
  terminal_under_test terminal(command({"watch"}));
  terminal.wait_for(title(0));
  terminal.press("\x1a");
  terminal.wait_until_stopped();
  BOOST_TEST(terminal.is_as_before());
  terminal.wait_until_gone(title(0));
  ::kill(terminal.program(), SIGCONT);
  terminal.wait_for(title(0));
  BOOST_TEST(!terminal.is_as_before());
  terminal.press("q");
  BOOST_TEST(terminal.status() == 0);
}

BOOST_AUTO_TEST_CASE(breaks_code_by_picking_who_runs_next) {
  const workshop::exercise& what = named("pull_the_rug");
  terminal_under_test terminal(command({"play", what.name}));
  terminal.wait_for("Make it show ");
  terminal.press("9");
  terminal.wait_for("That thread cannot run now");
  break_by_hand(what, terminal);
  terminal.wait_for("it is written into");
  terminal.press("q");
  BOOST_TEST(terminal.status() == 0);
  BOOST_TEST(terminal.is_as_before());
  BOOST_TEST(!progress().exercises.at(what.name).passed_at.empty());
}

BOOST_AUTO_TEST_CASE(is_told_where_a_game_cannot_be_written_down) {
  const workshop::exercise& what = named("pull_the_rug");
  terminal_under_test terminal(command({"play", what.name}));
  terminal.wait_for("Make it show ");
  fs::remove(course().file(what));
  break_by_hand(what, terminal);
  terminal.wait_for("could not be written down");
  terminal.press("q");
  BOOST_TEST(terminal.status() == 1);
}

BOOST_AUTO_TEST_CASE(plays_where_progress_cannot_be_kept_and_is_told_so) {
  const workshop::exercise& what = named("pull_the_rug");
  const fs::path state = course().state().path().parent_path();
  terminal_under_test terminal(command({"play", what.name}));
  terminal.wait_for("Make it show ");
  fs::remove_all(state);
  std::ofstream(state) << "No folder any more.";
  terminal.press("h");
  terminal.wait_for("Hint 1: ");
  terminal.wait_for("progress is not kept");
  break_by_hand(what, terminal);
  terminal.wait_for("it is written into");
  terminal.press("q");
  terminal.wait_for("racelab: cannot make ");
  BOOST_TEST(terminal.status() == 0);
}

BOOST_AUTO_TEST_CASE(cannot_play_what_is_not_to_be_broken) {
  terminal_under_test terminal(command({"play", at(0).name}));
  BOOST_TEST(terminal.status() == 64);
  BOOST_TEST(terminal.page().shows("is not to be broken but mend"));
}

BOOST_AUTO_TEST_SUITE_END()
