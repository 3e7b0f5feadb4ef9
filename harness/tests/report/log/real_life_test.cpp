// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/report/log/parse_text.hpp"

#include <boost/test/unit_test.hpp>

#include <set>
#include <sstream>

namespace racelab::report::log {
namespace {

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  std::istringstream in{std::string(text)};
  for (std::string line; std::getline(in, line);) lines.push_back(line + '\n');
  return lines;
}

std::string replaced(std::string text, std::string_view from,
                     std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

// As another process would report the same.
const std::string& other_race() {
  static const std::string text = replaced(
      replaced(gcc_race, "pid=4711", "pid=99"), "0x55d0c0a0f014", "0x7b0c10");
  return text;
}

// What the report says, wherever it stands in the log.
std::string content(log_report report) {
  report.line = 0;
  return all_of(report);
}

const std::string& expected() {
  static const std::string text = content(parse_text(gcc_race).reports.at(0));
  return text;
}

// The log has the one report, whole, and nothing that was not understood.
void check_same(std::string_view text, std::string_view what) {
  BOOST_TEST_CONTEXT(what) {
    const parsed_log parsed = parse_text(text);
    BOOST_TEST(parsed.counts.unparsed_lines == 0U);
    BOOST_TEST(parsed.counts.interleaved_lines == 0U);
    BOOST_REQUIRE(parsed.reports.size() == 1U);
    BOOST_TEST(content(parsed.reports[0]) == expected());
    BOOST_TEST(parsed.reports[0].complete);
  }
}

constexpr std::string_view colours_of(int i) {
  constexpr std::string_view all[] = {"\x1b[1m\x1b[31m", "\x1b[0m",
                                      "\x1b]8;;http://a\x1b\\", "\x1b[1;36m"};
  return all[i % 4];
}

}  // namespace

BOOST_AUTO_TEST_SUITE(real_life)

BOOST_AUTO_TEST_CASE(where_the_log_is_cut_into_pieces_makes_no_difference) {
  const std::string text = "hello\n" + std::string(gcc_race) + "bye\r\n" +
                           prefixed(gcc_race, "#12 3.4 ") +
                           "FATAL: ThreadSanitizer: gone\nlast";
  const parsed_log whole = parse_text(text);
  BOOST_REQUIRE(whole.reports.size() == 2U);
  for (const std::size_t piece : {1U, 2U, 7U, 64U, 1000U}) {
    const parsed_log parts = parse_text(text, piece);
    BOOST_REQUIRE(parts.reports.size() == 2U);
    for (std::size_t i = 0; i < 2; ++i)
      BOOST_TEST(all_of(parts.reports[i]) == all_of(whole.reports[i]));
    BOOST_TEST(parts.counts.lines == whole.counts.lines);
    BOOST_TEST(parts.counts.failures == 1U);
  }
}

BOOST_AUTO_TEST_CASE(a_report_is_handed_over_with_its_last_line) {
  int reports = 0;
  log_parser parser([&](log_report&&) { ++reports; });
  parser.feed(gcc_race);
  BOOST_TEST(reports == 1);
  parser.finish();
  BOOST_TEST(reports == 1);
}

BOOST_AUTO_TEST_CASE(lines_before_a_report_are_counted_wherever_it_stands) {
  for (const int before : {0, 1, 2, 3, 1998, 1999, 2000, 2001, 2002, 5000}) {
    std::string text;
    for (int i = 0; i < before; ++i) text += "GET /cart 200\n";
    for (const std::size_t piece : {0U, 1000U}) {
      const parsed_log parsed = parse_text(text + gcc_race + "bye\n", piece);
      BOOST_REQUIRE(parsed.reports.size() == 1U);
      BOOST_TEST(content(parsed.reports[0]) == expected());
      BOOST_TEST(parsed.reports[0].line ==
                 static_cast<std::uint64_t>(before) + 2);
      BOOST_TEST(parsed.counts.lines == parsed.reports[0].line + 24);
    }
  }
}

BOOST_AUTO_TEST_CASE(what_ci_systems_put_in_front_makes_no_difference) {
  for (const char* prefix :
       {"2024-01-01T00:00:00.1234567Z ", "[pod-name] ", "web_1  | ",
        "#12 3.456 ", "12:00:01 ", "[2024-01-01 10:00:00] ",
        "12: ", "Jan  2 10:00:00 host app[123]: ", "[build 7] [err] ", "\t"})
    check_same(prefixed(gcc_race, prefix), prefix);
}

BOOST_AUTO_TEST_CASE(a_time_that_moves_on_makes_no_difference) {
  std::string text;
  double seconds = 9.7;
  for (const std::string& line : lines_of(gcc_race)) {
    text += "#12 " + std::to_string(seconds).substr(0, seconds < 10 ? 5 : 6) +
            ' ' + line;
    seconds += 0.1;
  }
  check_same(text, "docker build");
}

BOOST_AUTO_TEST_CASE(colours_line_ends_and_nul_bytes_make_no_difference) {
  check_same(replaced(gcc_race, "\n", "\r\n"), "CRLF");
  std::string coloured;
  int i = 0;
  for (const std::string& line : lines_of(gcc_race))
    coloured += std::string(colours_of(i++)) + line.substr(0, line.size() - 1) +
                "\x1b[0m\n";
  check_same(coloured, "colours");
  check_same(std::string(64, '\0') + gcc_race, "NUL");
}

BOOST_AUTO_TEST_CASE(lines_of_the_program_may_come_between) {
  std::string text;
  for (const std::string& line : lines_of(gcc_race))
    text += line + "GET /cart 200\n";
  const parsed_log parsed = parse_text(text);
  BOOST_REQUIRE(parsed.reports.size() == 1U);
  BOOST_TEST(content(parsed.reports[0]) == expected());
  BOOST_TEST(parsed.counts.unparsed_lines == 0U);
  BOOST_TEST(parsed.counts.interleaved_lines > 20U);
}

BOOST_AUTO_TEST_CASE(numbered_lines_of_the_program_are_no_frames) {
  std::string text;
  for (const std::string& line : lines_of(gcc_race))
    text += line + "  #0 started\n#1 job done\n  #2 issue closed\n";
  const parsed_log parsed = parse_text(text);
  BOOST_REQUIRE(parsed.reports.size() == 1U);
  BOOST_TEST(content(parsed.reports[0]) == expected());
}

BOOST_AUTO_TEST_CASE(a_stack_has_each_of_its_frames_once) {
  std::string text;
  for (const std::string& line : lines_of(gcc_race))
    text += line + (line.starts_with("    #") ? line : "");
  const parsed_log parsed = parse_text(text);
  BOOST_REQUIRE(parsed.reports.size() == 1U);
  BOOST_TEST(content(parsed.reports[0]) == expected());
  BOOST_TEST(parsed.counts.unparsed_lines > 0U);
}

BOOST_AUTO_TEST_CASE(a_line_without_an_end_may_stand_before_the_runtimes) {
  std::string text;
  int i = 0;
  for (const std::string& line : lines_of(gcc_race))
    text += (i++ % 3 == 0 && line != "\n" ? "working..." : "") + line;
  check_same(text, "glued");
}

BOOST_AUTO_TEST_CASE(two_processes_may_report_at_once) {
  const auto one = lines_of(gcc_race);
  const auto other = lines_of(other_race());
  std::string text;
  for (std::size_t i = 0; i < one.size(); ++i) text += one[i] + other[i];
  const parsed_log parsed = parse_text(text);
  BOOST_REQUIRE(parsed.reports.size() == 2U);
  for (const log_report& each : parsed.reports) {
    BOOST_TEST(each.accesses.size() == 2U);
    BOOST_TEST(each.threads.size() == 1U);
    BOOST_TEST(each.accesses[0].address == each.accesses[1].address);
    for (const access& part : each.accesses)
      BOOST_TEST(part.stack.frames.size() == 2U);
  }
}

BOOST_AUTO_TEST_CASE(processes_that_take_turns_are_told_apart) {
  const std::string other =
      replaced(replaced(replaced(gcc_race, "pid=4711", "pid=99"), "T2", "T6"),
               "add(int)", "take(int)");
  const auto ones = lines_of(gcc_race);
  const auto others = lines_of(other);
  std::string text;
  for (std::size_t i = 0; i < ones.size(); ++i) text += ones[i] + others[i];
  const parsed_log parsed = parse_text(text);
  BOOST_REQUIRE(parsed.reports.size() == 2U);
  BOOST_TEST(parsed.counts.unparsed_lines == 0U);
  for (const log_report& each : parsed.reports)
    BOOST_TEST(content(each) == (each.pid == 99U
                                     ? content(parse_text(other).reports.at(0))
                                     : expected()));
}

BOOST_AUTO_TEST_CASE(reports_whose_lines_may_be_mistaken_are_named) {
  const auto ones = lines_of(gcc_race);
  const auto others = lines_of(other_race());
  const std::string before = "a program's line\n";
  // Both take turns, or one stands whole within the other.
  for (const std::size_t step : {std::size_t{3}, others.size()}) {
    std::string text = before + ones[0] + ones[1] + ones[2];
    for (std::size_t i = 0; i < others.size(); i += step) {
      for (std::size_t k = i; k < std::min(i + step, others.size()); ++k)
        text += others[k];
      if (i + 3 < ones.size()) text += ones[i + 3];
    }
    const parsed_log parsed = parse_text(text);
    BOOST_TEST(parsed.counts.mixed_reports == (std::set<std::uint64_t>{3, 6}),
               boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(reports_one_after_the_other_are_not_mixed) {
  const std::string whole = gcc_race;
  const std::string cut = whole.substr(0, whole.find("    #1 void"));
  for (const std::string& first : {whole, cut}) {
    const parsed_log parsed = parse_text(first + other_race() + other_race());
    BOOST_TEST(parsed.reports.size() == 3U);
    BOOST_TEST(parsed.counts.mixed_reports.empty());
  }
}

BOOST_AUTO_TEST_CASE(a_name_in_front_tells_two_processes_apart) {
  const auto one = lines_of(gcc_race);
  const auto other = lines_of(other_race());
  for (const std::size_t step : {1U, 2U, 5U}) {
    std::string text;
    for (std::size_t i = 0; i < one.size(); i += step) {
      for (std::size_t k = i; k < std::min(i + step, one.size()); ++k)
        text += "10:00:01 [pod-1] " + one[k];
      for (std::size_t k = i; k < std::min(i + step, one.size()); ++k)
        text += "10:00:02 [pod-2] " + other[k];
    }
    const parsed_log parsed = parse_text(text);
    BOOST_REQUIRE(parsed.reports.size() == 2U);
    BOOST_TEST(parsed.counts.unparsed_lines == 0U);
    BOOST_TEST(parsed.counts.mixed_reports.empty());
    BOOST_TEST(content(parsed.reports[0]) == expected());
    BOOST_TEST(content(parsed.reports[1]) ==
               content(parse_text(other_race()).reports.at(0)));
  }
}

BOOST_AUTO_TEST_CASE(a_log_that_ends_in_a_report_gives_what_there_is) {
  const std::string text = gcc_race;
  const parsed_log parsed = parse_text(text.substr(0, text.find("  Mutex M7")));
  BOOST_REQUIRE(parsed.reports.size() == 1U);
  BOOST_TEST(!parsed.reports[0].complete);
  BOOST_TEST(parsed.reports[0].accesses.size() == 2U);
  BOOST_TEST(parsed.reports[0].summary == "");
  BOOST_TEST(parse_text("==================\nWARNING: ThreadSanitizer: data "
                        "race (pid=1)\n")
                 .reports.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_log_that_begins_in_a_report_gives_what_there_is) {
  const std::string text = gcc_race;
  const parsed_log parsed = parse_text(text.substr(text.find("    #1 void")));
  BOOST_REQUIRE(parsed.reports.size() == 1U);
  BOOST_TEST(parsed.reports[0].headless);
  BOOST_TEST(parsed.reports[0].kind == "data race");
  BOOST_REQUIRE(parsed.reports[0].accesses.size() == 1U);
  BOOST_TEST(parsed.reports[0].accesses[0].previous);
  BOOST_TEST(parsed.reports[0].threads.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_report_cut_short_ends_where_the_next_begins) {
  const std::string text = gcc_race;
  const parsed_log parsed =
      parse_text(text.substr(0, text.find("    #1 main")) + gcc_race);
  BOOST_REQUIRE(parsed.reports.size() == 2U);
  BOOST_TEST(!parsed.reports[0].complete);
  BOOST_TEST(parsed.reports[0].locations.empty());
  BOOST_TEST(content(parsed.reports[1]) == expected());
}

BOOST_AUTO_TEST_CASE(a_log_that_ends_with_a_header_has_a_report) {
  const parsed_log parsed =
      parse_text("WARNING: ThreadSanitizer: data race (pid=3)\n");
  BOOST_REQUIRE(parsed.reports.size() == 1U);
  BOOST_TEST(!parsed.reports[0].complete);
  BOOST_TEST(parsed.counts.unparsed_lines == 0U);
}

BOOST_AUTO_TEST_CASE(blanks_at_the_end_of_lines_make_no_difference) {
  std::string padded;
  for (const char c : std::string(gcc_race))
    padded += c == '\n' ? "  \t \n" : std::string(1, c);
  const parsed_log parsed = parse_text(padded);
  BOOST_REQUIRE(parsed.reports.size() == 1U);
  BOOST_TEST(content(parsed.reports[0]) == expected());
}

BOOST_AUTO_TEST_CASE(a_program_that_its_runtime_ended_is_no_clean_one) {
  const parsed_log parsed = parse_text(
      "==7==ThreadSanitizer: hard rss limit exhausted (100Mb vs 130Mb)\n");
  BOOST_TEST(parsed.counts.failures == 1U);
}

BOOST_AUTO_TEST_CASE(text_that_looks_alike_is_no_report) {
  for (const char* text :
       {"the words \"WARNING: ThreadSanitizer: data race (pid=1)\" mean this\n",
        "WARNING: ThreadSanitizer: data race (pid=1)\nand on it went\n",
        "we print WARNING: DATA RACE when it races\n",
        "Read of size 8 at 0x12 by thread T1:\n    #0 f a.c:1\n",
        "==================\n  Results\n==================\n",
        "SUMMARY: all good\n    #include <x>\n"}) {
    BOOST_TEST_CONTEXT(text) {
      std::string log(text);
      for (int i = 0; i < 3000; ++i) log += "GET /cart 200\n";
      const parsed_log parsed = parse_text(log + text + gcc_race + text);
      BOOST_REQUIRE(parsed.reports.size() == 1U);
      BOOST_TEST(content(parsed.reports[0]) == expected());
    }
  }
}

BOOST_AUTO_TEST_CASE(words_in_the_middle_of_a_line_are_a_programs) {
  const auto unparsed = [](const char* line) {
    return parse_text(line).counts.unparsed_lines;
  };
  BOOST_TEST(unparsed("Today's WARNING: ThreadSanitizer: data race\n") == 0U);
  BOOST_TEST(unparsed("SUMMARY: ThreadSanitizer: all is well\n") == 0U);
  for (const char* ours : {"WARNING: ThreadSanitizer: data ra\n",
                           "[pod-1] WARNING: ThreadSanitizer: data ra\n",
                           "#12 3.456 WARNING: ThreadSanitizer: data ra\n",
                           "SUMMARY: ThreadSanitizer: data race a.c:1 in f\n"})
    BOOST_TEST(unparsed(ours) == 1U, ours);
}

BOOST_AUTO_TEST_CASE(what_is_not_understood_is_counted_and_kept) {
  const std::string text =
      replaced(gcc_race, "  Location is global", "  Something new is global") +
      "WARNING: ThreadSanitizer: cut off in the mid\n";
  const parsed_log parsed = parse_text(text);
  BOOST_TEST(parsed.reports.size() == 1U);
  BOOST_TEST(parsed.counts.unparsed_lines == 2U);
  BOOST_REQUIRE(parsed.counts.first_unparsed.size() == 2U);
  BOOST_TEST(parsed.counts.first_unparsed[0].number == 11U);
  BOOST_TEST(
      parsed.counts.first_unparsed[0].text.starts_with("  Something new"));
}

BOOST_AUTO_TEST_CASE(a_go_frame_in_two_parts_with_a_gap_is_no_frame) {
  const parsed_log parsed = parse_text(
      "==================\nWARNING: DATA RACE\nRead at 0x12 by goroutine 7:\n"
      "  main.f()\n\n      /a.go:3 +0x1\n==================\n");
  BOOST_REQUIRE(parsed.reports.size() == 1U);
  BOOST_TEST(parsed.reports[0].accesses[0].stack.frames.size() == 1U);
  BOOST_TEST(parsed.counts.unparsed_lines == 1U);
}

BOOST_AUTO_TEST_CASE(a_line_without_end_takes_no_memory) {
  log_parser parser([](log_report&&) { BOOST_ERROR("there is no report"); });
  const std::string piece(1 << 20, 'x');
  for (int i = 0; i < 100; ++i) parser.feed(piece);
  parser.finish();
  BOOST_TEST(parser.counts().lines == 1U);
  BOOST_TEST(parser.counts().shortened_lines == 1U);
}

BOOST_AUTO_TEST_CASE(a_report_without_end_keeps_a_bounded_part) {
  std::string text(gcc_race);
  text.resize(text.find("  Previous"));
  text.pop_back();
  for (int i = 2; i < 50'000; ++i)
    text += "    #" + std::to_string(i) + " f /a/b.cpp:1 (b+0x1)\n";
  const parsed_log parsed = parse_text(text);
  BOOST_REQUIRE(parsed.reports.size() == 1U);
  BOOST_TEST(parsed.reports[0].accesses[0].stack.frames.size() == 1024U);
  BOOST_TEST(parsed.reports[0].dropped_lines == 50'000U - 1024);
}

BOOST_AUTO_TEST_CASE(thousands_of_processes_cut_off_are_all_told) {
  std::string text;
  std::string begin(gcc_race);
  begin.resize(begin.find("  Previous"));
  for (int i = 0; i < 3000; ++i)
    text += replaced(begin, "pid=4711", "pid=" + std::to_string(i));
  BOOST_TEST(parse_text(text).reports.size() == 3000U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::report::log
