// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/log/log_terminal.hpp"

#include "harness/report/excerpt.hpp"
#include "harness/report/log/held_locks.hpp"
#include "harness/report/log/user_code.hpp"
#include "harness/tests/report/approval.hpp"
#include "harness/tests/report/log/parse_text.hpp"
#include "harness/tests/report/samples.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <sstream>

namespace racelab::report::log {
namespace {

const std::string cart = "/home/me/shop/cart.cpp";

// What the report gcc_race is about.
sources cart_source() {
  source_file file;
  file.lines.resize(31);
  file.lines[7] = "int items = 0;";
  file.lines[9] = "static void add(int more) {";
  file.lines[10] = "  std::scoped_lock const cart(lock), list(lists);";
  file.lines[11] = "  items += more;";
  file.lines[12] = "}";
  file.lines[14] = "static int total() {";
  file.lines[15] = "  // Nobody has the cart any more.";
  file.lines[16] = "  return std::atomic_ref(items).load();";
  file.lines[17] = "}";
  file.path = "/srv/shop of mine/cart.cpp";
  return {{cart, file}};
}

log_report race() {
  log_report out = parse_text(gcc_race).reports.at(0);
  mark_user_frames(out);
  return out;
}

std::string text_of(const log_report& report, const look& screen,
                    const sources& files = cart_source()) {
  grouping groups;
  groups.add(log_report(report), 0);
  return log_report_text(groups.last(), files, screen);
}

log_result result_of(const std::string& text) {
  log_result out;
  parsed_log parsed = parse_text(text);
  for (log_report& each : parsed.reports) out.reports.add(std::move(each), 0);
  out.sources = {{"app.log", parsed.counts}};
  return out;
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t times = 0;
  for (std::size_t at = text.find(part); at != std::string::npos;
       at = text.find(part, at + 1))
    ++times;
  return times;
}

bool contains(const std::string& text, const std::string& part) {
  return count(text, part) != 0;
}

unsigned widest_line(const std::string& text) {
  unsigned widest = 0;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);)
    widest = std::max(widest, painted_width(line));
  return widest;
}

const char* const leak =
    "==================\n"
    "WARNING: ThreadSanitizer: thread leak (pid=7)\n"
    "  Thread T1 (tid=8, finished) created by main thread at:\n"
    "    #0 main /home/me/shop/leak.cpp:5 (shop+0x1)\n"
    "\n"
    "SUMMARY: ThreadSanitizer: thread leak /home/me/shop/leak.cpp:5 in main\n"
    "==================\n";

}  // namespace

BOOST_AUTO_TEST_SUITE(pair)

BOOST_AUTO_TEST_CASE(on_80_columns_one_access_stands_below_the_other) {
  const std::string text = text_of(race(), unicode(80));
  check_approved("log_race_80", text);
  BOOST_TEST(widest_line(text) <= 80u);
}

BOOST_AUTO_TEST_CASE(on_160_columns_they_stand_side_by_side) {
  const std::string text = text_of(race(), unicode(160));
  check_approved("log_race_160", text);
  BOOST_TEST(widest_line(text) <= 160u);
}

BOOST_AUTO_TEST_CASE(from_120_columns_on_they_stand_side_by_side) {
  BOOST_TEST(!contains(text_of(race(), unicode(119)), "│"));
  BOOST_TEST(contains(text_of(race(), unicode(120)), "│"));
}

BOOST_AUTO_TEST_CASE(colour_and_links_do_not_move_anything) {
  look screen = coloured(160);
  screen.link_start = "file://host";
  const std::string text = text_of(race(), screen);
  check_approved("log_race_links", text);
  BOOST_TEST(widest_line(text) <= 160u);
}

BOOST_AUTO_TEST_CASE(the_caret_points_at_what_is_accessed) {
  log_report report = race();
  report.accesses.front().stack.frames.front().column = 9;  // of the "+="
  BOOST_TEST(contains(text_of(report, unicode(80)),
                      "12    items += more;\n          ^\n"));
}

BOOST_AUTO_TEST_CASE(a_title_that_is_too_wide_takes_two_lines) {
  log_report report = race();
  report.kind = std::string(60, 'x');
  BOOST_TEST(
      contains(text_of(report, unicode(80)), "x\n  (line 2, process 4711)\n"));
}

BOOST_AUTO_TEST_CASE(without_source_the_stacks_say_it_all) {
  BOOST_TEST(!contains(text_of(race(), unicode(160), {}), "│"));
  BOOST_TEST(contains(text_of(race(), unicode(160), {}), cart + ":12"));
}

BOOST_AUTO_TEST_CASE(a_lost_stack_is_said_with_what_to_do) {
  log_report report = race();
  report.accesses[1].stack = {.frames = {},
                              .missing = "failed to restore the stack"};
  const std::string text = text_of(report, unicode(160));
  BOOST_TEST(contains(text, "│ Write of 4 bytes by T2"));
  BOOST_TEST(count(text,
                   "no stack: the runtime failed to restore the stack; "
                   "its history is") == 2u);
  BOOST_TEST(contains(text, "TSAN_OPTIONS=history_size=7"));
  BOOST_TEST(!contains(text, "holding no lock"));
}

BOOST_AUTO_TEST_CASE(a_source_that_is_not_at_hand_is_said_with_what_to_do) {
  log_report report = race();
  report.accesses[1].stack.frames[0].file = "/home/me/shop/other.cpp";
  BOOST_TEST(contains(text_of(report, unicode(80)),
                      "  other.cpp:17 in total\n"
                      "  its source is not at hand: --source-root DIR says "
                      "where it is\n"));
}

BOOST_AUTO_TEST_CASE(a_line_beyond_the_end_of_the_source_is_said) {
  log_report report = race();
  report.accesses[1].stack.frames[0].line = 32;
  BOOST_TEST(
      contains(text_of(report, unicode(80)),
               "  cart.cpp:32 in total\n"
               "  the source at hand has nothing there: is it of another "
               "version?\n"));
}

BOOST_AUTO_TEST_CASE(an_empty_line_of_the_source_is_not_taken_for_code) {
  log_report report = race();
  report.accesses[1].stack.frames[0].line = 14;
  BOOST_TEST(contains(text_of(report, unicode(80)),
                      "\n  the source at hand has nothing there"));
}

BOOST_AUTO_TEST_CASE(
    what_the_users_line_calls_is_named_if_the_access_is_in_there) {
  log_report report = race();
  frame inner, called;
  inner.function = "operator new(unsigned long)";
  called.function = "std::vector<int>::push_back(int&&)";
  auto& frames = report.accesses[0].stack.frames;
  frames.insert(frames.begin(), {inner, called});
  BOOST_TEST(contains(text_of(report, unicode(80)),
                      "\n  within std::vector::push_back\n"));
  BOOST_TEST(!contains(text_of(race(), unicode(80)), "\n  within "));
}

BOOST_AUTO_TEST_CASE(the_sources_that_are_missing_are_named_once) {
  const log_result result = result_of(gcc_race);
  BOOST_TEST(
      contains(log_text(result, {}, unicode(80)),
               "No source was found of " + cart + ": --source-root DIR says "));
  BOOST_TEST(!contains(log_text(result, cart_source(), unicode(80)),
                       "No source was found"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(locks)

BOOST_AUTO_TEST_CASE(locks_that_do_not_meet_are_said_to) {
  BOOST_TEST(common_locks(race()) == "No lock is held by both.");
}

BOOST_AUTO_TEST_CASE(no_lock_at_all_is_said) {
  log_report report = race();
  report.accesses[0].locks.clear();
  BOOST_TEST(common_locks(report) == "Neither holds a lock.");
}

BOOST_AUTO_TEST_CASE(a_lock_that_both_hold_is_named) {
  log_report report = race();
  report.accesses[1].locks = {"write M9"};
  BOOST_TEST(common_locks(report).starts_with("Both hold M9: "));
}

BOOST_AUTO_TEST_CASE(nothing_is_said_of_locks_that_a_log_does_not_have) {
  log_report report = race();
  report.format = "go";
  BOOST_TEST(common_locks(report) == "");
  BOOST_TEST(held_locks(report, report.accesses[1]) == "");
  report = race();
  report.accesses[1].stack = {.frames = {}, .missing = "failed"};
  BOOST_TEST(common_locks(report) == "");
  BOOST_TEST(held_locks(report, report.accesses[1]) == "");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(order)

BOOST_AUTO_TEST_CASE(what_to_mend_first_comes_first) {
  const std::string text =
      log_text(result_of(std::string(leak) + gcc_race), {}, plain(80));
  BOOST_TEST(text.find("data race") < text.find("thread leak"));
}

BOOST_AUTO_TEST_CASE(what_is_more_frequent_comes_before_its_like) {
  std::string other = leak;
  for (std::size_t at = other.find("leak.cpp"); at != std::string::npos;
       at = other.find("leak.cpp"))
    other.replace(at, 8, "more.cpp");
  const std::string text =
      log_text(result_of(leak + other + other), {}, plain(80));
  BOOST_TEST(text.find("more.cpp") < text.find("leak.cpp"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(links)

BOOST_AUTO_TEST_CASE(only_what_is_at_hand_is_a_link) {
  look screen = unicode(160);
  screen.link_start = "file://host";
  BOOST_TEST(contains(
      text_of(race(), screen),
      "\x1b]8;;file://host/srv/shop%20of%20mine/cart.cpp\x1b\\cart.cpp:12\x1b"
      "]8;;\x1b\\ in add\n"));
  BOOST_TEST(!contains(text_of(race(), screen, {}), "\x1b"));
  BOOST_TEST(!contains(text_of(race(), unicode(160)), "\x1b"));
}

BOOST_AUTO_TEST_CASE(no_byte_of_a_log_ends_a_link) {
  look screen = unicode(80);
  screen.link_start = "file://host";
  const std::string name = "/shop/a\x1b\\\x07\x9c;\n.cpp";
  log_report report = race();
  for (access& each : report.accesses) each.stack.frames[0].file = name;
  source_file file = cart_source()[cart];
  file.path = name;
  const std::string text = text_of(report, screen, {{name, file}});
  BOOST_TEST(contains(text, "file://host/shop/a%1B%5C%07%9C%3B%0A.cpp\x1b\\"));
  BOOST_TEST(count(text, "\x1b") == 4 * count(text, "file://host"));
  BOOST_TEST(count(text, "\x1b\\") == 2 * count(text, "file://host"));
  BOOST_TEST(!contains(text, "\x07"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::report::log
