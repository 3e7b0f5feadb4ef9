// Distributed under the Boost Software License, Version 1.0.
#include "harness/observe/latency.hpp"

#include <boost/test/unit_test.hpp>

#include <vector>

using namespace racelab::observe;

namespace {

using std::chrono::milliseconds;

call answered(unsigned number, milliseconds begin, milliseconds end,
              std::string argument, std::string answer) {
  call made;
  made.number = number;
  made.service = number;
  made.begin = begin;
  made.end = end;
  made.outcome = call_outcome::answered;
  made.argument = std::move(argument);
  made.answers = {std::move(answer)};
  return made;
}

observation took(int elapsed) {
  observation run;
  run.outcome = function_outcome::returned;
  run.elapsed = milliseconds(elapsed);
  run.calls = {answered(0, milliseconds(0), milliseconds(10), "x", "order-1"),
               answered(1, milliseconds(10), milliseconds(30), "order-1", "c")};
  return run;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(latency_of_real_runs)

BOOST_AUTO_TEST_CASE(has_percentiles_by_nearest_rank) {
  std::vector<observation> runs;
  for (int i = 20; i >= 1; --i) runs.push_back(took(i));
  const auto result = latency_of(runs);
  BOOST_TEST_REQUIRE(result.measured.has_value());
  BOOST_TEST(result.measured->p50.count() == 10.0);
  BOOST_TEST(result.measured->p99.count() == 20.0);
  BOOST_TEST(result.measured->runs == 20U);
}

BOOST_AUTO_TEST_CASE(stands_beside_the_critical_path_and_the_sum_of_its_calls) {
  std::vector<observation> runs = {took(31), took(31), took(31)};
  runs[0].calls[1].argument = "independent of any answer";
  const auto result = latency_of(runs);
  BOOST_TEST(result.measured->critical_path.count() == 30.0);
  BOOST_TEST(result.measured->sequential.count() == 30.0);
  const auto independent = latency_of({runs.data(), 1});
  BOOST_TEST(independent.measured->critical_path.count() == 20.0);
}

BOOST_AUTO_TEST_CASE(is_that_of_the_run_if_there_is_only_one) {
  const std::vector<observation> runs = {took(7)};
  BOOST_TEST(latency_of(runs).measured->p50.count() == 7.0);
  BOOST_TEST(latency_of(runs).measured->p99.count() == 7.0);
}

BOOST_AUTO_TEST_CASE(is_not_measured_without_runs) {
  BOOST_TEST(!latency_of({}).measured.has_value());
  BOOST_TEST(!latency_of({}).reason.empty());
}

BOOST_AUTO_TEST_CASE(is_not_measured_if_a_run_has_no_end) {
  std::vector<observation> runs = {took(1), took(2)};
  runs[1].ending = ending::out_of_time;
  runs[1].ending_reason = "it waits";
  const auto result = latency_of(runs);
  BOOST_TEST(!result.measured.has_value());
  BOOST_TEST(result.reason == "a run did not come to its end: it waits");
  BOOST_TEST(!result.crashed);
}

BOOST_AUTO_TEST_CASE(tells_a_run_that_crashed_or_ended_the_process) {
  std::vector<observation> runs = {took(1), took(2)};
  for (const ending each : {ending::crashed, ending::ended_process}) {
    runs[1].ending = each;
    BOOST_TEST(latency_of(runs).crashed);
  }
}

BOOST_AUTO_TEST_CASE(is_not_measured_if_a_run_fails_or_never_came_back) {
  std::vector<observation> runs = {took(1)};
  runs[0].outcome = function_outcome::threw;
  BOOST_TEST(!latency_of(runs).measured.has_value());
  runs[0].outcome = function_outcome::pending;
  BOOST_TEST(!latency_of(runs).measured.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
