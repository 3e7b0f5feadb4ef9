// Distributed under the Boost Software License, Version 1.0.

#include "harness/tests/front_door/shell.hpp"

#include <boost/test/unit_test.hpp>

namespace {

std::string count(const std::string& junit) {
  const auto result = racelab::front_door::shell(
      "awk -f '" SOURCE_ROOT "/harness/tests/count_cases.awk' <<'END'\n" +
      junit + "\nEND");
  BOOST_TEST(result.status == 0);
  return result.output;
}

std::string test(const std::string& status, const std::string& output) {
  return "\t<testcase name=\"t\" classname=\"t\" time=\"0.1\" status=\"" +
         status + "\">\n\t\t<system-out>Running\n" + output +
         "</system-out>\n\t</testcase>\n";
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_test_without_a_report_counts_as_one) {
  BOOST_TEST(count(test("run", "") + test("run", "hello\n")) == "2 0\n");
  BOOST_TEST(count(test("fail", "")) == "0 1\n");
}

BOOST_AUTO_TEST_CASE(the_cases_that_boost_test_reports_are_counted) {
  BOOST_TEST(count(test("run",
                        "Test module \"m\" has passed with:\n"
                        "  5 test cases out of 8 passed\n"
                        "  1 test case out of 8 passed with warnings\n"
                        "  2 test cases out of 8 skipped\n"
                        "  3 assertions out of 3 passed\n")) == "6 0\n");
  BOOST_TEST(count(test("fail",
                        "Test module \"m\" has failed with:\n"
                        "  1 test case out of 8 passed\n"
                        "  3 test cases out of 8 failed\n"
                        "  2 test cases out of 8 aborted\n"
                        "  3 assertions out of 4 failed\n")) == "1 3\n");
}

BOOST_AUTO_TEST_CASE(a_failure_that_no_case_answers_for_counts) {
  BOOST_TEST(count(test("fail", "  5 test cases out of 5 passed\n")) ==
             "5 1\n");
}

BOOST_AUTO_TEST_CASE(a_skipped_test_counts_nowhere) {
  BOOST_TEST(count(test("notrun", "") + test("disabled", "")) == "0 0\n");
}

BOOST_AUTO_TEST_CASE(one_test_does_not_lend_its_cases_to_the_next) {
  BOOST_TEST(count(test("run", "  5 test cases out of 5 passed\n") +
                   test("run", "")) == "6 0\n");
}
