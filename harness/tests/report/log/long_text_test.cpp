// Distributed under the Boost Software License, Version 1.0.

// Text of a log that is long on purpose. What took a time that grows as the
// square of the length would take hours for each of these.

#include "harness/observe/symbolizer.hpp"
#include "harness/report/junit.hpp"
#include "harness/report/layout.hpp"
#include "harness/report/log/bare_line.hpp"
#include "harness/report/log/held_locks.hpp"
#include "harness/report/log/log_line.hpp"
#include "harness/report/log/log_terminal.hpp"
#include "harness/report/log/report_builder.hpp"
#include "harness/report/log/source_roots.hpp"
#include "harness/report/log/user_code.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <variant>

namespace racelab::report::log {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t many = 2'000'000;

std::string repeated(std::string_view piece, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += piece;
  return out;
}

log_report race_in(const std::string& file) {
  log_report out;
  out.kind = "data race";
  access& only = out.accesses.emplace_back();
  only.op = "write";
  only.thread = "T1";
  frame& where = only.stack.frames.emplace_back();
  where.function = "add";
  where.file = file;
  where.line = 31;
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(long_text)

BOOST_AUTO_TEST_CASE(a_word_without_end_is_wrapped) {
  const std::size_t columns = 80;
  const auto lines = wrap(repeated("x", 4 * many), columns);
  BOOST_TEST(lines.size() == 4 * many / columns);
  BOOST_TEST(lines.back() == std::string(columns, 'x'));
}

BOOST_AUTO_TEST_CASE(commands_to_the_terminal_without_end_are_no_text) {
  std::string space;
  BOOST_TEST(bare_line(repeated("\x1b]", many), space) == "");
  BOOST_TEST(bare_line("a\x1b]0;b\x07" + repeated("\x1b]c", 2), space) ==
             "acc");
}

BOOST_AUTO_TEST_CASE(a_section_is_looked_for_behind_so_many_gaps_and_no_more) {
  const std::string thread = "  Thread T1 (tid=9, running) created at:";
  const auto is_section = [](const std::string& text) {
    return std::holds_alternative<section>(read_line(text, {}).what);
  };
  BOOST_TEST(is_section(repeated("cell   ", 50) + thread));
  BOOST_TEST(!is_section(repeated("cell   ", 200) + thread));
}

BOOST_AUTO_TEST_CASE(locks_without_end_are_compared) {
  log_report race = race_in("/src/a.cpp");
  race.format = "tsan";
  race.accesses.push_back(race.accesses[0]);
  for (std::size_t i = 0; i < many / 2; ++i) {
    race.accesses[0].locks.push_back("write M" + std::to_string(i));
    race.accesses[1].locks.push_back("read M" + std::to_string(many + i));
  }
  BOOST_TEST(common_locks(race) == "No lock is held by both.");
  race.accesses[1].locks.push_back("read M7");
  BOOST_TEST(common_locks(race).starts_with("Both hold M7:"));
}

BOOST_AUTO_TEST_CASE(a_path_is_no_longer_than_systems_allow) {
  const auto library = [](std::size_t steps) {
    return "/usr/" + repeated("a/../", steps) + "include/x.h";
  };
  BOOST_TEST(is_library_file(library(100)));
  BOOST_TEST(!is_library_file(library(1000)));
  BOOST_TEST(!is_library_file(library(many)));
}

BOOST_AUTO_TEST_CASE(a_path_is_the_same_in_so_many_directories_and_no_more) {
  std::string name = fs::temp_directory_path() / "long.XXXXXX";
  BOOST_REQUIRE(mkdtemp(name.data()) != nullptr);
  const std::string below = repeated("d/", 45);
  fs::create_directories(fs::path(name) / below);
  fs::create_directories(fs::path(name) / "e/f");
  std::ofstream(fs::path(name) / below / "a.cpp");
  std::ofstream(fs::path(name) / "e/f/b.cpp");
  const source_roots roots({name});
  BOOST_TEST(roots.find("/x/e/f/b.cpp").has_value());
  BOOST_TEST(roots.find("/x/" + repeated("d/", 60) + "e/f/b.cpp").has_value());
  BOOST_TEST(!roots.find("/x/" + below + "a.cpp").has_value());
  BOOST_TEST(roots.find(name + '/' + below + "a.cpp").has_value());
  fs::remove_all(name);
}

BOOST_AUTO_TEST_CASE(a_summary_s_place_is_compared_as_far_as_a_path_goes) {
  const auto fit_of = [](const std::string& file) {
    report_builder race(header{"data race", "tsan", 7, "", false}, 1);
    access first;
    first.op = "write";
    race.add(said(section(first)));
    frame where;
    where.function = "add";
    where.file = file;
    where.line = 31;
    race.add(said(where));
    return race.fit(summary{"data race " + file + ":31 in add"});
  };
  BOOST_TEST(fit_of("/src/a.cpp") == 4U);
  BOOST_TEST(fit_of(repeated("/a", many)) == 3U);
}

BOOST_AUTO_TEST_CASE(the_end_of_a_path_is_found) {
  grouping groups;
  groups.add(race_in(repeated("/a", many) + "/b.cpp"), 0);
  const std::string text = log_report_text(groups.last(), {}, {});
  BOOST_TEST(text.find("/a/a/b.cpp:31\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_function_s_name_is_made_readable) {
  using observe::readable_function;
  BOOST_TEST(readable_function("f()" + repeated(" const", many) + " g()") ==
             "g");
  BOOST_TEST(readable_function("f()" + repeated(" const", many)) == "f");
  BOOST_TEST(readable_function("<a as b>::c") == "b::c");
  // Also without a place on the stack for each of them.
  BOOST_TEST(
      readable_function(repeated("<", many) + 'a' + repeated(">::c", many))
          .ends_with("::c::c"));
}

BOOST_AUTO_TEST_CASE(xml_has_no_character_that_it_may_not_have) {
  problem_list list;
  list.tests.emplace_back().name = repeated("\xef\xbf\xbe", many);
  const std::string xml = junit(list);
  BOOST_TEST(xml.find('"' + std::string(many, '?') + '"') != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::report::log
