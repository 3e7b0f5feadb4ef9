// Distributed under the Boost Software License, Version 1.0.
#include "harness/matrix/judging.hpp"
#include "harness/matrix/circumstances.hpp"
#include "harness/matrix/right_lines.hpp"

#include <boost/test/unit_test.hpp>

#include <ostream>

namespace racelab::matrix {

std::ostream& operator<<(std::ostream& out, state of) {
  return out << name_of(of);
}

namespace {

const char* const twin_file = "antipatterns/a.cpp";
const char* const pattern_file = "patterns/a.cpp";

// The twin has a line more than its pattern, the third.
struct fixture {
  fixture() {
    running.kind = tool_kind::program;
    reading.kind = tool_kind::text;
    reading.style = {"style-"};
    twin.file = twin_file;
    twin.lines = {"one", "two", "bug", "  three"};
    twin.right_lines = {3};
    twin.pattern_file = pattern_file;
    twin.pattern_lines = {"one", "two", "three"};
    pattern.pattern = true;
    pattern.file = pattern_file;
    pattern.lines = twin.pattern_lines;
  }

  static message said(const std::string& kind, std::vector<stack> stacks) {
    return {kind, kind + " it is", std::move(stacks)};
  }

  static measurement seen(std::vector<message> messages) {
    measurement out;
    run only;
    for (std::size_t i = 0; i < messages.size(); ++i)
      only.messages.push_back(i);
    out.runs.push_back(std::move(only));
    out.messages = std::move(messages);
    return out;
  }

  tool running;
  tool reading;
  judged_subject twin;
  judged_subject pattern;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(a_message, fixture)

BOOST_AUTO_TEST_CASE(at_a_right_line_finds_the_bug) {
  for (const tool* by : {&running, &reading}) {
    const auto out =
        judge(*by, twin, seen({said("race", {{{twin_file, 3}}})}), {});
    BOOST_TEST(out.state == state::found);
    BOOST_TEST(out.right_line);
    BOOST_TEST(out.where.line == 3);
    BOOST_TEST(out.found == 1u);
    BOOST_TEST(out.message == "race it is");
  }
}

BOOST_AUTO_TEST_CASE(at_another_line_finds_it_only_if_it_is_of_a_run) {
  const auto message = said("race", {{{twin_file, 4}}});
  const auto ran = judge(running, twin, seen({message}), {});
  BOOST_TEST(ran.state == state::found);
  BOOST_TEST(!ran.right_line);
  const auto read = judge(reading, twin, seen({message}), {});
  BOOST_TEST(read.state == state::elsewhere);
}

BOOST_AUTO_TEST_CASE(that_is_also_given_for_the_pattern_finds_nothing) {
  // The line is another, its text the same.
  const auto out =
      judge(running, twin, seen({said("race", {{{twin_file, 4}}})}),
            {said("race", {{{pattern_file, 3}}})});
  BOOST_TEST(out.state == state::elsewhere);
  BOOST_TEST(out.found == 0u);
}

BOOST_AUTO_TEST_CASE(of_another_kind_or_place_is_not_the_patterns) {
  for (const message& known : {said("leak", {{{pattern_file, 3}}}),
                               said("race", {{{pattern_file, 2}}})}) {
    const auto out =
        judge(running, twin, seen({said("race", {{{twin_file, 4}}})}), {known});
    BOOST_TEST(out.state == state::found);
  }
}

BOOST_AUTO_TEST_CASE(whose_accesses_come_in_another_order_is_the_same) {
  const stack in_group{{"patterns/concurrency/errgroup.hpp", 9}};
  const auto out =
      judge(running, twin, seen({said("race", {in_group, {{twin_file, 4}}})}),
            {said("race", {{{pattern_file, 3}}, in_group})});
  BOOST_TEST(out.state == state::elsewhere);
}

BOOST_AUTO_TEST_CASE(inside_the_primitives_counts_if_it_comes_by_a_right_line) {
  const place inside{"patterns/concurrency/context.hpp", 50};
  const auto by_bug = judge(
      running, twin, seen({said("race", {{inside, {twin_file, 3}}})}), {});
  BOOST_TEST(by_bug.state == state::found);
  BOOST_TEST(by_bug.where.line == 3);
  const auto by_other = judge(
      running, twin, seen({said("race", {{inside, {twin_file, 4}}})}), {});
  BOOST_TEST(by_other.state == state::elsewhere);
}

BOOST_AUTO_TEST_CASE(inside_the_simulated_services_blames_their_caller) {
  const place inside{"harness/scenario/service_call.cpp", 53};
  const auto out = judge(running, twin,
                         seen({said("race", {{inside, {twin_file, 4}}})}), {});
  BOOST_TEST(out.state == state::found);
  BOOST_TEST(out.where.line == 4);
}

BOOST_AUTO_TEST_CASE(about_the_simulated_services_alone_is_no_message) {
  const auto out = judge(
      running, pattern,
      seen({said("race", {{{"harness/probe/plain/services.cpp", 9}}})}), {});
  BOOST_TEST(out.state == state::silent);
}

BOOST_AUTO_TEST_CASE(about_style_is_silence) {
  const auto what = seen({said("style-x", {{{twin_file, 3}}})});
  BOOST_TEST(judge(reading, twin, what, {}).state == state::silent);
  const auto of_pattern = seen({said("style-x", {{{pattern_file, 3}}})});
  BOOST_TEST(judge(reading, pattern, of_pattern, {}).state == state::silent);
}

BOOST_AUTO_TEST_CASE(about_a_pattern_is_a_false_alarm) {
  const auto out =
      judge(running, pattern, seen({said("race", {{{pattern_file, 2}}})}), {});
  BOOST_TEST(out.state == state::false_alarm);
  const auto inside = judge(
      running, pattern,
      seen({said("race", {{{"patterns/concurrency/errgroup.hpp", 9}}})}), {});
  BOOST_TEST(inside.state == state::false_alarm);
}

BOOST_AUTO_TEST_CASE(that_finds_the_bug_is_shown_before_one_that_does_not) {
  const auto out = judge(running, twin,
                         seen({said("noise", {{{"patterns/x.hpp", 1}}}),
                               said("other", {{{twin_file, 4}}}),
                               said("bug", {{{twin_file, 3}}})}),
                         {});
  BOOST_TEST(out.kind == "bug");
}

BOOST_AUTO_TEST_CASE(of_racelab_without_a_line_finds_the_bug) {
  tool own;
  own.kind = tool_kind::judge;
  const auto out = judge(own, twin, seen({said("hang", {})}), {});
  BOOST_TEST(out.state == state::found);
  BOOST_TEST(!out.right_line);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(runs, fixture)

BOOST_AUTO_TEST_CASE(that_find_the_bug_are_counted) {
  measurement what = seen({said("bug", {{{twin_file, 3}}})});
  what.runs.push_back({"o1", ending::ended, {}});
  what.runs.push_back({"o2", ending::crashed, {}});
  const auto out = judge(running, twin, what, {});
  BOOST_TEST(out.state == state::found);
  BOOST_TEST(out.runs == 3u);
  BOOST_TEST(out.found == 1u);
  BOOST_TEST(out.crashed == 1u);
}

BOOST_AUTO_TEST_CASE(that_hang_without_a_message_find_nothing) {
  measurement what;
  what.runs = {{"o0", ending::ended, {}}, {"o1", ending::hung, {}}};
  const auto out = judge(running, twin, what, {});
  BOOST_TEST(out.state == state::hung);
  BOOST_TEST(out.found == 0u);
  BOOST_TEST(out.hung == 1u);
}

BOOST_AUTO_TEST_CASE(that_crash_without_a_message_find_nothing) {
  measurement what;
  what.runs = {{"o0", ending::crashed, {}}};
  BOOST_TEST(judge(running, twin, what, {}).state == state::crashed);
}

BOOST_AUTO_TEST_CASE(that_there_are_none_of_are_never_silence) {
  measurement what;
  what.not_run = "valgrind is missing";
  BOOST_TEST(judge(running, twin, what, {}).state == state::not_run);
  BOOST_TEST(judge(running, pattern, {}, {}).state == state::not_run);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(right_lines)

BOOST_AUTO_TEST_CASE(are_those_that_were_added_or_changed) {
  const std::set<int> expected{2, 4};
  BOOST_TEST(differing_lines({"a", "b", "c"}, {"a", "B", "c", "d"}) == expected,
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(are_both_neighbours_of_what_was_left_out) {
  const std::set<int> expected{1, 2};
  BOOST_TEST(differing_lines({"a", "b", "c", "d"}, {"a", "c", "d"}) == expected,
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(are_none_of_equal_files) {
  BOOST_TEST(differing_lines({"a", "b"}, {"a", "b"}).empty());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(circumstances_of_runs)

BOOST_AUTO_TEST_CASE(begin_with_no_fault_a_cancellation_and_each_fault) {
  explore::scenario about;
  about.services = 3;
  about.max_steps = 6;
  about.unit = std::chrono::milliseconds(10);
  const circumstances all(about);
  BOOST_TEST((all.at(0) == observe::environment{}));
  BOOST_TEST((all.at(1).stopped_by == observe::stop::cancel));
  std::set<unsigned> faults;
  for (std::size_t i = 0; i < 8; ++i) faults.insert(all.at(i).fault);
  const std::set<unsigned> expected{0, 1, 2, 3};
  BOOST_TEST(faults == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(take_every_order_of_completion_and_begin_again) {
  explore::scenario about;
  about.services = 3;
  about.max_steps = 6;
  about.unit = std::chrono::milliseconds(10);
  const circumstances all(about);
  std::set<unsigned> orders;
  std::size_t first_again = 0;
  for (std::size_t i = 1; first_again == 0; ++i) {
    orders.insert(all.at(i).order);
    if (all.at(i) == all.at(0)) first_again = i;
  }
  BOOST_TEST(orders.size() == 6u);
  BOOST_TEST((all.at(first_again + 1) == all.at(1)));
}

BOOST_AUTO_TEST_CASE(of_a_scenario_come_from_the_program) {
  const auto about = parse_description("3 6 10000000 1 2 0\n");
  BOOST_TEST(about.services == 3u);
  BOOST_TEST(about.max_steps == 6u);
  BOOST_TEST((about.unit == std::chrono::milliseconds(10)));
  BOOST_TEST(about.infallible);
  BOOST_TEST((about.other_uses == std::vector<unsigned>{2, 0}));
  BOOST_CHECK_THROW(parse_description("Segmentation fault\n"),
                    std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::matrix
