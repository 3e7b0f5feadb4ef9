// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/baseline.hpp"

#include <boost/test/unit_test.hpp>

#include <stdexcept>

namespace racelab::report {
namespace {

problem_list two_problems() {
  problem_list list;
  list.tests.resize(2);
  for (test& each : list.tests) each.outcome = outcome::failed;
  list.problems.resize(2);
  for (std::size_t i = 0; i < 2; ++i) {
    list.problems[i].rule = "data-race";
    list.problems[i].place = {"a.cpp", static_cast<int>(i) + 1, 0};
    list.problems[i].fingerprint = fingerprint_of(std::to_string(i));
    list.problems[i].test = i;
  }
  return list;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(baseline_)

BOOST_AUTO_TEST_CASE(what_was_written_is_known_again) {
  problem_list list = two_problems();
  const baseline known = parse_baseline(baseline_text(list), "b.txt");
  const baseline_match match = mark_known(known, list);
  BOOST_TEST(match.known == 2u);
  BOOST_TEST(match.fresh == 0u);
  BOOST_TEST(match.gone == 0u);
  BOOST_TEST(!list.problems[0].fails);
  BOOST_TEST(list.problems[0].known);
}

BOOST_AUTO_TEST_CASE(a_new_problem_fails_and_a_mended_one_is_gone) {
  problem_list list = two_problems();
  const std::string old = fingerprint_of("mended") + " data-race c.cpp:4\n" +
                          list.problems[1].fingerprint + '\n';
  const baseline_match match = mark_known(parse_baseline(old, "b.txt"), list);
  BOOST_TEST(match.known == 1u);
  BOOST_TEST(match.fresh == 1u);
  BOOST_TEST(match.gone == 1u);
  BOOST_TEST(list.problems[0].fails);
  BOOST_TEST(!list.problems[1].fails);
  pass_tests_without_failure(list);
  BOOST_TEST((list.tests[0].outcome == outcome::failed));
  BOOST_TEST((list.tests[1].outcome == outcome::passed));
}

BOOST_AUTO_TEST_CASE(what_is_expected_is_not_written_down) {
  problem_list list = two_problems();
  list.problems[0].expected = true;
  BOOST_TEST(parse_baseline(baseline_text(list), "b.txt").size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_bad_line_is_named) {
  try {
    parse_baseline("# ours\n\nnonsense here\n", "b.txt");
    BOOST_ERROR("nothing was refused");
  } catch (const std::runtime_error& error) {
    BOOST_TEST(error.what() ==
               "b.txt:3: 'nonsense' is no fingerprint; --write-baseline writes "
               "such a file");
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::report
