// Distributed under the Boost Software License, Version 1.0.
#include "harness/observe/critical_path.hpp"

#include "harness/observe/dependencies.hpp"
#include "harness/tests/detect/findings.hpp"

using namespace racelab::tests;
using racelab::observe::critical_path;
using racelab::observe::dependencies;
using racelab::observe::sequential_time;
using indices = std::vector<std::size_t>;

namespace {

// The order, then its customer and its product at once.
std::vector<racelab::observe::call> two_stages() {
  return story()
      .calls(0, "order", "o1", 10)
      .at(10ms)
      .answers(0, {"o1", "c1", "p1"})
      .calls(1, "customer", "c1", 11)
      .calls(2, "product", "p1", 12)
      .at(30ms)
      .answers(1)
      .at(40ms)
      .answers(2)
      .told()
      .calls;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(calls_and_what_they_need)

BOOST_AUTO_TEST_CASE(a_call_needs_the_one_that_answered_its_argument) {
  const auto needed = dependencies(two_stages());
  BOOST_TEST(needed.at(0).empty());
  BOOST_TEST(needed.at(1) == indices{0}, boost::test_tools::per_element());
  BOOST_TEST(needed.at(2) == indices{0}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_call_does_not_need_what_was_answered_after_it_began) {
  auto calls = two_stages();
  calls[0].end = 11ms;
  BOOST_TEST(dependencies(calls).at(1).empty());
}

BOOST_AUTO_TEST_CASE(a_call_does_not_need_one_that_never_answered) {
  auto calls = two_stages();
  calls[0].outcome = racelab::observe::call_outcome::failed;
  BOOST_TEST(dependencies(calls).at(1).empty());
}

BOOST_AUTO_TEST_CASE(the_critical_path_is_the_longest_chain_of_needed_calls) {
  BOOST_TEST((critical_path(two_stages(), 0) == 40ms));
}

BOOST_AUTO_TEST_CASE(
    calls_that_need_nothing_do_not_add_up_on_the_critical_path) {
  auto calls = two_stages();
  for (auto& each : calls) each.answers.clear();
  BOOST_TEST((critical_path(calls, 0) == 30ms));
}

BOOST_AUTO_TEST_CASE(the_critical_path_does_not_count_the_time_between_calls) {
  auto calls = two_stages();
  for (auto* late : {&calls[1], &calls[2]}) {
    late->begin += 5ms;
    late->end += 5ms;
  }
  BOOST_TEST((critical_path(calls, 0) == 40ms));
}

// 10, 20 and 30 ms, of which none needs another.
BOOST_AUTO_TEST_CASE(a_limit_lets_a_call_wait_for_the_first_that_ends) {
  auto calls = two_stages();
  for (auto& each : calls) each.answers.clear();
  BOOST_TEST((critical_path(calls, 3) == 30ms));
  BOOST_TEST((critical_path(calls, 2) == 40ms));
  BOOST_TEST((critical_path(calls, 1) == 60ms));
}

BOOST_AUTO_TEST_CASE(the_sequential_time_is_the_sum_of_all_calls) {
  BOOST_TEST((sequential_time(two_stages()) == 60ms));
}

BOOST_AUTO_TEST_CASE(a_call_that_never_ended_counts_nothing) {
  const auto calls = story().calls(0, "order", "o1", 10).told().calls;
  BOOST_TEST((critical_path(calls, 0) == 0ms));
  BOOST_TEST((sequential_time(calls) == 0ms));
}

BOOST_AUTO_TEST_SUITE_END()
