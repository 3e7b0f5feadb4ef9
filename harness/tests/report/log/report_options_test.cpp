// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/report/log/log_folder.hpp"
#include "harness/tests/report/log/parse_text.hpp"
#include "harness/tests/report/run_program.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace racelab::report::log {
namespace {

namespace fs = std::filesystem;
using namespace std::string_literals;

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

struct logs : log_folder {
  program_result report(const std::string& options) const {
    return run_racelab("report " + path("app.log") + ' ' + options);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(report_options, logs)

BOOST_AUTO_TEST_CASE(several_formats_are_written_in_one_run) {
  const program_result ended = report(
      "--format gcc --write sarif=" + path("a.sarif") +
      " --write junit=" + path("a.xml") + " --write terminal=" + path("a.txt"));
  BOOST_TEST(ended.status == 1);
  BOOST_TEST(ended.error == "");
  BOOST_TEST(contains(ended.out, "cart.cpp:12: warning: T2 writes"));
  BOOST_TEST(boost::json::parse(read("a.sarif")).at("version") == "2.1.0");
  BOOST_TEST(contains(read("a.xml"), "<testsuites "));
  BOOST_TEST(contains(read("a.txt"), "1 report.\n"));
}

BOOST_AUTO_TEST_CASE(a_pipe_s_reports_are_in_the_file_too) {
  const program_result ended =
      run_racelab("report - --write terminal=" + path("a.txt") + " <" +
                  path("app.log") + " | cat >/dev/null");
  BOOST_TEST(ended.error == "");
  BOOST_TEST(contains(read("a.txt"), "T2 writes"));
}

BOOST_AUTO_TEST_CASE(only_the_kinds_that_were_named_fail) {
  BOOST_TEST(report("--fail-on thread-leak").status == 0);
  BOOST_TEST(report("--fail-on thread-leak --fail-on data-race").status == 1);
  BOOST_TEST(report("--fail-on 'data race'").status == 1);
  const program_result unknown = report("--fail-on data-rice");
  BOOST_TEST(unknown.status == 64);
  BOOST_TEST(unknown.error ==
             "racelab: unknown kind 'data-rice'; did you mean data-race or "
             "data race?\n");
}

BOOST_AUTO_TEST_CASE(a_kind_may_be_named_as_the_log_has_it) {
  write("app.log",
        "==================\nWARNING: ThreadSanitizer: lock-order-inversion "
        "(potential deadlock) (pid=7)\n  Cycle in lock order graph: M0 (0x1) "
        "=> M1 (0x2) => M0\n\n==================\n"
        "ThreadSanitizer:DEADLYSIGNAL\n==7==ERROR: ThreadSanitizer: SEGV on "
        "unknown address 0x0 (pc 0x1)\n    #0 f a.c:1 (a+0x1)\n"
        "SUMMARY: ThreadSanitizer: SEGV a.c:1 in f\n");
  for (const char* kind :
       {"SEGV", "crash", "'lock-order-inversion (potential deadlock)'",
        "lock-order-inversion"})
    BOOST_TEST(report("--fail-on "s + kind).status == 1, kind);
  for (const char* kind : {"FPE", "'data race'", "'race on NSMutableArray'",
                           "stack-overflow", "allocation-size-too-big"})
    BOOST_TEST(report("--fail-on "s + kind).status == 0, kind);
}

BOOST_AUTO_TEST_CASE(a_kind_that_no_log_has_is_refused) {
  const program_result ended = report("--fail-on sequential");
  BOOST_TEST(ended.status == 64);
  BOOST_TEST(ended.error ==
             "racelab: no log has a report of the kind 'sequential'; there are "
             "vptr-race, data-race, use-after-free, external-race, "
             "lock-order-inversion, thread-leak, mutex-misuse, "
             "unsafe-signal-handler, crash, bad-allocation, other, and each "
             "kind as --json has it\n");
  BOOST_TEST(report("--fail-on SEVG").error ==
             "racelab: unknown kind 'SEVG'; did you mean SEGV?\n");
  BOOST_TEST(contains(run_racelab("report --help").out,
                      "lock-order-inversion, thread-leak,"));
}

BOOST_AUTO_TEST_CASE(a_log_that_lacks_what_it_speaks_of_proves_nothing) {
  write("app.log", "Found 2 data race(s)\nexit status 66\n");
  const program_result go = report("");
  BOOST_TEST(go.status == 3);
  BOOST_TEST(
      contains(go.out, "The log speaks of 2 reports, and contains none.\n"));
  write("app.log", gcc_race + "ThreadSanitizer: reported 3 warnings\n"s);
  BOOST_TEST(
      contains(report("").out, "speaks of 3 reports, and contains 1.\n"));
  BOOST_TEST(report("").status == 1);
  BOOST_TEST(contains(report("--format junit").out, "and contains 1."));
  write("app.log", gcc_race + "ThreadSanitizer: reported 1 warnings\n"s);
  BOOST_TEST(!contains(report("").out, "The log speaks"));
  write("app.log", "SUMMARY: ThreadSanitizer: data race /a.cpp:3:4 in f\n");
  const program_result summary = report("");
  BOOST_TEST(summary.status == 3);
  BOOST_TEST(
      contains(summary.out, "has a summary without the report that it speaks"));
}

BOOST_AUTO_TEST_CASE(a_log_whose_reports_are_all_ignored_is_not_called_clean) {
  write("ignore.txt", "race:nowhere\nrace:cart.cpp\n");
  const program_result ended = report("--ignore " + path("ignore.txt"));
  BOOST_TEST(ended.status == 0);
  BOOST_TEST(
      ended.out.starts_with("No report of ThreadSanitizer but 1 ignored.\n"));
  BOOST_TEST(contains(ended.out, "  1 ignored by race:cart.cpp"));
  BOOST_TEST(contains(ended.out, path("ignore.txt") + ":2)\n"));
  const auto json =
      boost::json::parse(report("--json --ignore " + path("ignore.txt")).out);
  BOOST_TEST(json.at("total") == 1);
  BOOST_TEST(json.at("ignored") == 1);
  const auto& by = json.at("ignored_by").at(0);
  BOOST_TEST(by.at("file") == path("ignore.txt").c_str());
  BOOST_TEST(by.at("line") == 2);
  BOOST_TEST(by.at("suppression") == "race:cart.cpp");
  BOOST_TEST(by.at("reports") == 1);
}

BOOST_AUTO_TEST_CASE(
    ignored_reports_are_counted_by_line_and_told_nowhere_else) {
  write("ignore.txt", "race:nowhere\nrace:cart.cpp\n");
  const program_result ended =
      report("--format junit --ignore " + path("ignore.txt"));
  BOOST_TEST(ended.status == 0);
  BOOST_TEST(ended.error ==
             "racelab: " + path("ignore.txt") +
                 ":1: race:nowhere matched no report\nracelab: " +
                 path("ignore.txt") + ":2: race:cart.cpp left out 1 report\n");
  BOOST_TEST(contains(ended.out, "tests=\"1\" failures=\"0\""));
}

BOOST_AUTO_TEST_CASE(a_baseline_lets_only_what_is_new_fail) {
  BOOST_TEST(report("--write-baseline " + path("known.txt")).status == 1);
  const program_result ended = report("--baseline " + path("known.txt"));
  BOOST_TEST(ended.status == 0);
  BOOST_TEST(ended.error == "racelab: " + path("known.txt") +
                                ": 1 problem known, 0 new, 0 gone\n");
  write("known.txt", "# none\n");
  BOOST_TEST(report("--baseline " + path("known.txt")).status == 1);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_judged_now_stays_known) {
  const std::string option = "--write-baseline " + path("known.txt");
  write("known.txt", "# some\n");
  write("app.log", "Found 2 data race(s)\nexit status 66\n");
  const program_result ended = report(option);
  BOOST_TEST(ended.status == 3);
  BOOST_TEST(ended.error ==
             "racelab: " + path("known.txt") +
                 " is not written: not everything could be judged\n");
  BOOST_TEST(read("known.txt") == "# some\n");
}

BOOST_AUTO_TEST_CASE(what_is_known_is_marked_in_every_format) {
  report("--write-baseline " + path("known.txt"));
  std::string fresh(gcc_race);
  fresh.replace(fresh.find("cart.cpp:12"), 11, "cart.cpp:13");
  write("app.log", gcc_race + fresh);
  const std::string with = "--baseline " + path("known.txt");
  const program_result terminal = report(with);
  BOOST_TEST(terminal.status == 1);
  BOOST_TEST(contains(terminal.out, "data race  (known, line 2, process"));
  BOOST_TEST(contains(terminal.out, "data race  (line 27, process"));
  BOOST_TEST(contains(terminal.out, "2 reports, 1 known.\n"));
  const auto json = boost::json::parse(report("--json " + with).out);
  BOOST_TEST(json.at("reports").at(0).at("known") == true);
  BOOST_TEST(json.at("reports").at(1).at("known") == false);
  const std::string gcc = report("--format gcc " + with).out;
  BOOST_TEST(contains(gcc, "cart.cpp:12: note: T2 writes"));
  BOOST_TEST(contains(gcc, "(known) [data-race]"));
  BOOST_TEST(contains(gcc, "cart.cpp:13: warning: T2 writes"));
  const auto sarif = boost::json::parse(report("--format sarif " + with).out);
  const auto& results = sarif.at("runs").at(0).at("results");
  BOOST_TEST(results.at(0).at("baselineState") == "unchanged");
  BOOST_TEST(results.at(1).at("baselineState") == "new");
  BOOST_TEST(contains(report("--format html " + with).out, "\"known\":true"));
}

BOOST_AUTO_TEST_CASE(a_bad_file_is_named_with_its_line) {
  write("bad.txt", "\nnonsense\n");
  for (const char* option : {"--ignore ", "--baseline "}) {
    const program_result ended = report(option + path("bad.txt"));
    BOOST_TEST(ended.status == 3);
    BOOST_TEST(ended.out == "");
    BOOST_TEST(contains(ended.error, path("bad.txt") + ":2: 'nonsense' is no"));
    const program_result missing = report(option + path("missing"));
    BOOST_TEST(missing.status == 3);
    BOOST_TEST(missing.error == "racelab: cannot read " + path("missing") +
                                    ": No such file or directory\n");
    BOOST_TEST(
        contains(report(option + folder.string()).error, ": Is a directory\n"));
  }
}

BOOST_AUTO_TEST_CASE(what_a_log_cannot_be_written_as_is_refused) {
  for (const std::string& option :
       {std::string("--format trace"), "--write trace=" + path("t.json")}) {
    const program_result ended = report(option);
    BOOST_TEST(ended.status == 64);
    BOOST_TEST(ended.error ==
               "racelab: report has no format trace: a log does not tell when "
               "what happened\n");
  }
  BOOST_TEST(report("--write sarif").status == 64);
  BOOST_TEST(report("--write srif=x").error ==
             "racelab: unknown format 'srif'; did you mean sarif?\n");
  BOOST_TEST(run_racelab("list --write json=x").error ==
             "racelab: --write is for the whole catalogue, check, show, report "
             "and bench\n");
  const program_result nowhere =
      report("--write sarif=" + path("missing/a.sarif"));
  BOOST_TEST(nowhere.status == 64);
  BOOST_TEST(nowhere.error == "racelab: " + path("missing/a.sarif") +
                                  ": there is no folder " + path("missing") +
                                  '\n');
}

BOOST_AUTO_TEST_CASE(list_formats_names_them_all) {
  const program_result ended = run_racelab("list-formats");
  BOOST_TEST(ended.status == 0);
  const auto all = boost::json::parse(run_racelab("list-formats --json").out);
  BOOST_TEST(all.at("formats").as_array().size() == 9u);
  for (const auto& each : all.at("formats").as_array()) {
    BOOST_TEST(contains(ended.out, std::string(each.at("name").as_string())));
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::report::log
