// Distributed under the Boost Software License, Version 1.0.
#include "harness/observe/printable.hpp"

#include <boost/test/unit_test.hpp>

using racelab::observe::printable;

BOOST_AUTO_TEST_SUITE(printable_text)

BOOST_AUTO_TEST_CASE(is_what_it_was_if_it_is_harmless) {
  BOOST_TEST(printable("order-1: not found\nü € 😀") ==
             "order-1: not found\nü € 😀");
  BOOST_TEST(printable("").empty());
}

BOOST_AUTO_TEST_CASE(cannot_steer_a_terminal) {
  BOOST_TEST(printable("\x1b[2Jok\r\t\x7f") == "?[2Jok???");
  BOOST_TEST(printable("\xc2\x9b"
                       "2J") == "?2J");  // the one-character CSI
}

BOOST_AUTO_TEST_CASE(is_always_utf_8) {
  BOOST_TEST(printable("a\xff"
                       "b") == "a?b");
  BOOST_TEST(printable("\xc3") == "?");
  BOOST_TEST(printable("\xe2\x82") == "??");
  BOOST_TEST(printable("\xc0\xaf") == "??");            // overlong '/'
  BOOST_TEST(printable("\xe0\x80\xaf") == "???");       // overlong
  BOOST_TEST(printable("\xed\xa0\x80") == "???");       // a surrogate
  BOOST_TEST(printable("\xf4\x90\x80\x80") == "????");  // beyond Unicode
}

BOOST_AUTO_TEST_SUITE_END()
