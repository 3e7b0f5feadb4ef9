// Distributed under the Boost Software License, Version 1.0.

// Logs whose lines other tools have wrapped, ended or spaced in their own way.

#include "harness/tests/report/log/parse_text.hpp"

#include <boost/test/unit_test.hpp>

#include <functional>
#include <sstream>

namespace racelab::report::log {
namespace {

const char* const go_race =
    "==================\nWARNING: DATA RACE\n"
    "Write at 0x00c0000140a8 by goroutine 8:\n"
    "  main.add()\n      /src/cart.go:12 +0x44\n\n"
    "Previous read at 0x00c0000140a8 by main goroutine:\n"
    "  main.main()\n      /src/cart.go:31 +0x12\n\n"
    "Goroutine 8 (running) created at:\n"
    "  main.main()\n      /src/cart.go:30 +0x10\n"
    "==================\n";

// The log with each of its lines as `wrap` makes it.
std::string each_line(const std::string& text,
                      const std::function<std::string(std::string)>& wrap) {
  std::string out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out += wrap(line);
  return out;
}

std::string content(log_report report) {
  report.line = 0;
  return all_of(report);
}

// All of it is understood, however the log comes in.
void check_same(const std::string& text, const std::string& plain) {
  const std::string expected = content(parse_text(plain).reports.at(0));
  for (const std::size_t piece : {0U, 1U, 7U, 1000U}) {
    const parsed_log parsed = parse_text(text, piece);
    BOOST_TEST(parsed.counts.unparsed_lines == 0U);
    BOOST_TEST(parsed.counts.interleaved_lines == 0U);
    BOOST_REQUIRE(parsed.reports.size() == 1U);
    BOOST_TEST(content(parsed.reports[0]) == expected);
    BOOST_TEST(parsed.reports[0].complete);
  }
}

// As JSON writers escape it; Docker's also escapes what HTML could mean.
std::string json_string(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '<' || c == '>' || c == '&')
      out += c == '<' ? "\\u003c" : c == '>' ? "\\u003e" : "\\u0026";
    else
      out += c;
  }
  return out;
}

std::string in_docker(const std::string& line) {
  return "{\"log\":\"" + json_string(line) +
         "\\n\",\"stream\":\"stderr\",\"time\":\"2024-01-01T00:00:00.1Z\"}\n";
}

std::string in_teamcity(const std::string& text) {
  std::string out = "##teamcity[testStdErr name='cart' out='";
  for (const char c : text) {
    if (c == '\n')
      out += "|n";
    else if (std::string("'|[]").find(c) != std::string::npos)
      out += std::string("|") + c;
    else
      out += c;
  }
  return out + "' flowId='7']\n";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(log_shapes)

BOOST_AUTO_TEST_CASE(a_container_s_json_lines_are_read) {
  for (const std::string plain : {gcc_race, go_race})
    check_same(each_line(plain, in_docker), plain);
}

BOOST_AUTO_TEST_CASE(a_container_s_lines_are_found_deep_in_a_log) {
  std::string text;
  for (int i = 0; i < 3000; ++i) text += in_docker("GET /cart 200");
  check_same(text + each_line(gcc_race, in_docker), gcc_race);
}

BOOST_AUTO_TEST_CASE(other_json_is_a_program_s_line) {
  for (const char* line : {"{\"log\":7}\n", "{\"log\":\"cut o\n", "{}\n",
                           "{\"text\":\"\\\"log\\\": x\"}\n"})
    BOOST_TEST(parse_text(line).counts.unparsed_lines == 0U, line);
  BOOST_TEST(
      parse_text(std::string("{\"log\":7}\n") + gcc_race).reports.size() == 1U);
}

BOOST_AUTO_TEST_CASE(service_messages_with_many_lines_are_read) {
  for (const std::string plain : {gcc_race, go_race})
    check_same(in_teamcity(plain), plain);
  BOOST_TEST(parse_text("hello\n" + in_teamcity(gcc_race)).reports[0].line ==
             2U);
}

BOOST_AUTO_TEST_CASE(carriage_returns_end_lines) {
  const auto ended = [](const std::string& line) { return line + '\r'; };
  for (const std::string plain : {gcc_race, go_race})
    check_same(each_line(plain, ended), plain);
  check_same("12%\r57%\r100%\r" + std::string(gcc_race), gcc_race);
}

BOOST_AUTO_TEST_CASE(several_carriage_returns_end_one_line_wherever_it_is_cut) {
  const std::string text = "  Cycle in lock order graph: M0\r\r\rx\r\r\r";
  const parsed_log whole = parse_text(text);
  for (std::size_t piece = 1; piece < text.size(); ++piece) {
    const parsed_log parts = parse_text(text, piece);
    BOOST_TEST(parts.counts.unparsed_lines == whole.counts.unparsed_lines);
    BOOST_REQUIRE(parts.reports.size() == whole.reports.size());
    for (std::size_t i = 0; i < parts.reports.size(); ++i)
      BOOST_TEST(all_of(parts.reports[i]) == all_of(whole.reports[i]));
  }
}

BOOST_AUTO_TEST_CASE(a_log_with_carriage_returns_alone_may_be_of_any_size) {
  std::string text;
  for (int i = 0; i < 150'000; ++i) text += "GET /cart 200\r";
  text += each_line(gcc_race, [](std::string line) { return line + '\r'; });
  for (const std::size_t piece : {14U, 65536U}) {
    const parsed_log parsed = parse_text(text, piece);
    BOOST_TEST(parsed.reports.size() == 1U);
    BOOST_TEST(parsed.counts.shortened_lines == 0U);
    BOOST_TEST(parsed.counts.lines == 1U);
  }
}

BOOST_AUTO_TEST_CASE(an_empty_line_after_every_line_makes_no_difference) {
  const auto spaced = [](const std::string& line) { return line + "\n\n"; };
  for (const std::string plain : {gcc_race, go_race})
    check_same(each_line(plain, spaced), plain);
  const parsed_log parsed = parse_text(each_line(
      "FATAL: ThreadSanitizer: gone\n    #0 f a.c:1 (a+0x1)\n    #1 g a.c:2 "
      "(a+0x2)\n",
      spaced));
  BOOST_TEST(parsed.reports.empty());
  BOOST_TEST(parsed.counts.unparsed_lines == 0U);
}

BOOST_AUTO_TEST_CASE(what_a_process_says_of_its_reports_is_kept) {
  std::string early(3000 * 4, '\n');
  for (const std::string& before : {std::string(), early}) {
    BOOST_TEST(parse_text(before + "Found 2 data race(s)\nexit status 66\n")
                   .counts.claimed_reports == 2U);
    BOOST_TEST(parse_text(before + "ThreadSanitizer: reported 3 warnings\n" +
                          "[pod] ThreadSanitizer: reported 1 warnings\n")
                   .counts.claimed_reports == 3U);
    BOOST_TEST(
        parse_text(before + "We Found data race(s)\n").counts.claimed_reports ==
        0U);
    BOOST_TEST(parse_text(before + "SUMMARY: ThreadSanitizer: data race "
                                   "/a.cpp:3:4 in f\n")
                   .counts.lone_summaries == 1U);
  }
  BOOST_TEST(parse_text(gcc_race).counts.lone_summaries == 0U);
}

BOOST_AUTO_TEST_CASE(frames_in_a_format_of_the_users_own_are_said_to_be_so) {
  for (const char* frame : {"    [add] cart.cpp:12\n", "frame=0 add(int)\n"}) {
    const std::string text =
        std::string(
            "==================\nWARNING: ThreadSanitizer: data race (pid=7)\n"
            "  Write of size 4 at 0x55d0c0a0f014 by thread T2:\n") +
        frame +
        "\n  Location is stack of main thread.\n  something\n\n"
        "==================\n";
    const parsed_log parsed = parse_text(text);
    BOOST_REQUIRE(parsed.reports.size() == 1U);
    const log_report& report = parsed.reports[0];
    BOOST_TEST(report.accesses.at(0).stack.missing == foreign_frames);
    BOOST_TEST(report.locations.at(0).stack.missing == "");
  }
}

BOOST_AUTO_TEST_CASE(a_line_before_the_first_frame_takes_no_frame_away) {
  std::string text = gcc_race;
  text.insert(text.find("    #0 add"), "GET /cart 200\n");
  const parsed_log parsed = parse_text(text);
  BOOST_TEST(content(parsed.reports.at(0)) ==
             content(parse_text(gcc_race).reports.at(0)));
}

BOOST_AUTO_TEST_CASE(a_thread_s_name_in_a_title_is_no_obstacle) {
  std::string text = gcc_race;
  const std::string by = " by thread T2";
  text.insert(text.find(by) + by.size(), " 'it's a: worker'");
  const parsed_log parsed = parse_text(text);
  BOOST_TEST(parsed.counts.unparsed_lines == 0U);
  BOOST_TEST(content(parsed.reports.at(0)) ==
             content(parse_text(gcc_race).reports.at(0)));
}

BOOST_AUTO_TEST_CASE(numbers_too_large_for_any_memory_are_counted) {
  const std::string many(30, '9');
  for (const auto& [from, to] :
       {std::pair("pid=4711", "pid=" + many),
        std::pair("size 4", "size " + many),
        std::pair("thread T2 (", "thread T" + many + " ("),
        std::pair("#0 add", "#" + many + " add")}) {
    std::string text = gcc_race;
    text.replace(text.find(from), std::string(from).size(), to);
    const parsed_log parsed = parse_text(text);
    BOOST_TEST(parsed.counts.unparsed_lines > 0U, from);
    BOOST_TEST(parsed.counts.first_unparsed.size() ==
               parsed.counts.unparsed_lines);
  }
  BOOST_TEST(parse_text("==" + many + "==ERROR: ThreadSanitizer: SEGV on x\n")
                 .counts.unparsed_lines == 1U);
}

BOOST_AUTO_TEST_CASE(a_header_that_was_no_report_is_kept_as_not_understood) {
  std::string text =
      "hello\nWARNING: ThreadSanitizer: data race (pid=1)\nand on it went\n";
  for (int i = 0; i < 100; ++i) text += "GET /cart 200\n";
  const parsed_log parsed = parse_text(text);
  BOOST_TEST(parsed.counts.unparsed_lines == 1U);
  BOOST_REQUIRE(parsed.counts.first_unparsed.size() == 1U);
  BOOST_TEST(parsed.counts.first_unparsed[0].number == 2U);
  BOOST_TEST(parsed.counts.first_unparsed[0].text ==
             "WARNING: ThreadSanitizer: data race (pid=1)");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::report::log
