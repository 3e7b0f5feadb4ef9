// Distributed under the Boost Software License, Version 1.0.
#include "harness/explore/schedule_space.hpp"

#include <boost/test/unit_test.hpp>

#include <set>
#include <string>

using namespace racelab;
using namespace racelab::explore;

namespace {

const scenario three_services{3, 10, observe::virtual_time(1000), false, {}};

std::set<std::string> tokens(const std::vector<observe::environment>& all) {
  std::set<std::string> words;
  for (const auto& env : all) words.insert(token({env, {}, false, 0}));
  return words;
}

std::set<std::string> tokens(const std::vector<branch>& all) {
  std::set<std::string> words;
  for (const auto& each : all) words.insert(token(each.what));
  return words;
}

choice between(std::uint64_t enabled, unsigned taken, bool preemptive) {
  return {enabled, taken, taken, preemptive, false};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(the_space_of_schedules)

BOOST_AUTO_TEST_CASE(has_as_many_orders_as_permutations_of_the_services) {
  BOOST_TEST(count_orders(0) == 1U);
  BOOST_TEST(count_orders(1) == 1U);
  BOOST_TEST(count_orders(3) == 6U);
  BOOST_TEST(count_orders(8) == 40320U);
}

BOOST_AUTO_TEST_CASE(begins_with_all_orders_and_then_has_each_single_fault) {
  const std::vector<std::uint32_t> orders = {0, 4};
  const auto all = unstopped(three_services, orders);
  const std::vector<std::string> expected = {"o0",   "o4",   "o0f1", "o0f2",
                                             "o0f3", "o4f1", "o4f2", "o4f3"};
  std::vector<std::string> words;
  for (const auto& env : all) words.push_back(token({env, {}, false, 0}));
  BOOST_TEST(words == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(
    has_each_other_use_in_its_own_orders_and_no_fault_where_nothing_fails) {
  scenario of_uses = three_services;
  of_uses.other_uses = {0, 2};
  of_uses.infallible = true;
  const std::vector<std::uint32_t> orders = {0, 4};
  BOOST_TEST((tokens(unstopped(of_uses, orders)) ==
              std::set<std::string>{"o0", "o4", "o0u1", "o0u2", "o1u2"}));
}

BOOST_AUTO_TEST_CASE(has_no_more_than_two_dozen_orders_of_another_use) {
  scenario of_uses = three_services;
  of_uses.other_uses = {8};
  of_uses.infallible = true;
  const std::vector<std::uint32_t> orders = {0};
  BOOST_TEST(unstopped(of_uses, orders).size() == 25U);
}

BOOST_AUTO_TEST_CASE(has_stops_in_the_middle_of_each_unit_the_function_takes) {
  using observe::virtual_time;
  const auto after = [](int time) {
    return tokens(stopped_at_each_step(three_services, 2, virtual_time(time)));
  };
  BOOST_TEST(after(500).empty());
  BOOST_TEST((after(501) == std::set<std::string>{"o2c1", "o2d1"}));
  BOOST_TEST((after(1500) == std::set<std::string>{"o2c1", "o2d1"}));
  BOOST_TEST(after(1501).size() == 4U);
  BOOST_TEST(after(1'000'000).size() == 20U);
}

BOOST_AUTO_TEST_CASE(has_both_contexts_that_are_done_before_the_call_once) {
  BOOST_TEST(
      (tokens(stopped_before()) == std::set<std::string>{"o0c0", "o0d0"}));
}

BOOST_AUTO_TEST_CASE(branches_into_every_other_thread_of_every_choice) {
  const std::vector<choice> choices = {between(0b011, 0, true),
                                       between(0b111, 1, true)};
  BOOST_TEST((tokens(branches({}, choices, 1)) ==
              std::set<std::string>{"o0p0t1", "o0p1t0", "o0p1t2"}));
}

BOOST_AUTO_TEST_CASE(counts_only_preemptions_against_the_bound) {
  const std::vector<choice> choices = {
      between(0b11, 0, true), between(0b11, 1, false), between(0b11, 0, true)};
  branch once;
  once.what.deviations = {{0, 1}};
  once.preemptions = 1;
  BOOST_TEST((tokens(branches(once, choices, 1)) ==
              std::set<std::string>{"o0p0t1p1t0"}));
  branch free;
  free.what.deviations = {{1, 0}};
  BOOST_TEST((tokens(branches(free, choices, 1)) ==
              std::set<std::string>{"o0p1t0p2t1"}));
}

BOOST_AUTO_TEST_CASE(has_a_preemption_in_each_window) {
  std::vector<choice> choices(3, between(0b111, 0, true));
  choices[1].window = true;
  std::set<std::string> words;
  for (const schedule& each : preempted_windows({}, choices))
    words.insert(token(each));
  BOOST_TEST((words == std::set<std::string>{"o0p1t1", "o0p1t2"}));
}

BOOST_AUTO_TEST_CASE(is_estimated_by_the_product_of_all_choices) {
  const std::vector<choice> choices(3, between(0b1111111111, 0, true));
  BOOST_TEST(log10_interleavings(choices) == 3.0,
             boost::test_tools::tolerance(1e-9));
  BOOST_TEST(log10_interleavings({}) == 0.0);
  BOOST_TEST(log10_sum(2, 2) == 2.30103, boost::test_tools::tolerance(1e-6));
}

BOOST_AUTO_TEST_CASE(has_a_list_of_deviations_for_what_a_sampler_did) {
  std::vector<choice> choices(3, between(0b11, 0, true));
  choices[1].taken = 1;
  BOOST_TEST((deviations_of(choices) == std::vector<deviation>{{1, 1}}));
}

BOOST_AUTO_TEST_SUITE_END()
