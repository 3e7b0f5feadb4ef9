// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/key_reader.hpp"
#include "harness/workshop/scrolled.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace racelab::workshop {
namespace {

using name = key::name;

std::vector<key> keys_of(std::initializer_list<std::string_view> pieces) {
  key_reader reader;
  std::vector<key> all;
  for (const std::string_view each : pieces) {
    for (const key& pressed : reader.read(each)) all.push_back(pressed);
  }
  return all;
}

scrolled ten_lines() {
  scrolled text;
  text.show("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n");
  return text;
}

std::string first_of(const scrolled& text, std::size_t rows) {
  return text.visible(rows).front();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(keys)

BOOST_AUTO_TEST_CASE(are_characters_and_those_that_move) {
  BOOST_TEST((keys_of({"q1\r"}) == std::vector<key>{{name::character, 'q'},
                                                    {name::character, '1'},
                                                    {name::enter}}));
  BOOST_TEST(
      (keys_of({"\x1b[A\x1bOB\x1b[C\x1bOD\x1b[5~\x1b[6~\x1b[H\x1b[4~"}) ==
       std::vector<key>{{name::up},
                        {name::down},
                        {name::right},
                        {name::left},
                        {name::page_up},
                        {name::page_down},
                        {name::home},
                        {name::end}}));
}

BOOST_AUTO_TEST_CASE(may_come_in_pieces) {
  BOOST_TEST((keys_of({"\x1b", "[", "6", "~x"}) ==
              std::vector<key>{{name::page_down}, {name::character, 'x'}}));
}

BOOST_AUTO_TEST_CASE(escape_is_one_where_nothing_comes_behind_it) {
  key_reader reader;
  BOOST_TEST(reader.read("\x1b").empty());
  BOOST_TEST(reader.may_be_escape());
  BOOST_TEST((reader.end() == std::vector<key>{{name::escape}}));
  BOOST_TEST(!reader.may_be_escape());
  reader.read("\x1b[");
  BOOST_TEST(!reader.may_be_escape());
  BOOST_TEST(reader.end().empty());
}

BOOST_AUTO_TEST_CASE(that_nobody_knows_are_left_out_whole) {
  // F5, Ctrl-F1, Alt-x, a lone Escape, an umlaut.
  BOOST_TEST(
      (keys_of({"\x1b[15~\x1b[1;5P", "\x1bx", "\x1b", "\xc3\xa4q"}) ==
       std::vector<key>{{name::character, 'x'}, {name::character, 'q'}}));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(scrolling)

BOOST_AUTO_TEST_CASE(begins_at_the_top_and_stays_within_the_text) {
  scrolled text = ten_lines();
  BOOST_TEST(first_of(text, 4) == "1");
  BOOST_TEST(text.where(4) == "lines 1-4 of 10");
  text.move({name::up}, 4);
  BOOST_TEST(first_of(text, 4) == "1");
  text.move({name::end}, 4);
  BOOST_TEST(first_of(text, 4) == "7");
  text.move({name::down}, 4);
  BOOST_TEST(text.where(4) == "lines 7-10 of 10");
}

BOOST_AUTO_TEST_CASE(goes_by_lines_and_by_pages_that_share_a_line) {
  scrolled text = ten_lines();
  text.move({name::down}, 4);
  BOOST_TEST(first_of(text, 4) == "2");
  text.move({name::character, ' '}, 4);
  BOOST_TEST(first_of(text, 4) == "5");
  text.move({name::page_up}, 4);
  BOOST_TEST(first_of(text, 4) == "2");
  text.move({name::home}, 4);
  BOOST_TEST(first_of(text, 4) == "1");
}

BOOST_AUTO_TEST_CASE(leaves_other_keys_to_others) {
  scrolled text = ten_lines();
  BOOST_TEST(!text.move({name::character, 'q'}, 4));
  BOOST_TEST(text.move({name::character, 'j'}, 4));
}

BOOST_AUTO_TEST_CASE(fills_the_rows_that_a_short_text_leaves) {
  scrolled text = ten_lines();
  text.move({name::end}, 4);
  BOOST_TEST(text.visible(12).size() == 12U);
  BOOST_TEST(first_of(text, 12) == "1");
  BOOST_TEST(text.where(12) == "");
}

BOOST_AUTO_TEST_CASE(keeps_its_place_in_a_text_that_is_laid_out_anew) {
  scrolled text = ten_lines();
  text.move({name::page_down}, 6);
  BOOST_TEST(first_of(text, 6) == "5");
  text.replace("1\n2\n3\n4\n5\n");
  BOOST_TEST(first_of(text, 2) == "3");
  text.show("1\n2\n3\n4\n5\n");
  BOOST_TEST(first_of(text, 2) == "1");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::workshop
