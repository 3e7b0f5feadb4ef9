// Distributed under the Boost Software License, Version 1.0.
#include "harness/explore/subject_session.hpp"
#include "harness/observe/thread_locals.hpp"

#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <string>

namespace {

using namespace racelab;
using observe::event_kind;

constexpr unsigned runs = 50;

struct tally {
  unsigned racy = 0;
  unsigned races = 0;
  unsigned ended = 0;
  std::string mistakes;
  unsigned processes = 0;
};

// One that unlocks for another is reported as well, and is part of a case.
bool is_racy(const observe::observation& seen) {
  return std::any_of(
      seen.races.begin(), seen.races.end(), [](const observe::race& each) {
        return each.kind == "data-race" || each.kind == "lock-order-inversion";
      });
}

// Runs a case of kept_threads.cpp many times in one process.
tally run(const char* executable, unsigned which) {
  explore::subject_session subject(
      explore::subject{executable, {RACELAB_KEPT_SOURCE}});
  tally all;
  for (unsigned i = 0; i < runs; ++i) {
    explore::schedule what;
    what.environment.order = which;
    const observe::observation seen =
        subject.run(what, explore::stacks::calls).seen;
    if (is_racy(seen)) ++all.racy;
    all.races += static_cast<unsigned>(seen.races.size());
    if (seen.ending == observe::ending::finished) ++all.ended;
    for (const observe::event& event : seen.events)
      if (event.kind == event_kind::wrong_result)
        all.mistakes += event.text + "; ";
  }
  all.processes = subject.processes();
  return all;
}

}  // namespace

BOOST_DATA_TEST_CASE(no_order_is_invented_between_kept_threads,
                     boost::unit_test::data::make({0U, 1U, 2U, 3U, 4U}),
                     which) {
  const tally all = run(RACELAB_KEPT_SUBJECT, which);
  BOOST_TEST(all.racy == runs);
  BOOST_TEST(all.ended == runs);
  BOOST_TEST(all.processes == 1u);
}

BOOST_DATA_TEST_CASE(no_order_is_lost_and_nothing_is_inherited,
                     boost::unit_test::data::make({5U, 6U, 7U, 8U}), which) {
  const tally all = run(RACELAB_KEPT_SUBJECT, which);
  BOOST_TEST(all.racy == 0u);
  BOOST_TEST(all.mistakes == "");
  BOOST_TEST(all.ended == runs);
  BOOST_TEST(all.processes == 1u);
}

BOOST_AUTO_TEST_CASE(no_access_of_an_earlier_schedule_hides_a_later_one) {
  const tally all = run(RACELAB_KEPT_SUBJECT, 9);
  BOOST_TEST(all.races == 3 * runs / 2);
  BOOST_TEST(all.processes == 1u);
}

BOOST_AUTO_TEST_CASE(a_thread_local_object_is_made_and_destroyed_each_time) {
  const tally all = run(RACELAB_THREAD_LOCAL_SUBJECT, 10);
  BOOST_TEST(all.racy == 0u);
  BOOST_TEST(all.mistakes == "");
  BOOST_TEST(all.ended == runs);
}

BOOST_AUTO_TEST_CASE(a_program_that_has_thread_local_objects_is_known) {
  BOOST_TEST(!observe::has_thread_locals(RACELAB_KEPT_SUBJECT));
  BOOST_TEST(observe::has_thread_locals(RACELAB_THREAD_LOCAL_SUBJECT));
  BOOST_TEST(observe::has_thread_locals("/no/such/program"));
}
