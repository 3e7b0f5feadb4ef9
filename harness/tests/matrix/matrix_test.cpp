// Distributed under the Boost Software License, Version 1.0.
#include "harness/matrix/matrix.hpp"
#include "harness/matrix/matrix_folder.hpp"
#include "harness/matrix/matrix_json.hpp"
#include "harness/matrix/matrix_page.hpp"
#include "harness/matrix/matrix_table.hpp"
#include "harness/matrix/tally.hpp"
#include "harness/matrix/xml_reports.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace racelab::matrix {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

std::vector<message> blames_the_third_line(std::string_view text,
                                           const fs::path& root) {
  std::istringstream words{std::string(text)};
  std::string file;
  words >> file;
  message out{"bug", "look here", {{}}};
  add_place(out.stacks[0], file, 3, root);
  return {out};
}

// Tools that are shells' scripts, and a folder for all that they write. No
// subject is built, and Racelab judges none.
struct fixture {
  fixture()
      : here(load_installation(SOURCE_ROOT, BUILD_ROOT)),
        tasks{
            task_for(here, catalogue::find_subject(
                               here.catalogue, "wait_group/add_inside_task"))} {
    std::string name = (fs::temp_directory_path() / "matrix.XXXXXX").string();
    BOOST_REQUIRE(mkdtemp(name.data()) != nullptr);
    folder = name;
    count = folder / "count";
    by.name = "scripted";
    by.sign = "sc";
    by.title = "a script";
    by.command = {"/bin/sh", "-c", "echo $1 >>" + count.string() + "; echo $1",
                  "sh", "{file}"};
    by.version_command = {"/bin/sh", "-c", "echo 1.0"};
    by.reader = blames_the_third_line;
    by.bound = std::chrono::seconds(120);
    wanted.tools = {&by};
    wanted.times = {1};
    wanted.folder = folder / "matrix";
  }
  ~fixture() { fs::remove_all(folder); }
  fixture(const fixture&) = delete;
  fixture& operator=(const fixture&) = delete;

  result made() const { return make_matrix(here, tasks, wanted, {}); }

  std::size_t times_run() const {
    std::ifstream in(count);
    std::size_t lines = 0;
    for (std::string line; std::getline(in, line);) ++lines;
    return lines;
  }

  installation here;
  std::vector<task> tasks;
  fs::path folder;
  fs::path count;
  tool by;
  plan wanted;
};

// A twin and its pattern, at which one tool each found, was silent, blamed the
// pattern and is missing.
result small_result(const std::vector<tool>& tools) {
  result out;
  out.times = {1, 10};
  out.at_once = 2;
  for (const tool& each : tools) out.tools.push_back({&each, "1.0", ""});
  out.tools[3].version = "";
  out.tools[3].missing = "it is not there";
  row pattern;
  pattern.lesson = "a_lesson";
  pattern.variant = "pattern";
  pattern.kind = report::kind::pattern;
  pattern.file = "patterns/a_lesson.cpp";
  row twin = pattern;
  twin.variant = "a_twin";
  twin.kind = report::kind::antipattern;
  twin.file = "antipatterns/a_lesson/a_twin.cpp";
  twin.expected = {"data-race"};
  twin.right_lines = {7};
  twin.racelab_seconds = 0.51234;
  for (row* each : {&pattern, &twin})
    for (const tool& one : tools) {
      cell& at = each->cells.emplace_back();
      at.by = &one;
      at.seen.resize(2);
      at.seen[1].times = 10;
      at.judged.resize(2);
      for (judged_measurement& judged : at.judged)
        judged = {state::silent, 4, 0, 0, 0, "", "", {}, false};
    }
  cell& finder = twin.cells[0];
  finder.judged[1] = {state::found,   40,  9, 1, 2, "data race", "of two",
                      {twin.file, 7}, true};
  finder.seen[0].raw = "/root/of/it/antipatterns/a.cpp:7\n";
  pattern.cells[2].judged[0].state = state::false_alarm;
  for (row* each : {&pattern, &twin})
    for (std::size_t i = 0; i < 2; ++i) {
      each->cells[3].judged[i] = {};
      each->cells[3].seen[i].not_run = "it is not there";
    }
  out.rows = {pattern, twin};
  return out;
}

struct four_tools {
  four_tools() {
    for (const char* name : {"finder", "sleeper", "blamer", "missing"}) {
      tool one;
      one.name = name;
      one.sign = std::string(name).substr(0, 2);
      one.title = name;
      one.kind = tool_kind::program;
      tools.push_back(one);
    }
    all = small_result(tools);
  }
  std::vector<tool> tools;
  result all;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(a_matrix, fixture)

BOOST_AUTO_TEST_CASE(has_a_row_for_the_subject_and_its_pattern) {
  const result out = made();
  BOOST_REQUIRE(out.rows.size() == 2u);
  BOOST_TEST(out.rows[0].variant == "pattern");
  BOOST_TEST(out.rows[1].variant == "add_inside_task");
  BOOST_TEST(out.tools.at(0).version == "1.0");
  // The third line is the same in both.
  BOOST_TEST((out.rows[0].cells.at(0).best().state == state::false_alarm));
  BOOST_TEST((out.rows[1].cells.at(0).best().state == state::elsewhere));
  BOOST_TEST(!out.rows[1].right_lines.empty());
}

BOOST_AUTO_TEST_CASE(that_is_made_again_runs_nothing_again) {
  const result first = made();
  BOOST_TEST(times_run() == 2u);
  const result second = made();
  BOOST_TEST(times_run() == 2u);
  BOOST_TEST(matrix_json(first) == matrix_json(second));
}

BOOST_AUTO_TEST_CASE(runs_again_what_is_not_the_same) {
  made();
  by.version_command = {"/bin/sh", "-c", "echo 1.1"};
  made();
  BOOST_TEST(times_run() == 4u);
  wanted.how.again = true;
  made();
  BOOST_TEST(times_run() == 6u);
}

BOOST_AUTO_TEST_CASE(says_of_a_missing_tool_that_it_is) {
  by.version_command = {"there_is_no_such_tool"};
  const result out = made();
  BOOST_TEST(times_run() == 0u);
  BOOST_TEST(out.tools.at(0).missing.find("there_is_no_such_tool") !=
             std::string::npos);
  for (const row& each : out.rows) {
    BOOST_TEST((each.cells.at(0).best().state == state::not_run));
    BOOST_TEST(!each.cells[0].seen.at(0).not_run.empty());
  }
}

BOOST_AUTO_TEST_CASE(does_not_keep_a_failure) {
  const std::vector<std::string> good = by.command;
  by.command = {"/bin/sh", "-c", "exit 1"};
  const result failed = made();
  BOOST_TEST((failed.rows[0].cells[0].best().state == state::not_run));
  const result again = made();
  BOOST_TEST((again.rows[0].cells[0].best().state == state::not_run));
  by.command = good;
  made();
  BOOST_TEST(times_run() == 2u);
}

BOOST_AUTO_TEST_CASE(that_is_interrupted_leaves_no_file_of_a_tool_behind) {
  std::stop_source stop;
  stop.request_stop();
  wanted.how.stop = stop.get_token();
  BOOST_CHECK_THROW(made(), interrupted);
  BOOST_TEST(times_run() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(a_result, four_tools)

BOOST_AUTO_TEST_CASE(is_counted_for_each_tool) {
  const tally finder = tally_of(all, 0);
  BOOST_TEST(finder.twins == 1u);
  BOOST_TEST(finder.patterns == 1u);
  BOOST_TEST(finder.found == 1u);
  BOOST_TEST(finder.right_line == 1u);
  BOOST_TEST(tally_of(all, 1).silent == 1u);
  BOOST_TEST(tally_of(all, 2).false_alarms == 1u);
  BOOST_TEST(tally_of(all, 3).not_run == 2u);
  BOOST_TEST(tally_of(all, 3).silent == 0u);
}

BOOST_AUTO_TEST_CASE(has_the_shape_of_schema_1_as_json) {
  const json::value of = json::parse(matrix_json(all));
  BOOST_TEST(of.at("schema").as_int64() == 1);
  BOOST_TEST(of.at("times").as_array().size() == 2u);
  BOOST_TEST(of.at("states").as_object().size() == 7u);
  BOOST_TEST(of.at("tools").at(3).at("missing").as_string() ==
             "it is not there");
  BOOST_TEST(of.at("tools").at(3).at("version").is_null());
  const json::value& twin = of.at("subjects").at(1);
  BOOST_TEST(twin.at("racelab_seconds").as_double() == 0.512);
  BOOST_TEST(twin.at("right_lines").at(0).as_int64() == 7);
  const json::value& found = twin.at("cells").at(0);
  BOOST_TEST(found.at("tool").as_string() == "finder");
  BOOST_TEST(found.at("state").as_string() == "found");
  BOOST_TEST(found.at("kind").as_string() == "data race");
  BOOST_TEST(found.at("line").as_int64() == 7);
  BOOST_TEST(found.at("right_line").as_bool());
  BOOST_TEST(found.at("raw").as_string() ==
             "matrix/a_lesson/a_twin/finder.txt");
  const json::value& tenfold = found.at("measured").at(1);
  BOOST_TEST(tenfold.at("times").as_int64() == 10);
  BOOST_TEST(tenfold.at("runs").as_int64() == 40);
  BOOST_TEST(tenfold.at("found").as_int64() == 9);
  BOOST_TEST(tenfold.at("hung").as_int64() == 1);
  const json::value& missing = twin.at("cells").at(3);
  BOOST_TEST(missing.at("state").as_string() == "not_run");
  BOOST_TEST(missing.at("reason").as_string() == "it is not there");
  BOOST_TEST(missing.at("measured").as_array().empty());
  BOOST_TEST(missing.at("right_line").is_null());
}

BOOST_AUTO_TEST_CASE(has_a_table_that_fits_eighty_columns) {
  report::look plain;
  const std::string table = matrix_table(all, plain);
  std::istringstream lines(table);
  for (std::string line; std::getline(lines, line);)
    BOOST_TEST(line.size() <= 80u);
  BOOST_TEST(table.find("a_twin") != std::string::npos);
  // Found in some runs, silent, silent, not run.
  BOOST_TEST(table.find("+  .  .  -") != std::string::npos);
  BOOST_TEST(
      matrix_details(all, plain).find("x10: 9 of 40, 1 hung, 2 crashed") !=
      std::string::npos);
}

BOOST_AUTO_TEST_CASE(tells_on_its_page_where_another_tool_is_better) {
  tool own;
  own.name = "racelab";
  own.kind = tool_kind::judge;
  tools[1] = own;
  const std::string page = matrix_page(all);
  BOOST_TEST(page.find("a_lesson/a_twin: finder finds it, and Racelab does "
                       "not.") != std::string::npos);
  BOOST_TEST(page.find("**0/4 9/40**") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(is_written_with_what_the_tools_wrote) {
  std::string name = (fs::temp_directory_path() / "matrix.XXXXXX").string();
  BOOST_REQUIRE(mkdtemp(name.data()) != nullptr);
  const fs::path folder = name;
  write_folder(folder, all, "/root/of/it");
  std::ifstream raw(folder / "matrix/a_lesson/a_twin/finder.txt");
  std::string first;
  std::string second;
  std::getline(raw, first);
  std::getline(raw, second);
  BOOST_TEST(second == "antipatterns/a.cpp:7");
  BOOST_TEST(fs::exists(folder / "matrix.json"));
  BOOST_TEST(fs::exists(folder / "matrix.md"));
  BOOST_TEST(!fs::exists(folder / "matrix/a_lesson/a_twin/sleeper.txt"));
  fs::remove_all(folder);
}

BOOST_AUTO_TEST_CASE(has_raw_outputs_that_are_cut_with_a_note) {
  cell& at = all.rows[1].cells[0];
  at.seen[0].raw.clear();
  for (int i = 0; i < 10'000; ++i) at.seen[0].raw += "a line\n";
  const std::string raw = raw_output(at, "/root");
  BOOST_TEST(raw.size() < 21'000u);
  BOOST_TEST(raw.find("bytes more, cut off here") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(the_tools)

BOOST_AUTO_TEST_CASE(have_names_and_signs_of_their_own) {
  std::set<std::string> names;
  std::set<std::string> signs;
  for (const tool& each : tools()) {
    names.insert(each.name);
    signs.insert(each.sign);
    BOOST_TEST(each.sign.size() == 2u);
    BOOST_TEST((find_tool(each.name) == &each));
  }
  BOOST_TEST(names.size() == tools().size());
  BOOST_TEST(signs.size() == tools().size());
  BOOST_TEST((find_tool("none") == nullptr));
}

BOOST_AUTO_TEST_CASE(get_their_words_in_place_of_names_in_braces) {
  const placeholder values[] = {{"flags", {"-a", "-b"}}, {"xml", {"f.xml"}}};
  const std::vector<std::string> expected{"tool", "-a", "-b", "--out=f.xml"};
  BOOST_TEST(filled_in({"tool", "{flags}", "--out={xml}"}, values) == expected,
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::matrix
