// Distributed under the Boost Software License, Version 1.0.
#include "harness/explore/schedule.hpp"

#include <boost/test/unit_test.hpp>

#include <limits>
#include <stdexcept>
#include <string>

using namespace racelab;
using explore::parse_token;
using explore::schedule;
using explore::token;

namespace {

schedule stopped(observe::stop how, unsigned step) {
  schedule what;
  what.environment.stopped_by = how;
  what.environment.stop_step = step;
  return what;
}

void check_round_trip(const schedule& what, const std::string& word) {
  BOOST_TEST(token(what) == word);
  BOOST_TEST((parse_token(word) == what));
}

void check_rejected(const std::string& word, const std::string& reason) {
  BOOST_CHECK_EXCEPTION(parse_token(word), std::invalid_argument,
                        [&](const std::invalid_argument& error) {
                          const std::string what = error.what();
                          BOOST_TEST_MESSAGE(what);
                          return what.find(reason) != std::string::npos &&
                                 what.find("'" + word + "'") == 0;
                        });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(a_schedules_token)

BOOST_AUTO_TEST_CASE(stands_for_exactly_one_schedule) {
  check_round_trip({}, "o0");
  check_round_trip(stopped(observe::stop::cancel, 0), "o0c0");
  check_round_trip(stopped(observe::stop::deadline, 12), "o0d12");
  schedule listed;
  listed.environment.order = 4;
  listed.environment.fault = 2;
  listed.deviations = {{12, 3}, {40, 0}};
  check_round_trip(listed, "o4f2p12t3p40t0");
  schedule used;
  used.environment.use = 17;
  used.environment.fault = 1;
  check_round_trip(used, "o0u17f1");
  schedule sampled = stopped(observe::stop::cancel, 3);
  sampled.sampled = true;
  sampled.seed = 36 * 36 + 35;
  check_round_trip(sampled, "o0c3r10z");
}

BOOST_AUTO_TEST_CASE(is_short_even_for_the_largest_sampled_schedule) {
  schedule what = stopped(observe::stop::deadline, 9999);
  what.environment.order = std::numeric_limits<std::uint32_t>::max();
  what.environment.fault = 8;
  what.sampled = true;
  what.seed = std::numeric_limits<std::uint32_t>::max();
  BOOST_TEST(token(what).size() <= 40U);
  check_round_trip(what, "o4294967295f8d9999r1z141z3");
}

BOOST_AUTO_TEST_CASE(has_one_spelling_only) {
  check_rejected("o00", "shortest form");
  check_rejected("o0f0", "counted from 1");
  check_rejected("o0u0", "not written");
  check_rejected("o0u48", "too large");
  check_rejected("o0p3t1p3t2", "ascending");
  check_rejected("o0p4t1p3t2", "ascending");
  check_rejected("o0r0a", "shortest form");
  check_rejected("o0rA", "lower-case");
  check_rejected("O0", "begin with 'o'");
}

BOOST_AUTO_TEST_CASE(is_rejected_where_something_is_missing_or_left_over) {
  check_rejected("", "begin with 'o'");
  check_rejected("o", "missing: order");
  check_rejected("o1f", "missing: fault");
  check_rejected("o1c", "missing: step");
  check_rejected("o1p2", "'t'");
  check_rejected("o1r", "missing: seed");
  check_rejected("o1 ", "left over");
  check_rejected("o1c1d1", "left over");
  check_rejected("o-1", "missing: order");
}

BOOST_AUTO_TEST_CASE(is_rejected_where_a_number_is_beyond_what_can_be_run) {
  check_rejected("o4294967296", "too large: order");
  check_rejected("o0r1z141z4", "too large: seed");
  check_rejected("o0p8192t0", "too large: choice");
  check_rejected("o0p0t256", "too large: thread");
  check_rejected("o99999999999999999999999", "too large: order");
}

BOOST_AUTO_TEST_SUITE_END()
