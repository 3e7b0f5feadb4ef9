// Distributed under the Boost Software License, Version 1.0.
#include "harness/bench/bench_json.hpp"
#include "harness/bench/bench_table.hpp"
#include "harness/bench/command_run.hpp"
#include "harness/bench/comparison.hpp"
#include "harness/bench/contest.hpp"
#include "harness/bench/peer_programs.hpp"
#include "harness/matrix/tool_failure.hpp"
#include "harness/report/layout.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

namespace racelab::bench {
namespace {

namespace json = boost::json;

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// Where nothing but the numbers matters.
figure a_figure(const std::string& name, double ratio, interval spread,
                std::optional<goal> wanted = goal{0.5}) {
  figure out;
  out.name = name;
  out.about = "What " + name + " is";
  out.unit = "s";
  out.peer = "peer";
  out.wanted = wanted;
  out.rounds = 9;
  out.ratio = ratio;
  out.spread = spread;
  out.ours = ratio * 1e-3;
  out.theirs = 1e-3;
  out.state = judge(ratio, spread, wanted);
  return out;
}

figure not_run(const std::string& name) {
  figure out = a_figure(name, 0, {});
  out.state = state::not_run;
  out.why = "go is missing";
  return out;
}

result a_result(std::vector<figure> figures) {
  result out;
  out.machine = {"a processor", 2, 7.5, "6.1", 0.5, "g++ 12.2.0", "1.81.0"};
  out.seconds = 12;
  out.figures = std::move(figures);
  return out;
}

std::string table_of(const result& of) { return bench_table(of, {}); }

sampler always(double value) {
  return [value] { return sample{value}; };
}

sampler missing(int& asked) {
  return [&asked]() -> sample {
    ++asked;
    throw matrix::tool_failure("go is missing\n");
  };
}

void tell_nobody(const std::string&) {}

}  // namespace

BOOST_AUTO_TEST_SUITE(statistics)

BOOST_AUTO_TEST_CASE(the_median_is_the_middle_or_lies_between_the_two_middles) {
  BOOST_TEST(median({3, 1, 2}) == 2);
  BOOST_TEST(median({4, 1, 3, 2}) == 2.5);
  BOOST_TEST(median({7}) == 7);
}

BOOST_AUTO_TEST_CASE(of_nine_rounds_one_at_each_end_says_nothing) {
  const interval nine = interval_of_median({9, 1, 8, 2, 7, 3, 6, 4, 5});
  BOOST_TEST(nine.low == 2);
  BOOST_TEST(nine.high == 8);
}

BOOST_AUTO_TEST_CASE(of_few_rounds_all_of_them_are_the_spread) {
  for (const std::size_t count : {1U, 5U, 6U, 8U}) {
    std::vector<double> values;
    for (std::size_t i = 0; i < count; ++i)
      values.push_back(static_cast<double>(i));
    const interval all = interval_of_median(values);
    BOOST_TEST(all.low == 0);
    BOOST_TEST(all.high == static_cast<double>(count - 1));
  }
}

BOOST_AUTO_TEST_CASE(of_twenty_five_rounds_seven_at_each_end_say_nothing) {
  std::vector<double> values;
  for (int i = 0; i < 25; ++i) values.push_back(i);
  BOOST_TEST(interval_of_median(values).low == 7);
  BOOST_TEST(interval_of_median(values).high == 17);
}

BOOST_AUTO_TEST_CASE(
    a_goal_is_met_if_the_spread_is_no_wider_than_the_way_to_it) {
  BOOST_TEST((judge(0.25, {0.125, 0.375}, goal{0.5}) == state::met));
  BOOST_TEST((judge(0.25, {0.125, 0.376}, goal{0.5}) == state::undecided));
  BOOST_TEST((judge(0.5, {0.5, 0.5}, goal{0.5}) == state::met));
}

BOOST_AUTO_TEST_CASE(a_goal_is_missed_if_all_of_the_spread_lies_beyond_it) {
  BOOST_TEST((judge(0.7, {0.51, 2}, goal{0.5}) == state::missed));
  BOOST_TEST((judge(0.7, {0.5, 2}, goal{0.5}) == state::undecided));
}

BOOST_AUTO_TEST_CASE(of_a_goal_that_is_at_least_it_is_the_other_way_round) {
  const goal twenty{20, true};
  BOOST_TEST((judge(30, {26, 34}, twenty) == state::met));
  BOOST_TEST((judge(30, {19, 34}, twenty) == state::undecided));
  BOOST_TEST((judge(10, {1, 19}, twenty) == state::missed));
  BOOST_TEST((judge(10, {1, 19}, {}) == state::no_goal));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(rounds)

BOOST_AUTO_TEST_CASE(ours_and_theirs_take_turns) {
  std::string order;
  const auto adds = [&order](char who) {
    return [&order, who] {
      order += who;
      return sample{1};
    };
  };
  contest what{.name = "x", .about = "", .unit = "s"};
  what.ours = adds('o');
  what.rivals = {{"a", {}, adds('a')}, {"b", {}, adds('b')}};
  what.rounds = 3;
  hold(what, tell_nobody);
  BOOST_TEST(order == "oaboaboab");
  BOOST_TEST(samples_of(what) == 9);
  BOOST_TEST(contest().rounds == 9);
}

BOOST_AUTO_TEST_CASE(a_ratio_is_that_of_what_was_measured_in_one_round) {
  // The machine becomes slower; who is how fast stays the same.
  double pace = 1;
  contest what{.name = "x", .about = "", .unit = "s"};
  what.ours = [&pace] { return sample{pace}; };
  what.rivals = {{"a", goal{0.5}, [&pace] { return sample{(pace *= 2) * 2}; }}};
  const figure only = hold(what, tell_nobody).front();
  BOOST_TEST(only.ratio == 0.25);
  BOOST_TEST(only.spread.low == 0.25);
  BOOST_TEST(only.spread.high == 0.25);
  BOOST_TEST((only.state == state::met));
  BOOST_TEST(only.rounds == 9);
}

BOOST_AUTO_TEST_CASE(a_peer_that_is_missing_costs_its_own_figure_only) {
  int asked = 0;
  contest what{.name = "x", .about = "", .unit = "s"};
  what.ours = always(1);
  what.rivals = {{"go", goal{1}, missing(asked)}, {"b", {}, always(2)}};
  const std::vector<figure> both = hold(what, tell_nobody);
  BOOST_TEST((both[0].state == state::not_run));
  BOOST_TEST(both[0].why == "go is missing");
  BOOST_TEST(both[1].ratio == 0.5);
  BOOST_TEST(asked == 1);
}

BOOST_AUTO_TEST_CASE(without_ours_no_figure_is_run) {
  int asked = 0;
  contest what{.name = "x", .about = "", .unit = "s"};
  what.ours = missing(asked);
  what.rivals = {{"b", {}, always(2)}};
  BOOST_TEST((hold(what, tell_nobody)[0].state == state::not_run));
}

BOOST_AUTO_TEST_CASE(a_peer_that_was_mostly_ended_took_at_least_that_long) {
  unsigned round = 0;
  contest what{.name = "x", .about = "", .unit = "s"};
  what.ours = always(1);
  what.rivals = {{"b", goal{1}, [&round] { return sample{3, ++round > 4}; }}};
  BOOST_TEST(hold(what, tell_nobody)[0].theirs_at_least);
  round = 0;
  what.rounds = 8;
  BOOST_TEST(!hold(what, tell_nobody)[0].theirs_at_least);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(programs)

BOOST_AUTO_TEST_CASE(the_time_is_read_from_what_google_benchmark_writes) {
  BOOST_TEST(time_in("2026-11-27 a line\n{\"benchmarks\": [{\"real_time\": "
                     "2500.0, \"time_unit\": \"ns\"}]}") == 2.5e-6);
}

BOOST_AUTO_TEST_CASE(what_says_no_time_has_failed) {
  for (const char* each :
       {"", "Failed to match any benchmarks", "{", "{}",
        R"({"benchmarks": []})",
        R"({"benchmarks": [{"real_time": 1, "time_unit": "ms"}]})",
        R"({"benchmarks": [{"error_message": "items were lost",
                            "real_time": 1, "time_unit": "ns"}]})"})
    BOOST_CHECK_THROW(time_in(each), matrix::tool_failure);
}

BOOST_AUTO_TEST_CASE(
    a_program_that_cannot_be_built_says_so_when_it_is_measured) {
  char folder[] = "/tmp/racelab_bench_XXXXXX";
  BOOST_REQUIRE(mkdtemp(folder) != nullptr);
  build::toolchain tools;
  tools.compiler = "/no/such/compiler";
  tools.source_root = SOURCE_ROOT;
  peer_programs programs(tools, folder, {});
  programs.build("onetbb");
  BOOST_CHECK_EXCEPTION(programs.measure("onetbb", "tasks/3", 0.1),
                        matrix::tool_failure, [](const auto& failure) {
                          return contains(failure.what(), "/no/such/compiler");
                        });
  std::filesystem::remove_all(folder);
}

BOOST_AUTO_TEST_CASE(a_command_that_fails_is_named_with_its_last_words) {
  BOOST_CHECK_EXCEPTION(run_command({"sh", "-c", "echo no such thing; exit 3"},
                                    std::chrono::seconds(60), {"/tmp", {}}),
                        matrix::tool_failure, [](const auto& failure) {
                          return contains(failure.what(),
                                          "exited with status 3") &&
                                 contains(failure.what(), "no such thing");
                        });
}

BOOST_AUTO_TEST_CASE(an_interruption_ends_what_runs) {
  std::stop_source stop;
  stop.request_stop();
  BOOST_CHECK_THROW(run_command({"sleep", "600"}, std::chrono::hours(1),
                                {"/tmp", stop.get_token()}),
                    interrupted);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(outputs)

BOOST_AUTO_TEST_CASE(the_json_says_of_each_figure_what_it_is_and_whether_met) {
  const json::value all = json::parse(bench_json(a_result(
      {a_figure("met", 0.25, {0.2, 0.3}), a_figure("wide", 0.25, {0.1, 0.9}),
       a_figure("many", 30, {29, 31}, goal{20, true}), not_run("gone")})));
  BOOST_TEST(all.at("schema") == 1);
  BOOST_TEST(all.at("machine").at("processors") == 2);
  const json::array& figures = all.at("figures").as_array();
  const json::object& met = figures[0].as_object();
  BOOST_TEST(met.at("name") == "met");
  BOOST_TEST(met.at("peer") == "peer");
  BOOST_TEST(met.at("ratio") == 0.25);
  BOOST_TEST(met.at("low") == 0.2);
  BOOST_TEST(met.at("high") == 0.3);
  BOOST_TEST(met.at("goal") == 0.5);
  BOOST_TEST(met.at("goal_is") == "at most");
  BOOST_TEST(met.at("met") == true);
  BOOST_TEST(met.at("unit") == "s");
  BOOST_TEST(met.at("ours") == 0.25e-3);
  BOOST_TEST(met.at("theirs") == 1e-3);
  BOOST_TEST(figures[1].at("met").is_null());
  BOOST_TEST(figures[1].at("state") == "not decided");
  BOOST_TEST(figures[2].at("goal_is") == "at least");
  BOOST_TEST(figures[3].at("ratio").is_null());
  BOOST_TEST(figures[3].at("why") == "go is missing");
}

BOOST_AUTO_TEST_CASE(what_was_written_can_be_read_again) {
  const std::string text = bench_json(
      a_result({a_figure("a", 0.25, {0.2, 0.3}), a_figure("b", 3, {2, 4}, {}),
                a_figure("c", 30, {29, 31}, goal{20, true}), not_run("d")}));
  BOOST_TEST(bench_json(parse_bench(text)) == text);
}

BOOST_AUTO_TEST_CASE(a_file_that_is_something_else_is_named) {
  BOOST_CHECK_THROW(parse_bench("{}"), std::exception);
  BOOST_CHECK_EXCEPTION(read_bench("/no/such/file"), std::runtime_error,
                        [](const auto& error) {
                          return contains(error.what(), "/no/such/file");
                        });
}

BOOST_AUTO_TEST_CASE(the_table_fits_eighty_columns) {
  figure wide =
      a_figure("latency/bounded_concurrency/p50", 12345, {1234.5, 123456});
  wide.about = std::string(100, 'x');
  wide.peer = "boost::fibers::buffered_channel";
  figure ended = a_figure("bug/dependent_calls/shared_pointer_assigned_twice",
                          0.9, {0.8, 1.2}, goal{1});
  ended.theirs_at_least = true;
  std::istringstream table(
      table_of(a_result({wide, ended, not_run("channel/128/1to1")})));
  for (std::string line; std::getline(table, line);)
    BOOST_TEST(report::width(line) <= 80, line);
}

BOOST_AUTO_TEST_CASE(a_line_has_the_numbers_and_a_sign_for_what_is_decided) {
  const std::string table = table_of(a_result(
      {a_figure("good", 0.25, {0.21, 0.29}), a_figure("wide", 0.25, {0.1, 0.9}),
       a_figure("bad", 2, {1, 3}), a_figure("plain", 2, {1, 3}, {})}));
  BOOST_TEST(contains(table, "0.250   0.210-0.290  <= 0.5"), table);
  BOOST_TEST(contains(table, "250 us   1.00 ms   0.250"), table);
  BOOST_TEST(contains(table,
                      "Goals: 1 met, 1 missed, 1 not decided. Not run: "
                      "0. It took 12 s."),
             table);
}

BOOST_AUTO_TEST_CASE(the_twins_are_counted_and_only_those_not_met_are_listed) {
  figure first = a_figure("bug/a/first", 0.3, {0.3, 0.3}, goal{1});
  first.theirs_at_least = true;
  const std::string table = table_of(
      a_result({first, a_figure("bug/a/second", 2, {1.5, 3}, goal{1})}));
  BOOST_TEST(contains(table, "first at 1 of 2 twins, 1 missed; ended at 1\n"),
             table);
  BOOST_TEST(contains(table, "a/second"), table);
  BOOST_TEST(!contains(table, "a/first"), table);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(comparison)

change only_change(const figure& before, const figure& now) {
  return compare(a_result({before}), a_result({now})).front().change;
}

BOOST_AUTO_TEST_CASE(spreads_that_overlap_say_nothing) {
  BOOST_TEST((only_change(a_figure("a", 1, {0.9, 1.1}),
                          a_figure("a", 1.2, {1.1, 1.3})) == change::same));
}

BOOST_AUTO_TEST_CASE(spreads_apart_say_what_is_better_and_what_is_worse) {
  const figure low = a_figure("a", 1, {0.9, 1.1});
  const figure high = a_figure("a", 1.2, {1.11, 1.3});
  BOOST_TEST((only_change(low, high) == change::worse));
  BOOST_TEST((only_change(high, low) == change::better));
  const goal least{1, true};
  const figure few = a_figure("a", 1, {0.9, 1.1}, least);
  const figure many = a_figure("a", 1.2, {1.11, 1.3}, least);
  BOOST_TEST((only_change(few, many) == change::better));
  BOOST_TEST((only_change(many, few) == change::worse));
}

BOOST_AUTO_TEST_CASE(what_is_measured_no_more_is_gone_but_for_a_quick_run) {
  const figure kept = a_figure("a", 1, {1, 1});
  const figure lost = a_figure("b", 1, {1, 1});
  BOOST_TEST((only_change(kept, not_run("a")) == change::gone));
  const result before = a_result({kept, lost});
  result now = a_result({kept});
  BOOST_TEST(compare(before, now).size() == 2);
  BOOST_TEST((compare(before, now).back().change == change::gone));
  now.quick = true;
  BOOST_TEST(compare(before, now).size() == 1);
  BOOST_TEST((compare(now, before).back().change == change::is_new));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::bench
