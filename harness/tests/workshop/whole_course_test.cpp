// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/workshop/learner.hpp"

#include "harness/workshop/course_view.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace racelab;
using namespace racelab::tests;

BOOST_AUTO_TEST_SUITE(the_course_that_comes_with_racelab)

// Its solutions are run at real speed by exercises_test.
BOOST_AUTO_TEST_CASE(can_be_solved_from_the_first_exercise_to_the_last) {
  const learner who(workshop::built_in_set(built_here().catalogue));
  std::vector<std::string> watch = who.command({"watch"});
  watch.insert(watch.begin() + 1, "--no-latency");
  terminal_under_test terminal(watch);
  solve_all(who, terminal);
  terminal.press("q");
  BOOST_TEST(terminal.status() == 0);
  BOOST_TEST(workshop::passed_in(who.course().set(), who.progress()) ==
             who.exercises().size());
}

BOOST_AUTO_TEST_CASE(has_no_code_to_be_broken_that_cannot_be_by_hand) {
  const learner who(workshop::built_in_set(built_here().catalogue));
  for (const workshop::exercise& each : who.exercises()) {
    if (each.kind == workshop::exercise_kind::break_code) {
      BOOST_TEST_INFO(each.name);
      BOOST_CHECK_NO_THROW(who.winning_picks(each));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
