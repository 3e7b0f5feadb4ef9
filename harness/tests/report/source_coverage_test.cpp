// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/source_coverage.hpp"

#include "harness/tests/report/samples.hpp"

#include <boost/test/unit_test.hpp>

namespace racelab::report {
namespace {

catalogue::variant twin(std::string name, std::vector<std::string> sources) {
  catalogue::variant made;
  made.name = std::move(name);
  made.sources = std::move(sources);
  return made;
}

catalogue::manifest sample() {
  catalogue::lesson lesson;
  lesson.name = "dependent_calls";
  lesson.variants = {twin("pattern", {}), twin("spins", {"CP.2", "t:flag"}),
                     twin("sleeps", {}), twin("peeks", {"CP.2"})};
  lesson.variants[0].kind = catalogue::kind::pattern;
  catalogue::manifest made;
  made.lessons = {lesson};
  made.sources = {
      {"Rules",
       "https://rules.example",
       {{"CP.2", "Avoid data races"},
        {"CP.31",
         "Pass small amounts of data between threads by value, rather "
         "than by reference or pointer"}}},
      {"Races", "https://races.example", {{"t:flag", "Notification"}}}};
  return made;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(source_coverage_)

BOOST_AUTO_TEST_CASE(each_item_has_the_twins_that_show_it_or_none) {
  BOOST_TEST(source_coverage(sample(), unicode(80)) ==
             R"(Rules
  https://rules.example
  1 of 2 items shown
✓ CP.2   Avoid data races
         dependent_calls/spins
         dependent_calls/peeks
— CP.31  Pass small amounts of data between threads by value, rather than by
         reference or pointer

Races
  https://races.example
  1 of 1 item shown
✓ t:flag  Notification
          dependent_calls/spins

On none of these lists
  dependent_calls/sleeps

✓ shown by the twins below it   — by none. All in all 2 of 3 items are shown;
some are advice that no bug could show.
)");
}

BOOST_AUTO_TEST_CASE(a_narrow_screen_without_unicode_is_not_overrun) {
  catalogue::manifest all = sample();
  all.sources[1].items[0].id = "t:a-flag-with-a-name-as-long-as-that";
  all.lessons[0].variants[1].sources[1] = all.sources[1].items[0].id;
  const std::string text = source_coverage(all, plain(60));
  BOOST_TEST(text.find("+ CP.2") != std::string::npos);
  BOOST_TEST(text.find("Notification\n    dependent_calls/spins\n") !=
             std::string::npos);
  std::size_t begin = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos;
       end = text.find('\n', begin)) {
    BOOST_TEST(end - begin <= 60u, text.substr(begin, end - begin));
    begin = end + 1;
  }
}

BOOST_AUTO_TEST_CASE(json_lists_items_that_nothing_shows_as_well) {
  catalogue::manifest all = sample();
  all.sources[0].items[1].title = "Pass by value";
  BOOST_TEST(source_coverage_json(all) == R"({
  "schema": 1,
  "lists": [
    {
      "name": "Rules",
      "where": "https://rules.example",
      "shown": 1,
      "items": [
        {
          "id": "CP.2",
          "title": "Avoid data races",
          "shown_by": [
            "dependent_calls/spins",
            "dependent_calls/peeks"
          ]
        },
        {
          "id": "CP.31",
          "title": "Pass by value",
          "shown_by": []
        }
      ]
    },
    {
      "name": "Races",
      "where": "https://races.example",
      "shown": 1,
      "items": [
        {
          "id": "t:flag",
          "title": "Notification",
          "shown_by": [
            "dependent_calls/spins"
          ]
        }
      ]
    }
  ],
  "on_no_list": [
    "dependent_calls/sleeps"
  ]
}
)");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::report
