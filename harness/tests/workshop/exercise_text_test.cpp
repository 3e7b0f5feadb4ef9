// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/exercise_text.hpp"
#include "harness/catalogue/manifest_entry.hpp"
#include "harness/tests/workshop/samples.hpp"
#include "harness/workshop/scratch_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>

namespace racelab::workshop {
namespace {

const std::string whole =
    "# A title\nDo it.\n\nWell.\n\n## Hint 1\none\n\n## Hint 2\ntwo\n"
    "## Hint 3\nthree\nand more\n";

exercise_text load(const std::string& text, std::string_view language = "") {
  const scratch_folder folder;
  samples::write(folder.path() / "first/text.md", text);
  samples::write(folder.path() / "first/text.de.md",
                 "# Ein Titel\nMach.\n## Hint 1\neins\n## Hint 2\nzwei\n"
                 "## Hint 3\ndrei\n");
  return load_text(folder.path(), "first", language);
}

std::string refused(const std::string& text) {
  try {
    load(text);
  } catch (const catalogue::manifest_error& error) {
    return error.what();
  }
  return {};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(exercise_text_)

BOOST_AUTO_TEST_CASE(title_task_and_three_hints_are_told_apart) {
  const exercise_text text = load(whole);
  BOOST_TEST(text.title == "A title");
  BOOST_TEST(text.task == "Do it.\n\nWell.\n");
  BOOST_TEST(text.hints[0] == "one\n");
  BOOST_TEST(text.hints[2] == "three\nand more\n");
}

BOOST_AUTO_TEST_CASE(the_language_decides_and_english_is_what_is_left) {
  BOOST_TEST(load(whole, "de").title == "Ein Titel");
  BOOST_TEST(load(whole, "fr").title == "A title");
}

BOOST_AUTO_TEST_CASE(a_paragraph_is_filled_and_a_list_stays) {
  const std::vector<std::string> lines =
      filled("one two\nthree\n\n- four five six\n", 10);
  const std::vector<std::string> wanted{"one two", "three", "",
                                        "- four five six"};
  BOOST_TEST(lines == wanted, boost::test_tools::per_element());
  BOOST_TEST(filled("one\ntwo\n", 10).size() == 1);
}

BOOST_AUTO_TEST_CASE(what_is_missing_is_named) {
  const auto says = [](const std::string& text, const std::string& words) {
    return refused(text).find(words) != std::string::npos;
  };
  BOOST_TEST(says("Do it.\n", "title"));
  BOOST_TEST(says("# T\n## Hint 1\na\n", "what to do"));
  BOOST_TEST(says("# T\nx\n## Hint 1\na\n## Hint 3\nb\n", "\"## Hint 2\""));
  BOOST_TEST(
      says("# T\nx\n## Hint 1\n## Hint 2\nb\n## Hint 3\nc\n", "has no words"));
  BOOST_TEST(says(whole + "## Hint 4\nfour\n", "too much"));
}

BOOST_AUTO_TEST_CASE(a_line_that_would_continue_a_comment_is_refused) {
  BOOST_TEST(refused("# T\nx \\\n## Hint 1\na\n").find("line 2") !=
             std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::workshop
