// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/layout.hpp"

#include "harness/report/excerpt.hpp"
#include "harness/tests/report/samples.hpp"

#include <boost/test/unit_test.hpp>

namespace racelab::report {

BOOST_AUTO_TEST_SUITE(layout)

BOOST_AUTO_TEST_CASE(nothing_a_terminal_would_obey_passes) {
  BOOST_TEST(printable("a\x1b[31mb\r\n") == "a\\x1b[31mb\\x0d ");
  BOOST_TEST(printable("a\tb") == "a  b");
  BOOST_TEST(printable(std::string_view("\0", 1)) == "\\x00");
  BOOST_TEST(printable("\x7f") == "\\x7f");
  // C1 control characters, and what would turn the text around.
  BOOST_TEST(printable("\xc2\x9b") == "\\xc2\\x9b");
  BOOST_TEST(printable("\xe2\x80\xae") == "\\xe2\\x80\\xae");
}

BOOST_AUTO_TEST_CASE(broken_utf8_is_shown_byte_by_byte) {
  BOOST_TEST(printable("\xff") == "\\xff");
  BOOST_TEST(printable("a\xe2\x82") == "a\\xe2\\x82");
  BOOST_TEST(printable("\xc0\xaf") == "\\xc0\\xaf");
  BOOST_TEST(printable("\xed\xa0\x80") == "\\xed\\xa0\\x80");
  BOOST_TEST(printable("\xf4\x90\x80\x80") == "\\xf4\\x90\\x80\\x80");
  BOOST_TEST(printable("Grüße €") == "Grüße €");
}

BOOST_AUTO_TEST_CASE(width_counts_columns_and_not_bytes) {
  BOOST_TEST(width("Grüße") == 5u);
  BOOST_TEST(width("漢字") == 4u);
  BOOST_TEST(width("e\xcc\x81") == 1u);
}

BOOST_AUTO_TEST_CASE(a_cut_text_never_exceeds_its_columns) {
  BOOST_TEST(cut("abcdef", 6, "…") == "abcdef");
  BOOST_TEST(cut("abcdef", 5, "…") == "abcd…");
  BOOST_TEST(cut("漢字漢字", 6, "…") == "漢字…");
  BOOST_TEST(cut("abcdef", 2, "...") == "..");
}

BOOST_AUTO_TEST_CASE(text_wraps_at_spaces_and_inside_words_if_it_must) {
  const std::vector<std::string> words{"one two", "three"};
  BOOST_TEST(wrap("one two three", 8) == words,
             boost::test_tools::per_element());
  const std::vector<std::string> pieces{"abcd", "efgh", "i"};
  BOOST_TEST(wrap("abcdefghi", 4) == pieces, boost::test_tools::per_element());
  BOOST_TEST(wrap("", 4).size() == 1u);
  // A wide character in a single column cannot fit, and must not loop.
  BOOST_TEST(wrap("漢字", 1).size() == 2u);
}

BOOST_AUTO_TEST_CASE(counted_nouns_have_their_plural) {
  BOOST_TEST(count_of(1, "byte") == "1 byte");
  BOOST_TEST(count_of(0, "byte") == "0 bytes");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(excerpts)

BOOST_AUTO_TEST_CASE(the_marked_line_is_never_cut) {
  const sources files{
      {"a.cpp", {{"    before", "    one two three four five"}, {}}}};
  const observe::frame place{
      .function = {}, .file = "a.cpp", .line = 2, .column = 0, .subject = true};
  const std::vector<std::string> expected{"  1  before", "> 2  one two three",
                                          "     four five"};
  BOOST_TEST(excerpt(files, place, {.columns = 21}, plain(80)) == expected,
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_caret_stands_below_the_column) {
  const sources files{{"a.cpp", {{"    x = y;"}, {}}}};
  const observe::frame place{
      .function = {}, .file = "a.cpp", .line = 1, .column = 9, .subject = true};
  const std::vector<std::string> expected{"> 1  x = y;", "         ^"};
  BOOST_TEST(excerpt(files, place, {.columns = 40}, plain(80)) == expected,
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_line_outside_of_the_file_has_no_excerpt) {
  const sources files{{"a.cpp", {{"x"}, {}}}};
  const auto lines_at = [&](const std::string& file, int line) {
    const observe::frame place{.function = {},
                               .file = file,
                               .line = line,
                               .column = 0,
                               .subject = true};
    return excerpt(files, place, {}, plain(80)).size();
  };
  BOOST_TEST(lines_at("a.cpp", 0) == 0u);
  BOOST_TEST(lines_at("a.cpp", 2) == 0u);
  BOOST_TEST(lines_at("b.cpp", 1) == 0u);
  BOOST_TEST(lines_at("a.cpp", 1) == 1u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::report
