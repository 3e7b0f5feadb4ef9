// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/report/run_program.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include <unistd.h>

namespace racelab::report {
namespace {

constexpr const char* twin = "dependent_calls/read_before_fetch";

std::string source(const std::string& name) {
  return std::string(RACELAB_SOURCE_ROOT) + '/' + name;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// Exit status 64, nothing on standard output, and one line that says what.
void check_usage_error(const std::string& arguments, const std::string& line) {
  BOOST_TEST_CONTEXT("racelab " << arguments) {
    const program_result ended = run_racelab(arguments);
    BOOST_TEST(ended.status == 64);
    BOOST_TEST(ended.out == "");
    BOOST_TEST(ended.error == "racelab: " + line + '\n');
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(usage)

BOOST_AUTO_TEST_CASE(an_unknown_verb_is_named_and_a_near_one_suggested) {
  check_usage_error("shwo", "unknown verb 'shwo'; did you mean show?");
  check_usage_error("frobnicate",
                    "unknown verb 'frobnicate'; there are list, list-formats, "
                    "check, show, replay, capture, seeds, merge, report, "
                    "matrix, bench, workshop");
}

BOOST_AUTO_TEST_CASE(an_unknown_option_is_named_and_a_near_one_suggested) {
  check_usage_error("list --jsno",
                    "unknown option --jsno; did you mean --json?");
  check_usage_error("--colour", "unknown option --colour");
  check_usage_error("-- list", "unknown option --");
  check_usage_error("--json workshop list",
                    "--json has to come after 'workshop VERB'");
}

BOOST_AUTO_TEST_CASE(of_the_benchmarks_is_told_what_makes_no_sense) {
  check_usage_error("bench --figure tasks/4",
                    "there is no figure 'tasks/4'; did you mean tasks/3?");
  check_usage_error("bench --quick --figure catalogue",
                    "there is no figure 'catalogue' in a quick run");
  check_usage_error("bench --json /no/such/folder/a.json",
                    "/no/such/folder/a.json: there is no folder "
                    "/no/such/folder");
  check_usage_error("bench --write html=a.html",
                    "bench has no format html; there is --write json=FILE");
  check_usage_error("bench --seed 2", "--seed is for verbs that judge");
  check_usage_error("bench compare", "OLD.json is required");
}

BOOST_AUTO_TEST_CASE(of_the_matrix_is_told_what_makes_no_sense) {
  check_usage_error("matrix --tool clang-tydy",
                    "unknown tool 'clang-tydy'; did you mean clang-tidy?");
  check_usage_error("matrix --times 0",
                    "--times: Value 0 not in range 1 to 1000");
  check_usage_error("matrix --times 1,10 nope/x", "unknown subject 'nope/x'");
  check_usage_error("matrix --format html",
                    "matrix has no format html; there are terminal, json");
}

BOOST_AUTO_TEST_CASE(an_unknown_lesson_is_named_and_a_near_one_suggested) {
  check_usage_error("check x.cpp --lesson dependant_calls",
                    "unknown lesson 'dependant_calls'; did you mean "
                    "dependent_calls?");
}

BOOST_AUTO_TEST_CASE(a_missing_file_is_named_and_a_near_one_suggested) {
  const std::string there = source("patterns/dependent_calls.cpp");
  const std::string typo = source("patterns/dependent_cals.cpp");
  check_usage_error("check " + typo + " --lesson dependent_calls",
                    "no such file: " + typo + "; did you mean " + there + '?');
  check_usage_error("check / --lesson dependent_calls", "not a file: /");
}

BOOST_AUTO_TEST_CASE(show_lists_the_variants_of_a_lesson) {
  const program_result ended = run_racelab("show dependent_calls");
  BOOST_TEST(ended.status == 0);
  BOOST_TEST(contains(ended.out, "read_before_fetch"));
  BOOST_TEST(!contains(ended.out, "bounded_concurrency"));
  const auto json =
      boost::json::parse(run_racelab("show wait_group --json").out);
  BOOST_TEST_REQUIRE(json.at("lessons").as_array().size() == 1u);
  BOOST_TEST(json.at("lessons").at(0).at("name") == "wait_group");
  check_usage_error("show wait_group --format sarif",
                    "show wait_group has no format sarif; there are terminal, "
                    "json");
  check_usage_error("show wait_group --write json=x",
                    "--write is for one variant: show LESSON/VARIANT");
}

BOOST_AUTO_TEST_CASE(check_fails_on_findings_alone) {
  const program_result ended =
      run_racelab("check x.cpp --lesson wait_group --fail-on mutex-misuse");
  BOOST_TEST(ended.status == 64);
  BOOST_TEST(contains(ended.error,
                      "check finds nothing of the kind 'mutex-misuse'; there "
                      "are sequential, fire-and-forget, "));
}

BOOST_AUTO_TEST_CASE(an_unknown_subject_is_named_and_a_near_one_suggested) {
  check_usage_error("show dependent_calls/read_before_fetsch",
                    "unknown subject 'dependent_calls/read_before_fetsch'; "
                    "did you mean dependent_calls/read_before_fetch?");
}

BOOST_AUTO_TEST_CASE(a_bad_token_is_named) {
  const program_result ended =
      run_racelab(std::string("replay ") + twin + " nonsense");
  BOOST_TEST(ended.status == 64);
  BOOST_TEST(ended.out == "");
  BOOST_TEST(contains(ended.error, "nonsense"));
  BOOST_TEST(std::count(ended.error.begin(), ended.error.end(), '\n') == 1);
}

BOOST_AUTO_TEST_CASE(an_unknown_format_is_named) {
  check_usage_error("--format jsn", "unknown format 'jsn'; did you mean json?");
  check_usage_error("list --format gcc",
                    "list has no format gcc; there are terminal, json");
}

BOOST_AUTO_TEST_CASE(what_is_missing_is_named) {
  BOOST_TEST(run_racelab("check x.cpp").status == 64);
  BOOST_TEST(contains(run_racelab("check x.cpp").error, "--lesson"));
  BOOST_TEST(run_racelab("show").status == 64);
  BOOST_TEST(run_racelab(std::string("replay ") + twin).status == 64);
  check_usage_error("--seed many list", "not a number: --seed = many");
  check_usage_error("--jobs 1001", "--jobs: Value 1001 not in range 0 to 1000");
  check_usage_error("seeds --from 9 --to 2", "--from 9 is beyond --to 2");
  check_usage_error("seeds --seed 9",
                    "seeds has --from and --to instead of --seed");
}

BOOST_AUTO_TEST_CASE(a_shard_that_makes_no_sense_is_named) {
  check_usage_error("seeds --shard 4/4",
                    "--shard 4/4: the shards of 4 are 0/4 to 3/4");
  for (const char* verb : {"list", "check x.cpp --lesson wait_group"}) {
    check_usage_error(verb + std::string(" --out x"),
                      "--out is for the whole catalogue, capture, seeds, merge "
                      "and matrix");
  }
  check_usage_error("merge --seed 1 x", "--seed is for verbs that judge");
  BOOST_TEST(run_racelab("merge").status == 64);
  ::setenv("GTEST_SHARD_INDEX", "1", 1);
  check_usage_error("seeds",
                    "GTEST_SHARD_INDEX and GTEST_TOTAL_SHARDS go together, and "
                    "only one of them is set");
  ::unsetenv("GTEST_SHARD_INDEX");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_merged_is_named) {
  const program_result ended = run_racelab("merge /dev/null");
  BOOST_TEST(ended.status == 3);
  BOOST_TEST(contains(ended.error, "cannot use /dev/null: it is no JSON"));
}

BOOST_AUTO_TEST_CASE(help_tells_the_verbs_and_the_exit_statuses) {
  const program_result ended = run_racelab("--help");
  BOOST_TEST(ended.status == 0);
  BOOST_TEST(ended.error == "");
  for (const char* word : {"list", "check", "show", "replay", "seeds",
                           "--format", "--seed", "Exit status", "64"}) {
    BOOST_TEST(contains(ended.out, word), word << " is missing");
  }
  const program_result check = run_racelab("check --help");
  BOOST_TEST(check.status == 0);
  BOOST_TEST(contains(check.out, "--lesson"));
}

// The script answers --help itself, before anything is built.
BOOST_AUTO_TEST_CASE(the_front_door_tells_of_every_option) {
  std::ifstream script(source("run_tsan.sh"));
  const std::string told(std::istreambuf_iterator<char>(script), {});
  std::istringstream all(run_racelab("--help").out);
  int options = 0;
  for (std::string line; std::getline(all, line);) {
    if (!line.starts_with("  --")) continue;
    const std::string option = line.substr(0, line.find(' ', 4));
    BOOST_TEST(contains(told, '\n' + option + ' '), option);
    ++options;
  }
  BOOST_TEST(options >= 11);
}

BOOST_AUTO_TEST_CASE(a_result_that_cannot_be_written_is_inconclusive) {
  const program_result ended = run_racelab("list --json > /dev/full; exit $?");
  BOOST_TEST(ended.status == 3);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_said_changes_no_status) {
  for (const char* nowhere : {"2>/dev/full", "2>&-"}) {
    const std::string after = std::string(" ") + nowhere + "; exit $?";
    BOOST_TEST(run_racelab("lsit" + after).status == 64);
    BOOST_TEST(run_racelab("report no.log" + after).status == 3);
  }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(verbs)

BOOST_AUTO_TEST_CASE(list_names_every_subject_of_the_catalogue) {
  const program_result ended = run_racelab("list");
  BOOST_TEST(ended.status == 0);
  BOOST_TEST(contains(ended.out, "locked_read_before_fetch"));
  const auto all = boost::json::parse(run_racelab("list --json").out);
  BOOST_TEST(all.at("schema").as_int64() == 1);
  std::size_t subjects = 0;
  for (const auto& lesson : all.at("lessons").as_array()) {
    subjects += lesson.at("variants").as_array().size();
    for (const auto& each : lesson.at("variants").as_array()) {
      const auto& name = each.at("name").as_string();
      BOOST_TEST(contains(ended.out, std::string(name)));
    }
  }
  BOOST_TEST(subjects >= 12u);
}

BOOST_AUTO_TEST_CASE(list_tells_which_known_bugs_the_twins_show) {
  const program_result ended = run_racelab("list --sources");
  BOOST_TEST(ended.status == 0);
  BOOST_TEST(contains(ended.out, "CP.42"));
  BOOST_TEST(contains(ended.out, "wait_group/wait_without_predicate"));
  const auto all = boost::json::parse(run_racelab("list --sources --json").out);
  BOOST_TEST(all.at("schema").as_int64() == 1);
  BOOST_TEST(all.at("lists").as_array().size() == 5u);
}

BOOST_AUTO_TEST_CASE(check_accepts_a_correct_solution) {
  const program_result ended =
      run_racelab("check " + source("patterns/dependent_calls.cpp") +
                  " --lesson dependent_calls");
  BOOST_TEST(ended.status == 0);
  BOOST_TEST(contains(ended.out, "is correct"));
}

BOOST_AUTO_TEST_CASE(check_rejects_a_broken_one_with_its_finding) {
  const std::string file =
      source("antipatterns/dependent_calls/read_before_fetch.cpp");
  const program_result ended =
      run_racelab("check " + file + " --lesson dependent_calls --json");
  BOOST_TEST(ended.status == 1);
  const auto subject =
      boost::json::parse(ended.out).at("subjects").as_array().at(0);
  BOOST_TEST(subject.at("kind").as_string() == "solution");
  BOOST_TEST(subject.at("file").as_string() == file.c_str());
  BOOST_TEST(subject.at("verdict").as_string() == "broken");
  const auto finding = subject.at("findings").as_array().at(0);
  BOOST_TEST(finding.at("id").as_string() == "read-before-fetch");
  BOOST_TEST(finding.at("file").as_string() == file.c_str());
  BOOST_TEST(finding.at("line").as_int64() > 0);
}

BOOST_AUTO_TEST_CASE(check_measures_no_latency_if_told_so) {
  const program_result ended = run_racelab(
      "check " + source("antipatterns/independent_calls/sequential.cpp") +
      " --lesson independent_calls --json --no-latency");
  BOOST_TEST(ended.status == 1);
  const auto subject =
      boost::json::parse(ended.out).at("subjects").as_array().at(0);
  BOOST_TEST(subject.at("latency").is_null());
  BOOST_TEST(subject.at("findings").as_array().at(0).at("id").as_string() ==
             "sequential");
}

BOOST_AUTO_TEST_CASE(check_asks_services_over_http_if_told_so) {
  const program_result ended =
      run_racelab("check " + source("patterns/independent_calls.cpp") +
                  " --lesson independent_calls --json --services http");
  BOOST_TEST(ended.status == 0, ended.error);
  const auto latency = boost::json::parse(ended.out)
                           .at("subjects")
                           .as_array()
                           .at(0)
                           .at("latency");
  BOOST_TEST(latency.at("services").as_string() == "http");
  BOOST_TEST(latency.at("runs").as_int64() > 0);
  BOOST_TEST(latency.at("failing_ms").is_number());
  BOOST_TEST(latency.at("sequential_ms").to_number<double>() >=
             latency.at("critical_path_ms").to_number<double>());
}

BOOST_AUTO_TEST_CASE(check_tells_where_the_time_goes) {
  const std::string check =
      "check " + source("antipatterns/independent_calls/sequential.cpp") +
      " --lesson independent_calls --json";
  const auto parts_of = [](const program_result& ended) {
    return boost::json::parse(ended.out)
        .at("subjects")
        .as_array()
        .at(0)
        .at("profile")
        .as_array();
  };
  const auto parts = parts_of(run_racelab(check + " --profile"));
  std::vector<std::string> names;
  for (const auto& each : parts) {
    BOOST_TEST(each.at("seconds").to_number<double>() >= 0);
    if (!each.at("beside").as_bool())
      names.emplace_back(each.at("part").as_string());
  }
  BOOST_REQUIRE(!names.empty());
  BOOST_TEST(names.front().starts_with("build"));
  names.erase(names.begin());
  BOOST_TEST(names == (std::vector<std::string>{"explore", "await the latency",
                                                "judge and keep"}),
             boost::test_tools::per_element());
  BOOST_TEST(parts_of(run_racelab(check)).empty());
}

BOOST_AUTO_TEST_CASE(services_are_of_the_two_kinds_that_there_are) {
  check_usage_error("--services grpc",
                    "--services: grpc not in {simulated,http}");
}

std::string temporary_file(const std::string& name) {
  return (std::filesystem::temp_directory_path() /
          (name + '.' + std::to_string(getpid())))
      .string();
}

const std::string check_twin =
    "check " + source("antipatterns/dependent_calls/read_before_fetch.cpp") +
    " --lesson dependent_calls --no-latency ";

BOOST_AUTO_TEST_CASE(check_lets_pass_what_a_baseline_knows) {
  const std::string known = temporary_file("known");
  const std::string check = check_twin + "--format gcc ";
  BOOST_TEST(run_racelab(check + "--write-baseline " + known).status == 1);
  const program_result ended = run_racelab(check + "--baseline " + known);
  std::filesystem::remove(known);
  BOOST_TEST(ended.status == 0);
  BOOST_TEST(contains(ended.error, " known, 0 new, 0 gone\n"));
  BOOST_TEST(contains(ended.out, "[read-before-fetch]"));
  BOOST_TEST(run_racelab(check + "--fail-on hang").status == 0);
  BOOST_TEST(run_racelab(check + "--fail-on read-before-fetch").status == 1);
}

// Whether each finding is known.
std::vector<bool> known_in(const std::string& json) {
  const auto run = boost::json::parse(json);
  std::vector<bool> out;
  for (const auto& each : run.at("subjects").at(0).at("findings").as_array())
    out.push_back(each.at("known").as_bool());
  return out;
}

BOOST_AUTO_TEST_CASE(check_marks_what_a_baseline_knows) {
  const std::string known = temporary_file("some_known");
  run_racelab(check_twin + "--write-baseline " + known);
  std::ifstream all(known);
  std::string comment, first;
  std::getline(all, comment);
  std::getline(all, first);
  std::ofstream(known) << first;
  const std::string check = check_twin + "--baseline " + known + ' ';
  const auto marks = known_in(run_racelab(check + "--json").out);
  BOOST_REQUIRE(marks.size() == 2u);
  BOOST_TEST((marks[0] != marks[1]));
  const std::string terminal = run_racelab(check).out;
  const std::size_t mark = terminal.find("read-before-fetch  (known)");
  BOOST_TEST(mark != std::string::npos);
  BOOST_TEST(terminal.find("(known)", mark + 30) == std::string::npos);
  BOOST_TEST(
      contains(run_racelab(check + "--format html").out, "\"known\":true"));
  std::filesystem::remove(known);
  BOOST_TEST(!contains(run_racelab(check_twin).out, "(known)"));
}

BOOST_AUTO_TEST_CASE(show_writes_a_trace_of_its_schedules) {
  const program_result ended =
      run_racelab(std::string("show --format trace ") + twin);
  BOOST_TEST(ended.status == 0);
  const auto trace = boost::json::parse(ended.out);
  BOOST_TEST(contains(ended.out, "HERE: "));
  BOOST_TEST(trace.at("traceEvents").as_array().size() > 20u);
}

BOOST_AUTO_TEST_CASE(check_says_what_keeps_a_solution_from_compiling) {
  const std::string file = source("patterns/independent_calls.cpp");
  const program_result ended =
      run_racelab("check " + file + " --lesson dependent_calls");
  BOOST_TEST(ended.status == 2);
  BOOST_TEST(contains(ended.out, "does not compile"));
  BOOST_TEST(contains(ended.out, "does not define"));
}

// A file of the user's may be called as one of Racelab's is.
BOOST_AUTO_TEST_CASE(check_shows_the_file_that_it_was_given) {
  const std::filesystem::path folder = temporary_file("clone");
  std::filesystem::create_directories(folder / "patterns");
  std::ofstream(folder / "patterns/dependent_calls.cpp")
      << "// A line more.\n"
      << std::ifstream(source("antipatterns/" + std::string(twin) + ".cpp"))
             .rdbuf();
  const program_result ended = run_racelab(
      "check patterns/dependent_calls.cpp --lesson dependent_calls "
      "--no-latency --format html",
      folder.string());
  std::filesystem::remove_all(folder);
  BOOST_TEST(ended.status == 1);
  BOOST_TEST(contains(ended.out, "// A line more."));
}

BOOST_AUTO_TEST_CASE(a_token_from_a_report_replays_the_same_bytes) {
  const auto shown =
      boost::json::parse(run_racelab(std::string("show --json ") + twin).out);
  const std::string token{shown.at("subjects")
                              .as_array()
                              .at(0)
                              .at("findings")
                              .as_array()
                              .at(0)
                              .at("schedule")
                              .as_string()};
  const std::string replay = std::string("replay ") + twin + ' ' + token;
  const program_result first = run_racelab(replay);
  BOOST_TEST(first.status == 1);
  BOOST_TEST(contains(first.out, "read-before-fetch at antipatterns/"));
  BOOST_TEST(!contains(first.out, RACELAB_SOURCE_ROOT));
  for (int i = 0; i < 5; ++i) {
    BOOST_TEST(run_racelab(replay).out == first.out);
  }
}

BOOST_AUTO_TEST_CASE(a_replay_can_show_what_thread_sanitizer_itself_prints) {
  const std::string replay = std::string("replay --tsan ") + twin + " o0";
  const program_result first = run_racelab(replay);
  BOOST_TEST(first.status == 0);
  BOOST_TEST(contains(first.out, "WARNING: ThreadSanitizer: data race"));
  BOOST_TEST(contains(first.out, "SUMMARY: ThreadSanitizer: data race"));
  BOOST_TEST(run_racelab(replay).out == first.out);
}

BOOST_AUTO_TEST_CASE(its_own_words_have_no_other_format) {
  check_usage_error(std::string("replay --json --tsan ") + twin + " o0",
                    "replay --tsan has no format json; there is terminal");
}

BOOST_AUTO_TEST_CASE(what_does_not_compile_has_no_words_of_its_own) {
  const program_result ended =
      run_racelab("replay --tsan " + source("patterns/independent_calls.cpp") +
                  " o0 --lesson dependent_calls");
  BOOST_TEST(ended.status == 2);
  BOOST_TEST(contains(ended.out, "does not define"));
}

BOOST_AUTO_TEST_CASE(in_its_own_words_a_schedule_without_a_race_is_silent) {
  const program_result ended =
      run_racelab("replay --tsan dependent_calls/pattern o0");
  BOOST_TEST(ended.status == 0);
  BOOST_TEST(!contains(ended.out, "ThreadSanitizer"));
}

// One schedule of each lesson: a race in the one, an error that is cancelled
// and preempted in the other.
BOOST_AUTO_TEST_CASE(a_replay_prints_the_same_bytes_in_every_process) {
  for (const char* schedule :
       {"dependent_calls/sleep_instead_of_wait o0p19t3",
        "independent_calls/shared_error_variable o0c0p45t3"}) {
    const std::string replay = std::string("replay ") + schedule;
    const program_result first = run_racelab(replay);
    BOOST_TEST_CONTEXT(replay) {
      BOOST_TEST(contains(first.out, "▶"));
      for (int i = 0; i < 4; ++i) {
        BOOST_TEST(run_racelab(replay).out == first.out);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(show_explains_a_twin_and_points_editors_to_it) {
  const program_result ended = run_racelab(std::string("show ") + twin);
  BOOST_TEST(ended.status == 0);
  BOOST_TEST(contains(ended.out, "./run_tsan.sh replay "));
  const program_result gcc =
      run_racelab(std::string("show --format gcc ") + twin);
  BOOST_TEST(
      contains(gcc.out, "antipatterns/dependent_calls/read_before_fetch.cpp:"));
  BOOST_TEST(contains(gcc.out, "[read-before-fetch]"));
  BOOST_TEST(contains(gcc.out, ": note: thread 1 is started here\n"));
  BOOST_TEST(!contains(gcc.out, RACELAB_SOURCE_ROOT));
}

BOOST_AUTO_TEST_CASE(what_has_not_changed_is_judged_again_only_when_asked_for) {
  const std::string show = std::string("show ") + twin;
  const program_result first = run_racelab(show + " --again");
  BOOST_TEST(!contains(first.out, "earlier run"));
  const program_result kept = run_racelab(show);
  BOOST_TEST(contains(kept.out, "Judged by an earlier run"));
  BOOST_TEST(contains(kept.out, "./run_tsan.sh replay "));
}

BOOST_AUTO_TEST_CASE(a_shard_of_seeds_is_kept_and_merge_names_the_others) {
  char name[] = "/tmp/racelab-seeds.XXXXXX";
  BOOST_REQUIRE(mkdtemp(name) != nullptr);
  const std::filesystem::path folder = name;
  const std::string shard =
      "seeds --to 4 --shard 1/2 --out " + folder.string() + ' ' + twin;
  BOOST_TEST(run_racelab(shard).status == 0);
  BOOST_TEST(contains(run_racelab(shard).error, "has 2 judgements already"));
  const program_result merged = run_racelab("merge " + folder.string());
  BOOST_TEST(merged.status == 3);
  BOOST_TEST(contains(merged.out, "2 of 2: read-before-fetch"));
  BOOST_TEST(contains(merged.out, "Missing: shard 0/2 of "));
  BOOST_TEST(run_racelab("seeds --to 4 --shard 0/2 --out " + folder.string() +
                         ' ' + twin)
                 .status == 0);
  const std::string whole = (folder / "whole.json").string();
  BOOST_TEST(
      run_racelab("merge --out " + whole + ' ' + folder.string()).status == 0);
  BOOST_TEST(run_racelab("merge --json " + whole).out ==
             run_racelab("merge --json " + folder.string()).out);
  // With more seeds, what was joined before is no part of what is joined now.
  for (const char* each : {"0/2", "1/2"})
    BOOST_TEST(run_racelab(std::string("seeds --to 6 --shard ") + each +
                           " --out " + folder.string() + ' ' + twin)
                   .status == 0);
  BOOST_TEST(
      run_racelab("merge --out " + whole + ' ' + folder.string()).status == 0);
  std::filesystem::remove_all(folder);
}

BOOST_AUTO_TEST_CASE(seeds_counts_whole_judgements) {
  const program_result ended =
      run_racelab(std::string("seeds --from 3 --to 5 ") + twin + ' ' + twin);
  BOOST_TEST(ended.status == 0);
  BOOST_TEST(contains(ended.out, "3 judgements"));
  BOOST_TEST(contains(ended.out, "3 of 3: read-before-fetch"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::report
