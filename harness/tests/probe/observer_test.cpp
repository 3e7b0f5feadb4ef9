// Distributed under the Boost Software License, Version 1.0.
#include "harness/explore/subject_session.hpp"

#include <boost/test/unit_test.hpp>
#include <cstdlib>

namespace {

using namespace racelab;

constexpr std::uint32_t runs = 100;

// In how many of a hundred schedules the race was reported.
unsigned found(const char* executable) {
  explore::subject_session subject(
      explore::subject{executable, {RACELAB_OBSERVER_SOURCE}});
  unsigned times = 0;
  for (std::uint32_t seed = 1; seed <= runs; ++seed) {
    explore::schedule what;
    what.sampled = true;
    what.seed = seed;
    const observe::observation seen =
        subject.run(what, explore::stacks::calls).seen;
    BOOST_REQUIRE((seen.ending == observe::ending::finished));
    if (!seen.races.empty()) ++times;
  }
  return times;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_simulated_service_hides_no_race) {
  BOOST_TEST(found(RACELAB_OBSERVER_SUBJECT) == runs);
}

// What the test above would say if somebody put a lock into the service: the
// plain schedule's race is gone.
BOOST_AUTO_TEST_CASE(a_mutex_in_the_service_would_hide_it) {
  explore::subject_session subject(explore::subject{
      RACELAB_SYNCHRONISING_SUBJECT, {RACELAB_OBSERVER_SOURCE}});
  const observe::observation seen =
      subject.run(explore::schedule{}, explore::stacks::calls).seen;
  BOOST_REQUIRE((seen.ending == observe::ending::finished));
  BOOST_TEST(seen.races.empty());
  BOOST_TEST(found(RACELAB_SYNCHRONISING_SUBJECT) < runs);
}
