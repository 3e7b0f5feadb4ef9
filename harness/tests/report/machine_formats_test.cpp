// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/chrome_trace.hpp"
#include "harness/report/gcc.hpp"
#include "harness/report/github.hpp"
#include "harness/report/junit.hpp"
#include "harness/report/log/log_problems.hpp"
#include "harness/report/markdown.hpp"
#include "harness/report/sarif.hpp"
#include "harness/tests/report/approval.hpp"
#include "harness/tests/report/log/parse_text.hpp"
#include "harness/tests/report/samples.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <map>

namespace racelab::report {
namespace {

namespace json_ = boost::json;

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

problem_list of_log(const std::string& text) {
  log::log_result result;
  log::parsed_log parsed = log::parse_text(text);
  for (log::log_report& each : parsed.reports) {
    result.reports.add(std::move(each), 0);
  }
  result.sources = {{"ci/app.log", parsed.counts}};
  problem_list out = problems_of(result, {});
  // The result does not outlive this.
  for (std::size_t i = 0; i < out.problems.size(); ++i) {
    out.problems[i] = out.whole(i);
  }
  out.add_details = nullptr;
  return out;
}

run_result every_outcome() {
  run_result run = bad_run();
  run.subjects.push_back(racing_subject());
  return run;
}

// A report whose every text tries to be something else.
problem_list hostile() {
  problem_list list;
  const std::string evil =
      "x\n::error::y]]></failure><script>\x1b[31m\xff|`[a](javascript:b)`@all"
      "\xef\xbf\xbf %0A,\"'";
  list.tests = {{evil, evil, evil, outcome::failed, {evil}, evil, {}}};
  problem bad;
  bad.rule = bad.meaning = bad.sentence = bad.again = bad.lesson = evil;
  bad.place = {evil, 3, 1};
  bad.related = {{{evil, 4, 0}, evil}};
  bad.flow = {{evil, {evil, 4, 0}, evil, std::nullopt}};
  bad.fingerprint = fingerprint_of("x");
  list.problems = {bad};
  list.title = evil;
  return list;
}

bool has_control_character(const std::string& text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n') || byte == 0x7f || byte == 0xff;
  });
}

std::size_t lines_of(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(problems)

BOOST_AUTO_TEST_CASE(findings_of_a_twin_are_expected_and_those_of_others_fail) {
  const problem_list list = problems_of(every_outcome());
  BOOST_TEST(list.tests.size() == 6u);
  const problem& wrong = list.problems.front();
  BOOST_TEST(wrong.fails);
  BOOST_TEST((wrong.level == level::error));
  const problem& expected = list.problems.back();
  BOOST_TEST(expected.expected);
  BOOST_TEST(!expected.fails);
  BOOST_TEST((expected.level == level::note));
  BOOST_TEST(expected.again ==
             "./run_tsan.sh replay dependent_calls/read_before_fetch o3p12t2");
  BOOST_TEST((list.tests[0].outcome == outcome::failed));
  BOOST_TEST((list.tests[2].outcome == outcome::inconclusive));
  BOOST_TEST((list.tests[5].outcome == outcome::passed));
}

BOOST_AUTO_TEST_CASE(a_log_s_groups_are_failed_tests_and_a_clean_log_passes) {
  const problem_list list = of_log(std::string(log::gcc_race) + log::gcc_race);
  BOOST_TEST(list.tests.size() == 1u);
  BOOST_TEST((list.tests[0].outcome == outcome::failed));
  BOOST_TEST_REQUIRE(list.problems.size() == 1u);
  BOOST_TEST(list.problems[0].count == 2u);
  BOOST_TEST(list.problems[0].rule == "data-race");
  const problem_list clean = of_log("all is well\n");
  BOOST_TEST_REQUIRE(clean.tests.size() == 1u);
  BOOST_TEST((clean.tests[0].outcome == outcome::passed));
  const problem_list dead =
      of_log("FATAL: ThreadSanitizer: unexpected memory mapping 0x1-0x2\n");
  BOOST_TEST_REQUIRE(dead.tests.size() == 1u);
  BOOST_TEST((dead.tests[0].outcome == outcome::inconclusive));
  BOOST_TEST(contains(gcc(dead), "app.log: inconclusive: FATAL: "));
}

BOOST_AUTO_TEST_CASE(a_fingerprint_outlives_addresses_and_processes) {
  std::string later = log::gcc_race;
  for (std::size_t at = later.find("0x"); at != std::string::npos;
       at = later.find("0x", at + 2)) {
    later[at + 3] = later[at + 3] == '9' ? '8' : '9';
  }
  const std::string one = of_log(log::gcc_race).problems.at(0).fingerprint;
  BOOST_TEST(one.size() == 36u);
  BOOST_TEST(of_log(later).problems.at(0).fingerprint == one);
  BOOST_TEST(later != log::gcc_race);
}

BOOST_AUTO_TEST_CASE(a_library_s_place_is_told_only_if_there_is_no_other) {
  const problem_list list = of_log(
      "==================\nWARNING: ThreadSanitizer: data race (pid=7)\n"
      "  Write of size 8 at 0x7b0400000000 by thread T1:\n"
      "    #0 pay /src/pay.cpp:3 (app+0x1234)\n\n"
      "  Previous read of size 8 at 0x7b0400000000 by main thread:\n"
      "    #0 main /src/main.cpp:9 (app+0x1234)\n\n"
      "  Thread T1 (tid=8, running) created by main thread at:\n"
      "    #0 start /usr/include/c++/12/thread:9 (app+0x1234)\n\n"
      "==================\n");
  BOOST_TEST_REQUIRE(list.problems.size() == 1u);
  BOOST_TEST_REQUIRE(list.problems[0].related.size() == 1u);
  BOOST_TEST(list.problems[0].related[0].place.file == "/src/main.cpp");
}

BOOST_AUTO_TEST_CASE(what_has_no_place_in_the_source_has_one_in_the_log) {
  const problem_list list = of_log(
      "\n==================\nWARNING: ThreadSanitizer: data race (pid=7)\n"
      "  Write of size 8 at 0x7b0400000000 by thread T1:\n"
      "    #0 <null> <null> (app+0x1234)\n\n"
      "  Previous read of size 8 at 0x7b0400000000 by main thread:\n"
      "    [failed to restore the stack]\n\n==================\n");
  BOOST_TEST_REQUIRE(list.problems.size() == 1u);
  BOOST_TEST(words_for(list.problems[0].place) == "ci/app.log:3");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(formats_)

BOOST_AUTO_TEST_CASE(each_format_of_a_run_is_as_approved) {
  const problem_list list = problems_of(every_outcome());
  check_approved("sarif", sarif(list));
  check_approved("junit", junit(list));
  check_approved("github", github(list));
  check_approved("markdown", markdown(list));
  check_approved("chrome_trace", chrome_trace(every_outcome()));
}

BOOST_AUTO_TEST_CASE(each_format_of_a_log_is_as_approved) {
  const problem_list list = of_log(log::gcc_race);
  check_approved("log_sarif", sarif(list));
  check_approved("log_junit", junit(list));
  check_approved("log_github", github(list));
  check_approved("log_markdown", markdown(list));
  check_approved("log_gcc", gcc(list));
}

BOOST_AUTO_TEST_CASE(no_format_lets_hostile_text_through) {
  const problem_list list = hostile();
  for (const std::string& text :
       {sarif(list), junit(list), github(list), markdown(list), gcc(list)}) {
    BOOST_TEST(!has_control_character(text), text);
  }
  const std::string xml = junit(list);
  BOOST_TEST(!contains(xml, "<script>"));
  BOOST_TEST(!contains(xml, "\xef\xbf\xbf"));
  const std::string page = markdown(list);
  for (const char* markup : {"<script>", "](", "@all", "|`", "javascript:"}) {
    BOOST_TEST(!contains(page, markup), markup);
  }
  // One command for the problem, one for the reason, one for what the compiler
  // said.
  const std::string commands = github(list);
  BOOST_TEST(lines_of(commands) == 3u);
  BOOST_TEST(!contains(commands, "\n::error::y"));
  BOOST_TEST(json_::parse(sarif(list)).is_object());
}

BOOST_AUTO_TEST_CASE(a_merge_request_is_told_all_of_a_single_subject) {
  run_result run;
  run.subjects = {racing_subject()};
  const std::string page = markdown(problems_of(run));
  BOOST_TEST(contains(page, "<code>read-before-fetch</code>"));
  BOOST_TEST(contains(page, "replay dependent&#95;calls/read"));
  BOOST_TEST(contains(page, "o3p12t2"));
  BOOST_TEST(contains(page, "<pre>\n"));
  BOOST_TEST(!contains(page, "as expected."));
  const std::size_t begin = page.find("<pre>");
  BOOST_TEST(page.find("\n\n", begin) > page.find("</pre>", begin));
  run.subjects.push_back(racing_subject());
  BOOST_TEST(contains(markdown(problems_of(run)), "of broken twins"));
  BOOST_TEST(!contains(markdown(problems_of(run)), "o3p12t2"));
}

BOOST_AUTO_TEST_CASE(a_compiler_s_line_has_its_column_where_it_is_known) {
  problem_list list = of_log(log::gcc_race);
  list.problems[0].place.column = 7;
  list.problems[0].related[0].place.column = 9;
  const std::string text = gcc(list);
  BOOST_TEST(contains(text, "cart.cpp:12:7: warning: "));
  BOOST_TEST(contains(text, "cart.cpp:17:9: note: "));
  BOOST_TEST(contains(gcc(of_log(log::gcc_race)), "cart.cpp:12: warning: "));
}

BOOST_AUTO_TEST_CASE(what_does_not_matter_fails_nothing) {
  problem_list list = of_log(log::gcc_race);
  list.problems[0].fails = false;
  list.problems[0].known = list.compared = true;
  pass_tests_without_failure(list);
  BOOST_TEST(contains(junit(list), "failures=\"0\""));
  BOOST_TEST(!contains(junit(list), "<failure"));
  BOOST_TEST(github(list).starts_with("::notice "));
  BOOST_TEST(contains(sarif(list), "\"baselineState\": \"unchanged\""));
}

BOOST_AUTO_TEST_CASE(a_sarif_thread_flow_keeps_the_order_of_all_threads) {
  const auto text = json_::parse(sarif(problems_of(every_outcome())));
  const auto& results = text.at("runs").at(0).at("results").as_array();
  const auto& flows =
      results.back().at("codeFlows").at(0).at("threadFlows").as_array();
  BOOST_TEST(flows.size() == 3u);
  std::vector<std::int64_t> order;
  for (const auto& thread : flows) {
    for (const auto& each : thread.at("locations").as_array()) {
      order.push_back(each.at("executionOrder").as_int64());
    }
  }
  std::sort(order.begin(), order.end());
  for (std::size_t i = 0; i < order.size(); ++i) {
    BOOST_TEST(order[i] == static_cast<std::int64_t>(i) + 1);
  }
}

BOOST_AUTO_TEST_CASE(slices_of_a_chrome_trace_lie_within_one_another) {
  run_result run;
  run.subjects = {racing_subject(), hanging_subject()};
  const auto text = json_::parse(chrome_trace(run));
  struct slice {
    double begin, end;
  };
  std::map<std::pair<std::int64_t, std::int64_t>, std::vector<slice>> lanes;
  for (const auto& each : text.at("traceEvents").as_array()) {
    if (each.at("ph").as_string() != "X") continue;
    const double begin = each.at("ts").to_number<double>();
    const double length = each.at("dur").to_number<double>();
    BOOST_TEST(length >= 0);
    lanes[{each.at("pid").as_int64(), each.at("tid").as_int64()}].push_back(
        {begin, begin + length});
  }
  BOOST_TEST(lanes.size() >= 5u);
  for (const auto& [lane, slices] : lanes) {
    for (const slice& one : slices) {
      for (const slice& other : slices) {
        const bool crosses = one.begin < other.begin &&
                             other.begin < one.end - 1e-6 &&
                             other.end > one.end + 1e-6;
        BOOST_TEST(!crosses);
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::report
