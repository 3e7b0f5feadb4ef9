// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/workshop/played_course.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>

namespace racelab::workshop {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using front_door::shell_result;

const fs::path root = RACELAB_SOURCE_ROOT;

bool has(const std::string& all, const std::string& part) {
  if (all.find(part) == std::string::npos) BOOST_TEST_MESSAGE(all);
  return all.find(part) != std::string::npos;
}

const json::value& state_of(const json::value& progress,
                            const std::string& name) {
  for (const json::value& each : progress.at("exercises").as_array()) {
    if (each.at("name") == name.c_str()) return each;
  }
  BOOST_FAIL(name);
  return progress;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(verbs)

BOOST_AUTO_TEST_CASE(a_failure_teaches_and_a_mended_twin_passes) {
  const played_course course;
  const shell_result broken = course.type("check");
  BOOST_TEST(broken.status == 1);
  BOOST_TEST(has(broken.output, "read-before-fetch"));
  BOOST_TEST(has(broken.output, "replay course/01_read_too_soon.cpp"));
  BOOST_TEST(has(broken.output, "workshop hint read_too_soon"));

  course.solve_with("read_too_soon", root / "patterns/dependent_calls.cpp");
  const shell_result passed = course.type("check");
  BOOST_TEST(passed.status == 0, passed.output);
  BOOST_TEST(has(passed.output, "Explored: "));
  BOOST_TEST(has(passed.output, "critical path"));

  const json::value now = course.ask("progress");
  BOOST_TEST(now.at("passed") == 1);
  BOOST_TEST(now.at("next") == "all_at_once");
  // What was laid out is no try of the learner's.
  BOOST_TEST(state_of(now, "read_too_soon").at("tries") == 1);
}

BOOST_AUTO_TEST_CASE(a_pass_stays_one_when_the_file_is_broken_again) {
  const played_course course;
  course.solve_with("read_too_soon", root / "patterns/dependent_calls.cpp");
  BOOST_TEST(course.type("check read_too_soon").status == 0);
  BOOST_TEST(course.type("reset read_too_soon").status == 0);
  BOOST_TEST(course.type("check read_too_soon").status == 1);
  BOOST_TEST(course.ask("progress").at("passed") == 1);
}

BOOST_AUTO_TEST_CASE(an_exercise_has_a_name_a_number_and_a_file) {
  const played_course course;
  for (const char* each : {"first_report", "5", "05", "05_first_report.cpp"}) {
    BOOST_TEST(course.ask(std::string("check ") + each).at("exercise") ==
               "first_report");
  }
  for (const char* each : {"0", "6", "99999999999999999999", "5x"}) {
    const shell_result said = course.type(std::string("check ") + each);
    BOOST_TEST(said.status == 64);
    BOOST_TEST(has(said.output, "list shows them all"));
  }
}

BOOST_AUTO_TEST_CASE(what_has_not_changed_is_judged_anew_for_who_asks) {
  const played_course course;
  course.type("check read_too_soon");
  const std::string earlier = "Judged by an earlier run";
  const std::string output = course.type("check read_too_soon").output;
  BOOST_TEST(has(output, earlier));
  BOOST_TEST(has(output, "--again"));
  BOOST_TEST(!has(course.type("check --again read_too_soon").output, earlier));
}

BOOST_AUTO_TEST_CASE(what_does_not_compile_is_no_try) {
  const played_course course;
  course.edit("read_too_soon", "return details;", "return detail;");
  const shell_result said = course.type("check read_too_soon");
  BOOST_TEST(said.status == 2);
  BOOST_TEST(has(said.output, "course/01_read_too_soon.cpp:"));
  BOOST_TEST(state_of(course.ask("progress"), "read_too_soon").at("tries") ==
             0);
}

BOOST_AUTO_TEST_CASE(a_solution_is_for_who_has_tried_three_things) {
  const played_course course;
  const shell_result early = course.type("solution read_too_soon");
  BOOST_TEST(early.status == 64);
  BOOST_TEST(has(early.output, "tried 3 times"));
  const fs::path fixes = root / "harness/tests/corpus/wrong_fixes";
  const std::string laid_out = course.read("read_too_soon");
  for (const char* each :
       {"global_lock", "sleep_before_reading", "catch_and_ignore"}) {
    course.save("read_too_soon", laid_out);
    course.solve_with("read_too_soon",
                      fixes / "dependent_calls" / (std::string(each) + ".cpp"));
    BOOST_TEST(course.type("check read_too_soon").status == 1);
    // The same with another comment is the same try.
    course.edit("read_too_soon", "// --- yours to here",
                "// mine\n// --- yours to here");
    BOOST_TEST(course.type("check read_too_soon").status == 1);
  }
  BOOST_TEST(state_of(course.ask("progress"), "read_too_soon").at("tries") ==
             3);
  const shell_result diff = course.type("solution read_too_soon");
  BOOST_TEST(diff.status == 0);
  BOOST_TEST(has(diff.output, "\n+    // WHY: the order is here before"));
  BOOST_TEST(has(diff.output, "\n // --- yours from here"));
}

BOOST_AUTO_TEST_CASE(hints_come_one_by_one_and_no_more_than_three) {
  const played_course course;
  BOOST_TEST(!has(course.type("hint read_too_soon").output, "Hint 2"));
  BOOST_TEST(course.ask("hint read_too_soon").at("hints").as_array().size() ==
             2);
  BOOST_TEST(has(course.type("hint read_too_soon").output, "Hint 3 of 3"));
  BOOST_TEST(course.type("hint read_too_soon").status == 0);
  BOOST_TEST(state_of(course.ask("progress"), "read_too_soon").at("hints") ==
             3);
}

BOOST_AUTO_TEST_CASE(a_prediction_is_compared_with_the_judge_s_finding) {
  const played_course course;
  const auto outcome = [&] { return course.ask("check which_lines"); };
  BOOST_TEST(outcome().at("outcome") == "not-answered");
  course.answer("which_lines", "verdict", "data-race");
  course.answer("which_lines", "lines", "1");
  BOOST_TEST(outcome().at("outcome") == "not-passed");
  BOOST_TEST(outcome().at("subject").is_null());
  for (int i = 2; i <= 3; ++i) {
    course.answer("which_lines", "lines", std::to_string(i));
    BOOST_TEST(course.type("check which_lines").status == 1);
  }
  // Answers can be guessed: so the hints come before the solution.
  BOOST_TEST(has(course.type("solution which_lines").output, "3 hints"));
  for (int i = 0; i < 3; ++i) course.type("hint which_lines");
  const std::string solution = course.type("solution which_lines").output;
  const std::size_t at = solution.find("lines: ");
  BOOST_REQUIRE(at != std::string::npos);
  course.answer("which_lines", "lines",
                solution.substr(at + 7, solution.find('\n', at) - at - 7));
  const json::value passed = outcome();
  BOOST_TEST(passed.at("outcome") == "passed");
  BOOST_TEST(passed.at("subject").at("findings").at(0).at("id") == "data-race");
}

BOOST_AUTO_TEST_CASE(a_schedule_is_replayed) {
  const played_course course;
  const auto outcome = [&](const std::string& token) {
    course.answer("pull_the_rug", "schedule", token);
    return course.ask("check pull_the_rug");
  };
  BOOST_TEST(outcome("o0").at("outcome") == "not-passed");
  BOOST_TEST(outcome("no token").at("outcome") == "malformed");
  BOOST_TEST(course.type("check pull_the_rug").status == 64);
  outcome("o1");
  outcome("o2");
  for (int i = 0; i < 3; ++i) course.type("hint pull_the_rug");
  const std::string solution = course.type("solution pull_the_rug").output;
  const std::size_t at = solution.find("schedule: ");
  BOOST_REQUIRE_MESSAGE(at != std::string::npos, solution);
  const json::value passed =
      outcome(solution.substr(at + 10, solution.find('\n', at) - at - 10));
  BOOST_TEST(passed.at("outcome") == "passed");
  BOOST_TEST(passed.at("subject").at("findings").at(0).at("file") ==
             "course/04_pull_the_rug.cpp");
}

BOOST_AUTO_TEST_CASE(a_report_is_read) {
  const played_course course;
  BOOST_TEST(fs::exists(course.folder() / "05_first_report.log"));
  course.answer("first_report", "first", "05_first_report.cpp:12");
  course.answer("first_report", "second", "16");
  course.answer("first_report", "edge", "16 -> 17");
  BOOST_TEST(course.type("check first_report").status == 1);
  course.answer("first_report", "edge", "17 -> 16");
  BOOST_TEST(course.type("check first_report").status == 0);
}

BOOST_AUTO_TEST_CASE(an_editor_gets_lines_that_it_understands) {
  const played_course course;
  BOOST_TEST(has(course.type("check read_too_soon --format gcc").output,
                 "course/01_read_too_soon.cpp:"));
  course.edit("read_too_soon", "#include \"lessons/dependent_calls.hpp\"\n",
              "int x;\n");
  BOOST_TEST(has(course.type("check 01_read_too_soon.cpp --format gcc").output,
                 ": error: this is not part of the exercise"));
}

BOOST_AUTO_TEST_CASE(names_that_are_nearly_right_are_offered) {
  const played_course course;
  const shell_result said = course.type("check read_to_soon");
  BOOST_TEST(said.status == 64);
  BOOST_TEST(has(said.output, "did you mean read_too_soon?"));
  BOOST_TEST(course.type("chekc").status == 64);
  BOOST_TEST(has(course.type("chekc").output, "did you mean check?"));
}

BOOST_AUTO_TEST_CASE(without_a_course_it_says_how_to_make_one) {
  const scratch_folder nowhere;
  const shell_result said =
      front_door::shell("cd '" + nowhere.path().string() + "' && " +
                        RACELAB_BINARY + " workshop check");
  BOOST_TEST(said.status == 64);
  BOOST_TEST(has(said.output, "./run_tsan.sh workshop start"));
}

BOOST_AUTO_TEST_CASE(a_course_in_the_working_directory_is_found) {
  const played_course course;
  const shell_result said =
      front_door::shell("cd '" + course.folder().string() + "' && " +
                        RACELAB_BINARY + " workshop list --json");
  BOOST_TEST(said.status == 0);
  BOOST_TEST(json::parse(said.output).at("exercises").at(0).at("file") ==
             "01_read_too_soon.cpp");
}

BOOST_AUTO_TEST_CASE(judging_goes_on_where_progress_cannot_be_kept) {
  const played_course course;
  course.answer("first_report", "first", "12");
  course.answer("first_report", "second", "16");
  course.answer("first_report", "edge", "17 -> 16");
  // To a program, a disk that is full looks like that.
  const shell_result said = front_door::shell(
      "trap '' XFSZ; ulimit -f 0; cd '" + course.folder().string() + "' && " +
      RACELAB_BINARY + " workshop check first_report");
  BOOST_TEST(said.status == 0);
  BOOST_TEST(has(said.output, "progress is not kept"));
  BOOST_TEST(course.ask("progress").at("passed") == 0);
}

BOOST_AUTO_TEST_CASE(all_hints_are_there_where_it_cannot_be_kept_which) {
  const played_course course;
  const shell_result said = front_door::shell(
      "trap '' XFSZ; ulimit -f 0; cd '" + course.folder().string() + "' && " +
      RACELAB_BINARY + " workshop hint first_report");
  BOOST_TEST(said.status == 0);
  BOOST_TEST(has(said.output, "Hint 3 of 3"));
  BOOST_TEST(has(said.output, "progress is not kept"));
}

BOOST_AUTO_TEST_CASE(a_course_that_moved_is_what_editors_are_told) {
  const played_course course;
  const fs::path commands = course.folder() / "compile_commands.json";
  const auto told = [&] {
    std::ifstream in(commands);
    return std::string{std::istreambuf_iterator<char>(in), {}};
  };
  std::string elsewhere = told();
  const std::string here = course.folder().string();
  for (std::size_t at = 0;
       (at = elsewhere.find(here, at)) != std::string::npos;) {
    elsewhere.replace(at, here.size(), "/elsewhere");
  }
  // As it was laid out there, and as the learner has changed it.
  std::ofstream(commands) << elsewhere;
  course.type("check first_report");
  BOOST_TEST(told() == elsewhere);
  std::ofstream(commands) << "";
  fs::remove(commands);
  course.type("start course");
  fs::rename(course.folder(), course.folder().parent_path() / "moved");
  course.type("check first_report --course moved");
  fs::rename(course.folder().parent_path() / "moved", course.folder());
  BOOST_TEST(has(told(), course.folder().parent_path().string() + "/moved"));
}

BOOST_AUTO_TEST_CASE(a_set_that_is_what_it_says_is_proved) {
  const played_course course;
  const shell_result said = course.type("verify-set " TRIAL_SET);
  BOOST_TEST(said.status == 0, said.output);
  BOOST_TEST(has(said.output, "All holds"));
}

BOOST_AUTO_TEST_CASE(a_set_that_is_not_what_it_says_is_told_where) {
  const played_course course;
  const scratch_folder copies;
  const fs::path copy = copies.path() / "tests/workshop/set";
  fs::create_directories(copy.parent_path());
  fs::copy(TRIAL_SET, copy, fs::copy_options::recursive);
  fs::create_directory_symlink(root / "harness/tests/corpus",
                               copies.path() / "tests/corpus");
  const auto replace = [&](const std::string& instead_of,
                           const std::string& text) {
    std::ifstream in(TRIAL_SET "/set.json");
    std::string all{std::istreambuf_iterator<char>(in), {}};
    const std::size_t at = all.find(instead_of);
    BOOST_REQUIRE_MESSAGE(at != std::string::npos, instead_of);
    std::ofstream(copy / "set.json")
        << all.replace(at, instead_of.size(), text);
    const shell_result said = course.type("verify-set " + copy.string());
    BOOST_TEST(said.status == 1);
    return said.output;
  };
  // The start shows something else, a wrong fix too, and a log has no such
  // line; a solution is none, and a wrong fix passes.
  BOOST_TEST(has(replace("[\"lost-error\", \"wrong-result\"]", "[\"hang\"]"),
                 "it is to show hang"));
  BOOST_TEST(has(replace("\"expected\": [\"sequential\"], \"also\"",
                         "\"expected\": [\"hang\"], \"also\""),
                 "it does not show hang"));
  BOOST_TEST(has(replace("[17, 16]", "[17, 9]"), "line 9 is no code"));
  BOOST_TEST(
      has(replace("\"all_at_once/solution.cpp\"", "\"all_at_once/start.cpp\""),
          "it is no solution"));
  BOOST_TEST(
      has(replace("../../corpus/wrong_fixes/independent_calls/join_in_loop.cpp",
                  "all_at_once/solution.cpp"),
          "it passes"));
  // The others are told in German too.
  fs::remove(copy / "which_lines/text.de.md");
  BOOST_TEST(has(replace("[17, 16]", "[17, 16]"), "text.de.md is missing"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::workshop
