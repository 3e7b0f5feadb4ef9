// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/circumstances.hpp"

#include <boost/test/unit_test.hpp>

using racelab::observe::observation;
using racelab::report::circumstances;

namespace {

observation with_services(std::vector<std::string> services) {
  observation seen;
  seen.services = std::move(services);
  return seen;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(the_circumstances_of_a_schedule)

BOOST_AUTO_TEST_CASE(are_the_order_of_the_answers_where_there_is_one_use) {
  observation seen = with_services({"order", "customer"});
  seen.environment.order = 1;
  BOOST_TEST(circumstances(seen) == "answers in the second order");
}

BOOST_AUTO_TEST_CASE(are_the_use_and_the_order_where_there_are_both) {
  observation seen = with_services({"item 1", "item 2"});
  seen.use = "two items, one at once";
  BOOST_TEST(circumstances(seen) ==
             "two items, one at once, answers in the first order");
}

BOOST_AUTO_TEST_CASE(are_the_use_alone_where_there_is_no_order_to_speak_of) {
  observation seen = with_services({"work"});
  seen.use = "stopped at 5 ms";
  BOOST_TEST(circumstances(seen) == "stopped at 5 ms");
}

BOOST_AUTO_TEST_SUITE_END()
