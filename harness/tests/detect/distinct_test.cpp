// Distributed under the Boost Software License, Version 1.0.
#include "harness/detect/distinct.hpp"

#include "harness/detect/finding_id.hpp"
#include "harness/tests/detect/findings.hpp"

using namespace racelab::tests;
using racelab::detect::distinct;
using racelab::detect::finding;

namespace {

finding at_line(std::string id, int line, std::string schedule) {
  finding result;
  result.id = std::move(id);
  result.file = line == 0 ? "" : std::string(subject_file);
  result.line = line;
  result.schedule = std::move(schedule);
  return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(distinct_findings)

BOOST_AUTO_TEST_CASE(keep_the_simplest_schedule_of_each) {
  const auto found =
      distinct({at_line("hang", 3, "o4f2"), at_line("hang", 3, "o1"),
                at_line("hang", 3, "o0")});
  BOOST_TEST(summary(found) == "hang:3");
  BOOST_TEST(found.at(0).schedule == "o0");
}

BOOST_AUTO_TEST_CASE(differ_by_id_and_by_line_and_are_listed_in_order) {
  const auto found =
      distinct({at_line("hang", 3, "o0"), at_line("hang", 2, "o0"),
                at_line("sequential", 9, "o0")});
  BOOST_TEST(summary(found) == "sequential:9 hang:2 hang:3");
}

BOOST_AUTO_TEST_CASE(of_an_unknown_line_join_one_whose_line_is_known) {
  const auto found =
      distinct({at_line("hang", 0, "o0"), at_line("hang", 3, "o12"),
                at_line("crash", 0, "o5")});
  BOOST_TEST(summary(found) == "hang:3 crash:0");
  BOOST_TEST(found.at(0).schedule == "o12");
}

BOOST_AUTO_TEST_CASE(prefer_a_race_as_evidence_and_gather_related_lines) {
  finding plain = at_line("read-before-fetch", 3, "o0");
  plain.related = stack_at(7);
  finding raced = at_line("read-before-fetch", 3, "o0");
  raced.race.emplace();
  const auto found = distinct({plain, raced});
  BOOST_TEST_REQUIRE(found.size() == 1u);
  BOOST_TEST(found[0].race.has_value());
  BOOST_TEST(found[0].related.size() == 2u);
}

BOOST_AUTO_TEST_CASE(have_ids_that_are_all_explained) {
  BOOST_TEST(racelab::detect::finding_ids.size() == 18u);
  for (const auto id : racelab::detect::finding_ids)
    BOOST_TEST(!racelab::detect::meaning_of(id).empty(), id);
  BOOST_TEST(!racelab::detect::is_finding_id("deadlock"));
}

BOOST_AUTO_TEST_SUITE_END()
