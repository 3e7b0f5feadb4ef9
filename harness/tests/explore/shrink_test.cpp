// Distributed under the Boost Software License, Version 1.0.
#include "harness/explore/shrink.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace racelab;
using namespace racelab::explore;

namespace {

std::vector<deviation> points(std::initializer_list<unsigned> all) {
  std::vector<deviation> list;
  for (const unsigned point : all) list.push_back({point, 1});
  return list;
}

bool has(const std::vector<deviation>& all, unsigned point) {
  return std::any_of(all.begin(), all.end(),
                     [&](const auto& each) { return each.point == point; });
}

schedule example() {
  schedule what;
  what.environment = {5, 2, observe::stop::cancel, 3};
  what.deviations = points({1, 2, 3, 4, 5, 6, 7});
  return what;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(shrinking)

BOOST_AUTO_TEST_CASE(keeps_just_the_deviations_that_are_needed_together) {
  const auto needs_3_and_6 = [](const std::vector<deviation>& all) {
    return has(all, 3) && has(all, 6);
  };
  BOOST_TEST((minimise(points({1, 2, 3, 4, 5, 6, 7, 8}), needs_3_and_6) ==
              points({3, 6})));
}

BOOST_AUTO_TEST_CASE(keeps_all_deviations_where_all_are_needed) {
  const auto all = points({1, 2, 3, 4, 5});
  BOOST_TEST(
      (minimise(all, [&](const auto& some) { return some == all; }) == all));
}

BOOST_AUTO_TEST_CASE(tries_no_deviations_first) {
  unsigned runs = 0;
  const auto always = [&](const auto&) { return ++runs > 0; };
  BOOST_TEST(minimise(points({1, 2, 3}), always).empty());
  BOOST_TEST(runs == 1U);
}

BOOST_AUTO_TEST_CASE(finds_a_single_deviation_in_few_runs) {
  std::vector<deviation> many;
  for (unsigned i = 0; i < 256; ++i) many.push_back({i, 1});
  unsigned runs = 0;
  const auto needs_100 = [&](const std::vector<deviation>& all) {
    ++runs;
    return has(all, 100);
  };
  BOOST_TEST((minimise(many, needs_100) == points({100})));
  BOOST_TEST(runs < 64U);
}

BOOST_AUTO_TEST_CASE(takes_away_everything_that_is_not_needed) {
  BOOST_TEST(
      (shrink(example(), [](const schedule&) { return true; }) == schedule{}));
}

BOOST_AUTO_TEST_CASE(keeps_the_fault_that_is_needed_but_not_the_order) {
  const schedule smallest = shrink(example(), [](const schedule& what) {
    return what.environment.fault == 2;
  });
  schedule expected;
  expected.environment.fault = 2;
  BOOST_TEST((smallest == expected));
}

BOOST_AUTO_TEST_CASE(finds_the_smallest_order_and_step) {
  const schedule smallest = shrink(example(), [](const schedule& what) {
    return what.environment.order >= 2 && what.environment.stop_step >= 1;
  });
  schedule expected;
  expected.environment = {2, 0, observe::stop::cancel, 1};
  BOOST_TEST((smallest == expected));
}

BOOST_AUTO_TEST_CASE(returns_a_schedule_that_shows_it) {
  // An order without deviations shows it, but not a smaller one.
  const auto shows = [](const schedule& what) {
    return what.environment.order == 5 ||
           (what.environment.order == 1 && has(what.deviations, 4));
  };
  BOOST_TEST(shows(shrink(example(), shows)));
}

BOOST_AUTO_TEST_CASE(prefers_few_deviations_to_a_plain_environment) {
  schedule preempted;
  preempted.deviations = points({1});
  schedule faulty;
  faulty.environment.fault = 1;
  schedule sampled;
  sampled.sampled = true;
  BOOST_TEST(simpler(faulty, preempted));
  BOOST_TEST(simpler(preempted, sampled));
  BOOST_TEST(!simpler(faulty, faulty));
}

BOOST_AUTO_TEST_SUITE_END()
