// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/play_view.hpp"
#include "harness/report/layout.hpp"
#include "harness/tests/observation_builder.hpp"
#include "harness/workshop/stepped_schedule.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace racelab::workshop {
namespace {

using where = standing::state;

const report::look plain_80{.width = 80, .colour = false, .unicode = true};
constexpr std::size_t rows = 24;

// Two threads at lines 12 and 40 of a file of fifty, and one that has ended.
position two_threads() {
  position now;
  now.past = tests::story().begins().creates(0, 1, 11).begins(1).told();
  now.threads = {{0, where::waits, 12, "awaits thread 1 :12"},
                 {1, where::may_run, 40, "locks :40"},
                 {2, where::ended}};
  now.next = 1;
  now.token = "o0p3t1";
  return now;
}

play_page page_of_fifty_lines() {
  play_page page;
  page.title = "04_break_it.cpp: Break it";
  page.goal = "Make it show hang.";
  for (int i = 1; i <= 50; ++i) {
    page.source.push_back("code " + std::to_string(i) + ";");
  }
  page.by_hand = true;
  page.keys = "q quit";
  return page;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& each : lines) out += each + '\n';
  return out;
}

bool has(const std::string& text, std::string_view words) {
  return text.find(words) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(a_page_to_play_on)

BOOST_AUTO_TEST_CASE(marks_the_line_at_which_each_thread_is) {
  const std::string text =
      joined(play_view(page_of_fifty_lines(), two_threads(), plain_80, rows));
  BOOST_TEST(has(text, " 0  12  code 12;\n"));
  BOOST_TEST(has(text, " 1> 40  code 40;\n"));
  BOOST_TEST(has(text, "     ...\n"));
  BOOST_TEST(!has(text, "code 25;"));
}

BOOST_AUTO_TEST_CASE(cuts_no_line_of_a_course_where_there_are_80_columns) {
  play_page page = page_of_fifty_lines();
  const std::string longest(72, 'x');
  page.source.at(39) = longest;
  BOOST_TEST(has(joined(play_view(page, two_threads(), plain_80, rows)),
                 "  " + longest + '\n'));
}

BOOST_AUTO_TEST_CASE(says_what_each_thread_does_next_in_its_column) {
  const std::string text =
      joined(play_view(page_of_fifty_lines(), two_threads(), plain_80, rows));
  BOOST_TEST(has(text, "(awaits thread 1 :12)"));
  BOOST_TEST(has(text, "[1] > locks :40"));
  BOOST_TEST(has(text, "begins"));
  BOOST_TEST(!has(text, "[2]"));
}

BOOST_AUTO_TEST_CASE(fills_exactly_the_rows_that_there_are) {
  for (const std::size_t count : {10U, 24U, 50U}) {
    for (const unsigned width : {60U, 80U, 200U}) {
      report::look screen = plain_80;
      screen.width = width;
      play_page page = page_of_fifty_lines();
      page.message = "A sentence.";
      const auto lines = play_view(page, two_threads(), screen, count);
      BOOST_TEST(lines.size() == count);
      BOOST_TEST(lines.back() == "q quit");
      for (const std::string& each : lines) {
        BOOST_TEST(report::width(each) <= width);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(puts_code_and_threads_side_by_side_where_it_is_wide) {
  report::look wide = plain_80;
  wide.width = 200;
  const std::string text =
      joined(play_view(page_of_fifty_lines(), two_threads(), wide, 50));
  const std::size_t heading = text.find("the caller");
  BOOST_TEST_REQUIRE(heading != std::string::npos);
  BOOST_TEST(text.find("code ", text.rfind('\n', heading)) < heading);
}

BOOST_AUTO_TEST_CASE(uses_plain_characters_where_there_are_no_others) {
  report::look ascii = plain_80;
  ascii.unicode = false;
  for (const unsigned width : {80U, 200U}) {
    ascii.width = width;
    for (const char each :
         joined(play_view(page_of_fifty_lines(), two_threads(), ascii, rows))) {
      BOOST_TEST_REQUIRE(static_cast<unsigned char>(each) < 0x80);
    }
  }
}

BOOST_AUTO_TEST_CASE(says_the_same_in_lines) {
  play_page page = page_of_fifty_lines();
  page.message = "A sentence.";
  BOOST_TEST(play_text(page, two_threads(), plain_80) ==
             "  thread 0 (awaits thread 1 :12)\n"
             "  thread 1 > locks :40\n"
             "A sentence.\n");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_schedule_step_by_step)

BOOST_AUTO_TEST_CASE(has_the_events_that_explain_something) {
  const stepped_schedule steps(tests::story()
                                   .begins()
                                   .creates(0, 1, 11)
                                   .blocks(0, tests::block_kind::service, 12)
                                   .begins(1)
                                   .told());
  BOOST_TEST(steps.steps() == 3U);
  BOOST_TEST(steps.at(0, plain_80).past.events.empty());
  BOOST_TEST(steps.at(3, plain_80).past.events.size() == 4U);
}

BOOST_AUTO_TEST_CASE(tells_who_is_next_and_who_waits) {
  const stepped_schedule steps(tests::story()
                                   .begins()
                                   .creates(0, 1, 11)
                                   .blocks(0, tests::block_kind::join, 12)
                                   .locks(1, 30)
                                   .ends(1)
                                   .told());
  const position now = steps.at(3, plain_80);
  BOOST_TEST((now.next == 1U));
  BOOST_TEST_REQUIRE(now.threads.size() == 2U);
  BOOST_TEST(now.threads[0].line == 12);
  BOOST_TEST((now.threads[0].is == where::waits));
  BOOST_TEST(now.threads[1].line == 30);
  BOOST_TEST((now.threads[1].words == "locks :30"));
}

BOOST_AUTO_TEST_CASE(has_an_end_at_which_nobody_is_next) {
  const stepped_schedule steps(
      tests::story().begins().creates(0, 1, 11).begins(1).ends(1).told());
  const position end = steps.at(steps.steps(), plain_80);
  BOOST_TEST(!end.next.has_value());
  BOOST_TEST((end.threads.at(1).is == where::ended));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::workshop
