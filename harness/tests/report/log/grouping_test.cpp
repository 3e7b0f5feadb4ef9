// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/log/grouping.hpp"
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

BOOST_AUTO_TEST_CASE(rusts_hash_makes_no_difference) {
  const std::string one =
      replaced(gcc_race, "add(int)", "shop::add::h0123456789abcdef");
  BOOST_TEST(groups_of(one + replaced(one, "h0123", "h4567")) == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::report::log
