// Distributed under the Boost Software License, Version 1.0.
#include "harness/detect/detectors.hpp"

#include "harness/detect/finding_id.hpp"
#include "harness/tests/detect/findings.hpp"

#include <algorithm>

using namespace racelab::tests;
using racelab::detect::detect_all;
using racelab::detect::detectors;
using racelab::detect::finding_ids;
using racelab::observe::ending;
using racelab::observe::stop;

namespace {

// What the pattern of dependent calls does in the plainest schedule.
story correct() {
  return story()
      .begins()
      .calls(0, "order", "o1", 9)
      .at(10ms)
      .answers(0, {"o1", "c1", "p1"})
      .creates(0, 1, 10)
      .creates(0, 2, 20)
      .blocks(0, block_kind::condition)
      .calls(1, "customer", "c1", 11)
      .calls(2, "product", "p1", 21);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(all_detectors_together)

BOOST_AUTO_TEST_CASE(are_silent_about_a_correct_pattern) {
  const auto seen = correct()
                        .at(30ms)
                        .answers(1, {"n1"})
                        .ends(1)
                        .at(40ms)
                        .answers(2, {"t1"})
                        .joins(2, 1)
                        .ends(2)
                        .goes_on(0)
                        .joins(0, 2)
                        .returns()
                        .told();
  BOOST_TEST(summary(detect_all(seen)) == "");
}

BOOST_AUTO_TEST_CASE(are_silent_about_a_correct_pattern_whose_call_fails) {
  const auto seen = correct()
                        .fault("customer")
                        .at(30ms)
                        .fails(1, "customer down 3")
                        .ends(1)
                        .gives_up(2)
                        .joins(2, 1)
                        .ends(2)
                        .goes_on(0)
                        .joins(0, 2)
                        .throws("get order details: customer down 3")
                        .told();
  BOOST_TEST(summary(detect_all(seen)) == "");
}

BOOST_AUTO_TEST_CASE(are_silent_about_a_correct_pattern_that_is_cancelled) {
  const auto seen = correct()
                        .stop(stop::cancel, 2)
                        .at(15ms)
                        .caller_cancels()
                        .gives_up(1)
                        .ends(1)
                        .gives_up(2)
                        .joins(2, 1)
                        .ends(2)
                        .goes_on(0)
                        .joins(0, 2)
                        .throws("get order details: context canceled")
                        .told();
  BOOST_TEST(summary(detect_all(seen)) == "");
}

BOOST_AUTO_TEST_CASE(say_nothing_about_a_schedule_that_proves_nothing) {
  const auto seen =
      correct()
          .races(access_at("write", 1, 12), access_at("write", 2, 22))
          .uses_unmodelled(1, 12, "fork")
          .told();
  BOOST_TEST(summary(detect_all(seen)) == "");
}

BOOST_AUTO_TEST_CASE(believe_of_a_trace_cut_off_only_what_it_shows) {
  const auto seen =
      correct()
          .races(access_at("write", 1, 12), access_at("write", 2, 22))
          .returns()
          .cut_off()
          .told();
  BOOST_TEST(summary(detect_all(seen)) == "data-race:12");
}

BOOST_AUTO_TEST_CASE(tell_each_finding_once_with_the_schedules_token) {
  const auto racing = [](unsigned reader) {
    return access_at("read", reader, 12);
  };
  const auto seen = story()
                        .token("o4f2p12t3")
                        .begins()
                        .races(racing(2), access_at("write", 1, 22))
                        .races(racing(3), access_at("write", 1, 22))
                        .told();
  const auto found = detect_all(seen);
  BOOST_TEST(summary(found) == "data-race:22");
  BOOST_TEST(found.at(0).schedule == "o4f2p12t3");
}

BOOST_AUTO_TEST_CASE(have_names_that_reports_know_each_once) {
  std::vector<std::string_view> names;
  for (const auto& each : detectors()) names.push_back(each.id);
  for (const auto& name : names) {
    BOOST_TEST(racelab::detect::is_finding_id(name), name);
    BOOST_TEST(std::count(names.begin(), names.end(), name) == 1);
  }
}

BOOST_AUTO_TEST_SUITE_END()
