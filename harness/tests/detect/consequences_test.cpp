// Distributed under the Boost Software License, Version 1.0.
#include "harness/detect/consequences.hpp"

#include "harness/tests/detect/findings.hpp"

#include <utility>

using namespace racelab::tests;
using racelab::detect::crash;
using racelab::detect::detect_all;
using racelab::detect::finding;
using racelab::detect::fire_and_forget;
using racelab::detect::follows_from;
using racelab::detect::lost_error;
using racelab::detect::read_before_fetch;
using racelab::observe::ending;
using racelab::observe::stop;

namespace {

// Two threads that nobody waits for; the calls are in lines 11 and 21.
story forgotten() {
  return story()
      .begins()
      .creates(0, 1, 10)
      .detaches(0, 1)
      .creates(0, 2, 20)
      .detaches(0, 2);
}

// A group's tasks: the order's in line 11, a reader of it in line 21.
story group() {
  return story().begins().creates(0, 1, 10).creates(0, 2, 20).calls(1, "order",
                                                                    "o1", 11);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(consequences)

BOOST_AUTO_TEST_CASE(what_a_forgotten_thread_writes_is_no_finding_of_its_own) {
  const auto seen =
      forgotten()
          .calls(1, "order", "o1", 11)
          .returns()
          .at(10ms)
          .answers(1)
          .races(access_at("write", 1, 11), access_at("read", 0, 0))
          .wrong_result("the order is missing")
          .ends(1)
          .ends(2)
          .told();
  BOOST_TEST(summary(detect_all(seen)) == "fire-and-forget:10");
}

BOOST_AUTO_TEST_CASE(only_a_race_between_threads_that_ended_in_time_is_one) {
  const auto racing = [](bool in_time) {
    story told = forgotten().creates(0, 3, 30).detaches(0, 3);
    told.races(access_at("write", 1, 12), access_at("write", 2, 22));
    if (in_time) told.ends(1).ends(2);
    told.calls(3, "order", "o1", 31).returns();
    if (!in_time) told.ends(1).ends(2);
    return told.at(10ms).answers(3).ends(3).told();
  };
  BOOST_TEST(summary(detect_all(racing(true))) ==
             "fire-and-forget:30 data-race:12");
  BOOST_TEST(summary(detect_all(racing(false))) == "fire-and-forget:30");
}

BOOST_AUTO_TEST_CASE(a_crash_of_a_forgotten_thread_is_none) {
  const auto seen = forgotten()
                        .calls(1, "order", "o1", 11)
                        .follows_null(2, 21)
                        .returns()
                        .at(10ms)
                        .answers(1)
                        .ends(1)
                        .told();
  BOOST_TEST(summary(detect_all(seen)) == "fire-and-forget:10");
}

BOOST_AUTO_TEST_CASE(
    an_error_lost_in_another_schedule_by_a_forgotten_thread_is_none) {
  const auto forgets =
      fire_and_forget(forgotten().calls(1, "order", "o1", 11).returns().told());
  const auto in_time = [](int created) {
    return lost_error(story()
                          .stop(stop::cancel, 0)
                          .begins()
                          .creates(0, 1, created)
                          .calls(1, "order", "o1", 11)
                          .gives_up(1)
                          .returns()
                          .told());
  };
  BOOST_TEST_REQUIRE(forgets.size() == 1u);
  BOOST_TEST(follows_from(in_time(10).at(0), forgets[0]));
  BOOST_TEST(!follows_from(in_time(15).at(0), forgets[0]));
}

BOOST_AUTO_TEST_CASE(the_crash_and_the_hang_after_an_early_read_are_none) {
  const auto seen =
      group()
          .follows_null(2, 21)
          .at(10ms)
          .answers(1)
          .races(access_at("write", 1, 11), access_at("read", 2, 21))
          .ends(1)
          .stuck(0, block_kind::join, 40, 2)
          .told();
  const auto found = detect_all(seen);
  BOOST_TEST(summary(found) == "read-before-fetch:21");
  BOOST_TEST(found.at(0).race.has_value());
}

BOOST_AUTO_TEST_CASE(
    a_crash_at_a_line_that_reads_early_in_another_schedule_is_none) {
  const auto early = read_before_fetch(group().follows_null(2, 21).told());
  const auto failed = [](int line) {
    return crash(
        group().at(10ms).fails(1, "order down").follows_null(2, line).told());
  };
  BOOST_TEST_REQUIRE(early.size() == 1u);
  BOOST_TEST(follows_from(failed(21).at(0), early[0]));
  BOOST_TEST(!follows_from(failed(22).at(0), early[0]));
}

BOOST_AUTO_TEST_CASE(moving_out_what_was_read_too_early_is_no_race_of_its_own) {
  const auto seen =
      group()
          .at(10ms)
          .answers(1)
          .races(access_at("read", 0, 41), access_at("write", 1, 11))
          .races(access_at("write", 0, 41), access_at("write", 1, 11))
          .told();
  BOOST_TEST(summary(detect_all(seen)) == "read-before-fetch:41");
}

BOOST_AUTO_TEST_CASE(a_wrong_result_after_a_race_is_none) {
  const auto races = [](bool racing) {
    story told = group();
    told.at(10ms).answers(1);
    if (racing)
      told.races(access_at("write", 1, 12), access_at("write", 2, 22));
    told.ends(1).joins(0, 1).ends(2).joins(0, 2);
    return told.returns().wrong_result("the order is missing").told();
  };
  BOOST_TEST(summary(detect_all(races(true))) == "data-race:12");
  BOOST_TEST(summary(detect_all(races(false))) == "wrong-result:11");
}

BOOST_AUTO_TEST_CASE(a_crash_before_the_race_is_one) {
  const auto race = [](story& told) {
    told.races(access_at("write", 1, 12), access_at("write", 2, 22));
  };
  story before = story().begins();
  before.crashes(0, 30);
  race(before);
  story after = story().begins();
  race(after);
  after.crashes(0, 30);
  BOOST_TEST(summary(detect_all(before.told())) == "data-race:12 crash:30");
  BOOST_TEST(summary(detect_all(after.told())) == "data-race:12");
}

BOOST_AUTO_TEST_CASE(a_crash_after_the_end_of_a_function_that_forgets_is_none) {
  const auto crashing = [](bool forgets) {
    story told = story().begins().creates(0, 1, 10).calls(1, "order", "o1", 11);
    if (!forgets) told.at(10ms).answers(1);
    return told.returns().crashes(0, 0).told();
  };
  BOOST_TEST(summary(detect_all(crashing(true))) == "fire-and-forget:10");
  BOOST_TEST(summary(detect_all(crashing(false))) == "crash:0");
}

BOOST_AUTO_TEST_CASE(a_death_without_a_word_comes_after_all_that_was_seen) {
  const auto dying = [](bool returns) {
    story told = story().begins().creates(0, 1, 10).calls(1, "order", "o1", 11);
    if (returns) told.returns();
    return told.ending(ending::crashed, "SIGSEGV").told();
  };
  BOOST_TEST(summary(detect_all(dying(true))) == "fire-and-forget:10");
  BOOST_TEST(summary(detect_all(dying(false))) == "crash:0");

  const auto racing =
      story()
          .begins()
          .races(access_at("write", 1, 12), access_at("write", 2, 22))
          .ending(ending::crashed, "SIGSEGV")
          .told();
  BOOST_TEST(summary(detect_all(racing)) == "data-race:12");
}

BOOST_AUTO_TEST_CASE(an_early_read_of_a_forgotten_thread_is_none) {
  const auto reading = [](bool forgets) {
    story told = story().begins().creates(0, 1, 10).creates(0, 2, 0);
    told.calls(1, "order", "o1", 11);
    if (forgets) told.returns();
    return told.follows_null(2, 21).told();
  };
  BOOST_TEST(summary(detect_all(reading(true))) == "fire-and-forget:10");
  BOOST_TEST(summary(detect_all(reading(false))) == "read-before-fetch:21");
}

BOOST_AUTO_TEST_CASE(a_crash_further_down_after_an_early_read_is_none) {
  const auto crashing = [](int line) {
    return group()
        .at(10ms)
        .answers(1)
        .races(access_at("read", 2, 21), access_at("write", 1, line))
        .crashes(2, 23)
        .told();
  };
  BOOST_TEST(summary(detect_all(crashing(11))) == "read-before-fetch:21");
}

BOOST_AUTO_TEST_CASE(a_crash_at_a_line_that_races_in_another_schedule_is_none) {
  const auto races = racelab::detect::data_race(
      group()
          .races(access_at("write", 1, 12), access_at("write", 2, 22))
          .told());
  const auto crash_at = [](int line) {
    return crash(group().crashes(1, line).told()).at(0);
  };
  BOOST_TEST_REQUIRE(races.size() == 1u);
  BOOST_TEST(follows_from(crash_at(22), races[0]));
  BOOST_TEST(summary(racelab::detect::without_consequences(
                 {crash_at(22), races[0], crash_at(23)})) ==
             "data-race:12 crash:23");
  BOOST_TEST(!follows_from(crash_at(23), races[0]));
}

BOOST_AUTO_TEST_CASE(going_on_with_what_was_read_too_early_is_none) {
  const auto reading = [](unsigned below) {
    return group()
        .creates(0, 3, 30)
        .follows_null(below, 22)
        .at(10ms)
        .answers(1)
        .races(access_at("write", 1, 11), access_at("read", 2, 21))
        .told();
  };
  BOOST_TEST(summary(detect_all(reading(2))) == "read-before-fetch:21");
  BOOST_TEST(summary(detect_all(reading(3))) ==
             "read-before-fetch:21 read-before-fetch:22");
}

BOOST_AUTO_TEST_CASE(reading_what_a_racing_flag_announced_is_none) {
  const auto flagged = [](int flag_set, int flag_read) {
    return group()
        .at(10ms)
        .answers(1)
        .races(access_at("read", 2, flag_read, "", 1),
               access_at("write", 1, flag_set, "", 1))
        .races(access_at("read", 2, 22), access_at("write", 1, 11))
        .told();
  };
  BOOST_TEST(summary(detect_all(flagged(12, 21))) == "data-race:12");
  BOOST_TEST(summary(detect_all(flagged(10, 21))) ==
             "read-before-fetch:22 data-race:10");
  BOOST_TEST(summary(detect_all(flagged(12, 23))) ==
             "read-before-fetch:22 data-race:12");
}

BOOST_AUTO_TEST_CASE(reading_before_a_racing_flag_was_set_is_one) {
  const auto seen =
      group()
          .at(10ms)
          .answers(1)
          .races(access_at("write", 1, 11), access_at("read", 2, 22))
          .races(access_at("write", 1, 12, "", 1),
                 access_at("read", 2, 21, "", 1))
          .told();
  BOOST_TEST(summary(detect_all(seen)) == "read-before-fetch:22 data-race:12");
}

BOOST_AUTO_TEST_CASE(of_one_schedule_are_these_and_not_the_other_way_round) {
  constexpr std::pair<const char*, const char*> pairs[] = {
      {"lost-error", "fire-and-forget"},
      {"siblings-not-cancelled", "fire-and-forget"},
      {"cancellation-ignored", "fire-and-forget"},
      {"wrong-result", "fire-and-forget"},
      {"thread-leak", "fire-and-forget"},
      {"hang", "fire-and-forget"},
      {"wrong-result", "read-before-fetch"},
      {"wrong-result", "data-race"},
      {"hang", "crash"},
      {"cancellation-ignored", "hang"},
      {"siblings-not-cancelled", "lost-error"}};
  const auto seen = story().begins().returns().told();
  for (const auto& [what, cause] : pairs) {
    finding consequence;
    consequence.id = what;
    finding before;
    before.id = cause;
    BOOST_TEST(follows_within(seen, consequence, before), what);
    BOOST_TEST(!follows_within(seen, before, consequence), cause);
    BOOST_TEST(!follows_from(consequence, before), what);
  }
}

BOOST_AUTO_TEST_CASE(siblings_of_an_error_that_was_swallowed_are_none) {
  const auto failing = [] {
    return story()
        .fault("customer")
        .begins()
        .calls(1, "order", "o1", 11)
        .calls(2, "customer", "c1", 21)
        .at(10ms)
        .fails(2, "customer down")
        .at(20ms)
        .answers(1);
  };
  BOOST_TEST(summary(detect_all(failing().returns().told())) ==
             "lost-error:21");
  BOOST_TEST(summary(detect_all(failing().throws("customer down").told())) ==
             "siblings-not-cancelled:11");
}

BOOST_AUTO_TEST_SUITE_END()
