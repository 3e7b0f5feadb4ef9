// Distributed under the Boost Software License, Version 1.0.
#include "harness/explore/sampler.hpp"

#include <boost/test/unit_test.hpp>

using namespace racelab::explore;

BOOST_AUTO_TEST_SUITE(a_sampled_seed)

BOOST_AUTO_TEST_CASE(carries_the_number_of_choices_rounded_up) {
  for (const auto& [choices, length] : {std::pair{0U, 1U},
                                        {1U, 1U},
                                        {2U, 2U},
                                        {3U, 4U},
                                        {100U, 128U},
                                        {8192U, 8192U},
                                        {1'000'000U, 32768U}})
    BOOST_TEST(sampled_length(sampled_seed(0xabcdef, choices)) == length);
}

BOOST_AUTO_TEST_CASE(differs_where_the_random_number_does) {
  BOOST_TEST(sampled_seed(1, 10) != sampled_seed(2, 10));
}

BOOST_AUTO_TEST_CASE(comes_from_numbers_that_every_compiler_computes_alike) {
  // The first outputs of the reference implementation for seed 1234567.
  random_source random(1234567);
  BOOST_TEST(random.next() == 6457827717110365317U);
  BOOST_TEST(random.next() == 3203168211198807973U);
  BOOST_TEST(random.next() == 9817491932198370423U);
}

BOOST_AUTO_TEST_SUITE_END()
