// Distributed under the Boost Software License, Version 1.0.

// A log with a hundred thousand races that differ is read and written in a
// memory that a small machine has.

#include "harness/report/format.hpp"
#include "harness/report/log/log_problems.hpp"
#include "harness/report/log/packed_report.hpp"
#include "harness/tests/report/log/parse_text.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>

namespace racelab::report::log {
namespace {

// So many races, each in another line.
log_result result_of(std::size_t races) {
  log_result out;
  parsed_log parsed = parse_text(gcc_race);
  for (std::size_t i = 0; i < races; ++i) {
    log_report race = parsed.reports.at(0);
    race.accesses[0].stack.frames[0].line = static_cast<unsigned>(1000 + i);
    out.reports.add(std::move(race), 0);
  }
  out.sources = {{"app.log", parsed.counts}};
  return out;
}

std::size_t longest_piece(const format& each, const log_result& result) {
  std::size_t longest = 0;
  const text_sink to = [&](std::string_view piece) {
    longest = std::max(longest, piece.size());
  };
  if (each.problems != nullptr)
    each.problems(problems_of(result, {}), to);
  else
    each.logs(result, {}, {}, to);
  return longest;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(many_groups)

BOOST_AUTO_TEST_CASE(a_report_is_the_same_when_it_was_packed) {
  text_pool texts;
  log_report race = parse_text(gcc_race).reports.at(0);
  race.summary = "";
  race.headless = true;
  race.accesses[0].address = ~std::uint64_t{0};
  race.accesses[1].size.reset();
  race.edges.emplace_back().holding_stack = race.accesses[0].stack;
  race.notes = {"one", "\x80\xff two"};
  const std::string bytes = packed(race, texts);
  BOOST_TEST(all_of(unpacked(bytes, texts)) == all_of(race));
}

BOOST_AUTO_TEST_CASE(what_reports_have_in_common_is_kept_once) {
  text_pool texts;
  const log_report race = parse_text(gcc_race).reports.at(0);
  const std::string bytes = packed(race, texts);
  BOOST_TEST(packed(race, texts) == bytes);
  BOOST_TEST(bytes.size() < 250U);
  BOOST_TEST(texts.number_of("a text that it has not") < 40U);
}

// Markdown tells of the first fifty only.
BOOST_AUTO_TEST_CASE(no_format_is_one_text_with_all_reports_in_it) {
  const log_result few = result_of(10);
  const log_result many = result_of(200);
  for (const format& each : formats()) {
    if (each.name == "markdown" || each.name == "trace") continue;
    // A count may have a digit more.
    BOOST_TEST(longest_piece(each, many) <= longest_piece(each, few) + 20,
               each.name);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::report::log
