// Distributed under the Boost Software License, Version 1.0.
#include "harness/explore/subject_session.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <sstream>
#include <string>

namespace {

using namespace racelab;

// What a case of handlers.cpp says of itself.
struct promise {
  unsigned races = 0;
  std::string name;
};

bool announced(const observe::observation& seen, promise& about) {
  if (seen.calls.empty()) return false;
  std::istringstream lines(seen.calls.front().argument);
  std::string races;
  if (!std::getline(lines, races) || !std::getline(lines, about.name))
    return false;
  about.races = static_cast<unsigned>(std::stoul(races));
  return true;
}

bool handled_once(const observe::observation& seen) {
  return std::count_if(seen.events.begin(), seen.events.end(),
                       [](const observe::event& each) {
                         return each.kind == observe::event_kind::handler_end;
                       }) == 1;
}

bool check_case(explore::runner& subject, unsigned which) {
  explore::schedule what;
  what.environment.order = which;
  for (int again = 0; again < 3; ++again) {
    const observe::observation seen =
        subject.run(what, explore::stacks::calls).seen;
    promise about;
    if (!announced(seen, about)) return false;
    BOOST_TEST_CONTEXT(about.name) {
      BOOST_TEST((seen.ending == observe::ending::finished));
      BOOST_TEST(handled_once(seen));
      BOOST_TEST(seen.races.size() == about.races);
    }
  }
  return true;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_handler_is_no_part_of_the_section_that_it_interrupts) {
  explore::subject_session subject(
      explore::subject{RACELAB_HANDLERS_SUBJECT, {RACELAB_HANDLERS_SOURCE}});
  unsigned which = 0;
  while (check_case(subject, which)) ++which;
  BOOST_TEST(which == 4U);
}
