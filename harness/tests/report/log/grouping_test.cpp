// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/log/grouping.hpp"
#include "harness/report/log/urgency.hpp"
#include "harness/tests/report/log/parse_text.hpp"

#include <boost/test/unit_test.hpp>

namespace racelab::report::log {
namespace {

std::string replaced(std::string text, std::string_view from,
                     std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

std::size_t groups_of(const std::string& text) {
  grouping groups;
  for (log_report& each : parse_text(text).reports)
    groups.add(std::move(each), 0);
  BOOST_TEST(groups.total() == 2U);
  return groups.groups().size();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(groups)

BOOST_AUTO_TEST_CASE(equal_reports_are_one_group_with_a_count) {
  grouping groups;
  log_parser parser([&](log_report&& each) { groups.add(std::move(each), 0); });
  for (int i = 0; i < 400; ++i) parser.feed(gcc_race);
  parser.finish();
  BOOST_TEST(groups.total() == 400U);
  BOOST_REQUIRE(groups.groups().size() == 1U);
  BOOST_TEST(groups.groups()[0].count == 400U);
}

BOOST_AUTO_TEST_CASE(processes_addresses_and_folders_make_no_difference) {
  std::string other = replaced(gcc_race, "pid=4711", "pid=12");
  other = replaced(other, "/home/me/shop", "/builds/7/shop");
  other = replaced(other, "0x55d0c0a0f014", "0x7b0400000010");
  other = replaced(other, "+0x12a9", "+0x99a9");
  BOOST_TEST(groups_of(gcc_race + other) == 1U);
}

BOOST_AUTO_TEST_CASE(which_access_came_first_makes_no_difference) {
  std::string other =
      replaced(gcc_race, "add(int) /home/me/shop/cart.cpp:12", "HERE");
  other = replaced(other, "total /home/me/shop/cart.cpp:17",
                   "add(int) /home/me/shop/cart.cpp:12");
  other = replaced(other, "HERE", "total /home/me/shop/cart.cpp:17");
  BOOST_TEST(groups_of(gcc_race + other) == 1U);
}

BOOST_AUTO_TEST_CASE(another_line_function_or_kind_is_another_group) {
  for (const auto& [from, to] :
       {std::pair("cart.cpp:12", "cart.cpp:13"), std::pair("add(", "put("),
        std::pair("data race", "heap-use-after-free")})
    BOOST_TEST(groups_of(gcc_race + replaced(gcc_race, from, to)) == 2U);
}

BOOST_AUTO_TEST_CASE(crashes_in_one_place_are_one_group) {
  const std::string one =
      "ThreadSanitizer:DEADLYSIGNAL\n"
      "==7==ERROR: ThreadSanitizer: SEGV on unknown address 0x000000000010 (pc "
      "0x555555628537 bp 0x000000000002 sp 0x7fffffffe580 T24764)\n"
      "==7==The signal is caused by a READ memory access.\n"
      "    #0 read_missing() /src/crash.cpp:10:36 (crash+0xd4537) (BuildId: "
      "b0b6)\n    #1 main /src/crash.cpp:16:3 (crash+0xd4601)\n\n"
      "==7==Register values:\n"
      "rax = 0x0000000000000000  rbx = 0x00007fffffffe5b8\n"
      "ThreadSanitizer can not provide additional info.\n"
      "SUMMARY: ThreadSanitizer: SEGV /src/crash.cpp:10:36 in read_missing()\n"
      "==7==ABORTING\n";
  std::string other = replaced(one, "==7==", "==9==");
  other = replaced(other, "0x000000000010", "0x7f0000001000");
  other = replaced(other, "0x555555628537", "0x56555a628537");
  BOOST_TEST(groups_of(one + other) == 1U);
  BOOST_TEST(groups_of(one + replaced(other, "crash.cpp:10", "crash.cpp:11")) ==
             2U);
  // What a cut-off log has of it.
  const std::string cut = other.substr(0, other.find("==9==Register"));
  BOOST_TEST(groups_of(one + cut) == 1U);
  const std::string unnamed =
      replaced(one, "read_missing() /src/crash.cpp:10:36", "<null> <null>");
  BOOST_TEST(groups_of(unnamed + replaced(unnamed, "0x000000000010", "0x8")) ==
             1U);
}

BOOST_AUTO_TEST_CASE(a_place_without_a_name_is_of_one_build_alone) {
  const std::string one =
      replaced(gcc_race, "add(int) /home/me/shop/cart.cpp:12 (cart+0x12a9)",
               "<null> <null> (cart+0x12a9) (BuildId: aa11)");
  BOOST_TEST(groups_of(one + replaced(one, "pid=4711", "pid=8")) == 1U);
  BOOST_TEST(groups_of(one + replaced(one, "aa11", "bb22")) == 2U);
  BOOST_TEST(groups_of(one + replaced(one, "+0x12a9", "+0x12aa")) == 2U);
}

BOOST_AUTO_TEST_CASE(without_any_stack_the_summary_tells_reports_apart) {
  const std::string one =
      "==================\nWARNING: ThreadSanitizer: data race (pid=7)\n"
      "  Write of size 4 at 0x55d0c0a0f014 by thread T2:\n    [add] cart:12\n"
      "\nSUMMARY: ThreadSanitizer: data race cart.cpp:12 in add\n"
      "==================\n";
  BOOST_TEST(groups_of(one + replaced(one, "pid=7", "pid=8")) == 1U);
  BOOST_TEST(groups_of(one + replaced(one, "cpp:12", "cpp:13")) == 2U);
}

BOOST_AUTO_TEST_CASE(what_is_known_is_mended_last) {
  grouping groups;
  log_parser parser([&](log_report&& each) {
    groups.add(std::move(each), 0);
    groups.last().known = groups.total() == 1;
  });
  parser.feed(replaced(gcc_race, "data race", "heap-use-after-free"));
  parser.feed(gcc_race);
  BOOST_TEST((by_urgency(groups) == std::vector<std::size_t>{1, 0}));
  groups.last().known = true;
  BOOST_TEST((by_urgency(groups) == std::vector<std::size_t>{0, 1}));
}

BOOST_AUTO_TEST_CASE(rusts_hash_makes_no_difference) {
  const std::string one =
      replaced(gcc_race, "add(int)", "shop::add::h0123456789abcdef");
  BOOST_TEST(groups_of(one + replaced(one, "h0123", "h4567")) == 1U);
  const std::string mangled =
      replaced(gcc_race, "add(int)", "_ZN4shop3add17h0123456789abcdefE");
  BOOST_TEST(groups_of(mangled + replaced(mangled, "h0123", "h4567")) == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::report::log
