// Distributed under the Boost Software License, Version 1.0.
#include "harness/explore/subject_session.hpp"

#include <boost/test/unit_test.hpp>
#include <set>
#include <sstream>
#include <string>

namespace {

using namespace racelab;

// What a case of lock_orders.cpp says of itself.
struct promise {
  unsigned places = 0;
  std::string name;
};

bool announced(const observe::observation& seen, promise& about) {
  if (seen.calls.empty()) return false;
  std::istringstream lines(seen.calls.front().argument);
  std::string places;
  if (!std::getline(lines, places) || !std::getline(lines, about.name))
    return false;
  about.places = static_cast<unsigned>(std::stoul(places));
  return true;
}

// Each place of a ring is another thread's, and known.
void check_ring(const observe::race& ring, unsigned places) {
  BOOST_TEST(ring.kind == "lock-order-inversion");
  BOOST_TEST(ring.accesses.size() == places);
  std::set<observe::thread_number> threads;
  for (const observe::access& each : ring.accesses) {
    BOOST_TEST(each.operation == "lock");
    BOOST_TEST(observe::subject_frame(each.stack) != nullptr);
    threads.insert(each.thread);
  }
  BOOST_TEST(threads.size() == places);
  BOOST_TEST(threads.count(observe::unknown_thread) == 0U);
}

bool check_case(explore::runner& subject, unsigned which) {
  explore::schedule what;
  what.environment.order = which;
  // More than once, since the process goes on from schedule to schedule.
  for (int again = 0; again < 3; ++again) {
    const observe::observation seen =
        subject.run(what, explore::stacks::calls).seen;
    promise about;
    if (!announced(seen, about)) return false;
    BOOST_TEST_CONTEXT(about.name) {
      BOOST_TEST((seen.ending == observe::ending::finished));
      BOOST_TEST(seen.races.size() == (about.places == 0 ? 0U : 1U));
      for (const observe::race& each : seen.races)
        check_ring(each, about.places);
    }
  }
  return true;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_ring_of_locks_is_told_if_it_can_close_and_only_then) {
  explore::subject_session subject(explore::subject{
      RACELAB_LOCK_ORDERS_SUBJECT, {RACELAB_LOCK_ORDERS_SOURCE}});
  unsigned which = 0;
  while (check_case(subject, which)) ++which;
  BOOST_TEST(which == 14U);
}
