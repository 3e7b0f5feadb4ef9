// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/annotated.hpp"
#include "harness/report/gcc.hpp"
#include "harness/report/json.hpp"
#include "harness/report/progress_bar.hpp"
#include "harness/report/replayed.hpp"
#include "harness/report/table.hpp"
#include "harness/report/trace.hpp"
#include "harness/tests/report/approval.hpp"
#include "harness/tests/report/samples.hpp"

#include "harness/report/excerpt.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <sstream>

namespace racelab::report {
namespace {

unsigned widest_line(const std::string& text) {
  unsigned widest = 0;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    widest = std::max(widest, painted_width(line));
  }
  return widest;
}

bool is_ascii(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char each) {
    return static_cast<unsigned char>(each) < 0x80;
  });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(table_)

BOOST_AUTO_TEST_CASE(a_good_run_fits_80_columns) {
  const std::string text = table(good_run(), unicode(80));
  check_approved("table_80", text);
  BOOST_TEST(widest_line(text) <= 80u);
}

BOOST_AUTO_TEST_CASE(a_long_name_goes_on_below_rather_than_being_cut) {
  run_result run = good_run();
  run.subjects.back().variant = "results_in_the_order_of_completion_of_calls";
  const std::string text = table(run, unicode(80));
  BOOST_TEST(widest_line(text) <= 80u);
  for (const char* piece : {"results_in_", "completion_", "calls"})
    BOOST_TEST(text.find(piece) != std::string::npos);
  BOOST_TEST(text.find("…") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_wide_screen_shows_what_the_findings_mean) {
  const std::string text = table(good_run(), unicode(140));
  check_approved("table_140", text);
  BOOST_TEST(widest_line(text) <= 140u);
}

BOOST_AUTO_TEST_CASE(without_unicode_it_is_plain_ascii) {
  const std::string text = table(good_run(), plain(80));
  check_approved("table_ascii", text);
  BOOST_TEST(is_ascii(text));
}

BOOST_AUTO_TEST_CASE(colour_changes_nothing_but_the_colour) {
  const std::string text = table(good_run(), coloured(80));
  check_approved("table_coloured", text);
  BOOST_TEST(widest_line(text) <= 80u);
}

BOOST_AUTO_TEST_CASE(what_was_cut_short_is_undecided_unless_a_finding_is_new) {
  subject_result twin;
  twin.kind = kind::antipattern;
  twin.verdict = verdict::broken;
  twin.expected = {"data-race", "hang"};
  const auto stands = [&](const std::string& cut_short,
                          const std::vector<std::string>& shown) {
    twin.schedules.cut_short = cut_short;
    twin.findings.clear();
    for (const std::string& id : shown) {
      twin.findings.emplace_back();
      twin.findings.back().finding.id = id;
    }
    return standing_of(twin);
  };
  const std::string time = "stopped by the time budget";
  BOOST_TEST((stands(time, {"data-race", "hang"}) == standing::undecided));
  BOOST_TEST((stands(time, {"hang"}) == standing::undecided));
  BOOST_TEST((stands(time, {"hang", "crash"}) == standing::otherwise));
  BOOST_TEST((stands("", {"hang"}) == standing::otherwise));
  BOOST_TEST(
      (stands("", {"crash", "data-race", "hang"}) == standing::otherwise));
}

BOOST_AUTO_TEST_CASE(what_is_not_as_expected_is_named_with_the_next_command) {
  const std::string text = table(bad_run(), unicode(80));
  check_approved("table_not_as_expected", text);
  BOOST_TEST(widest_line(text) <= 80u);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(trace_)

BOOST_AUTO_TEST_CASE(two_tasks_that_race_have_a_column_each) {
  check_approved("trace_race", trace(racing_tasks(), {}, unicode(80)));
}

BOOST_AUTO_TEST_CASE(a_full_trace_leaves_nothing_out) {
  check_approved(
      "trace_everything",
      trace(racing_tasks(), {.everything = true, .marked = {}}, unicode(80)));
}

std::size_t count(std::string_view part, const std::string& text) {
  std::size_t times = 0;
  for (std::size_t at = text.find(part); at != std::string::npos;
       at = text.find(part, at + 1)) {
    ++times;
  }
  return times;
}

BOOST_AUTO_TEST_CASE(a_race_is_told_once_however_often_it_is_reported) {
  const observe::observation seen = tasks_that_race_on();
  for (const bool everything : {false, true}) {
    const std::string text =
        trace(seen, {.everything = everything, .marked = {}}, unicode(80));
    BOOST_TEST(count("▶", text) == 2u);
    BOOST_TEST(count("reads 8 bytes :17", text) == 1u);
    BOOST_TEST(count(":18", text) == 0u);
    BOOST_TEST(count("reads 8 bytes", text) == 2u);
  }
}

BOOST_AUTO_TEST_CASE(a_race_that_a_finding_is_about_is_told_in_any_case) {
  const observe::observation seen = tasks_that_race_on();
  const std::string text =
      trace(seen, {.everything = false, .marked = {seen.races[2].at_event}},
            unicode(80));
  BOOST_TEST(count("▶", text) == 3u);
  BOOST_TEST(count("reads 8 bytes :18", text) == 1u);
}

BOOST_AUTO_TEST_CASE(a_replay_prints_no_race_that_only_some_compilers_see) {
  replayed once;
  once.token = "o3p12t2";
  once.seen = racing_tasks();
  replayed often = once;
  often.seen = tasks_that_race_on();
  often.seen.races.resize(3);
  often.seen.events.resize(often.seen.races.back().at_event + 1);
  BOOST_TEST(replay_text(often, unicode(80)) == replay_text(once, unicode(80)));
  BOOST_TEST(replay_json(often) == replay_json(once));
  shown_finding of_repetition;
  of_repetition.finding.events = {often.seen.races.back().at_event};
  once.subject.findings = often.subject.findings = {of_repetition};
  once.subject.findings[0].finding.events = {};
  BOOST_TEST(replay_text(often, unicode(80)) == replay_text(once, unicode(80)));
}

BOOST_AUTO_TEST_CASE(a_trace_ends_with_what_the_threads_do_next) {
  trace_options options;
  options.next = {{0, "waits"}, {7, "begins"}};
  const std::string text = trace(racing_tasks(), options, plain(80));
  const std::string last = text.substr(text.rfind("waits"));
  BOOST_TEST(last.starts_with("waits"));
  BOOST_TEST(last.find("begins") != std::string::npos);
  BOOST_TEST(text.find("thread 7") != std::string::npos);
  const std::size_t rule_end = text.rfind('\n', text.rfind("waits"));
  const std::size_t rule = text.rfind('\n', rule_end - 1);
  BOOST_TEST(text.substr(rule, rule_end - rule).find_first_not_of("\n- ") ==
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(five_threads_fit_80_columns) {
  const std::string text = trace(deadlocked_threads(), {}, plain(80));
  check_approved("trace_five_threads", text);
  BOOST_TEST(widest_line(text) <= 80u);
  BOOST_TEST(is_ascii(text));
}

BOOST_AUTO_TEST_CASE(threads_without_room_share_a_column) {
  const std::string text = trace(deadlocked_threads(), {}, unicode(60));
  check_approved("trace_shared_column", text);
  BOOST_TEST(widest_line(text) <= 60u);
}

BOOST_AUTO_TEST_CASE(long_names_wrap_and_repetitions_are_counted) {
  const std::string text = trace(spinning_thread(), {}, unicode(80));
  check_approved("trace_long_names", text);
  BOOST_TEST(widest_line(text) <= 80u);
}

BOOST_AUTO_TEST_CASE(a_lock_inside_a_library_explains_nothing) {
  const observe::frame own{.function = "get_order_details",
                           .file = "a.cpp",
                           .line = 7,
                           .column = 0,
                           .subject = true};
  observe::frame between;
  observe::observation seen;
  seen.threads.resize(1);
  seen.events.resize(1);
  seen.events[0].kind = observe::event_kind::lock;
  between.function = "std::lock_guard::lock_guard";
  seen.events[0].stack = {between, own};
  BOOST_TEST(trace(seen, {}, plain(80)).find("locks :7") != std::string::npos);
  between.function = "boost::thread::detach";
  seen.events[0].stack = {between, own};
  BOOST_TEST(trace(seen, {}, plain(80)).find("locks") == std::string::npos);
  BOOST_TEST(trace(seen, {.everything = true, .marked = {}}, plain(80))
                 .find("locks :7") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_schedule_without_events_says_so) {
  BOOST_TEST(trace({}, {}, plain(80)) == "  Nothing was recorded.\n");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(annotated_)

BOOST_AUTO_TEST_CASE(a_race_shows_both_accesses_side_by_side) {
  const std::string text =
      annotated(racing_subject(), sample_sources(), unicode(80));
  check_approved("annotated_race_80", text);
  BOOST_TEST(widest_line(text) <= 80u);
}

BOOST_AUTO_TEST_CASE(two_lock_orders_show_both_places_side_by_side) {
  subject_result subject = racing_subject();
  shown_finding& shown = subject.findings.front();
  observe::race& ring = *shown.finding.race;
  ring.kind = "lock-order-inversion";
  ring.location.clear();
  for (observe::access& each : ring.accesses) {
    each.operation = "lock";
    each.size = 0;
  }
  shown.evidence.races = {ring};
  const std::string text = annotated(subject, sample_sources(), unicode(160));
  BOOST_TEST(widest_line(text) <= 160u);
  for (const observe::access& each : ring.accesses) {
    const std::string words = "hread " + std::to_string(each.thread) +
                              " takes a lock, and holds another";
    BOOST_TEST(text.find(words) != std::string::npos, words);
  }
  BOOST_TEST(text.find("had locked in another order") != std::string::npos);
  BOOST_TEST(text.find("byte") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_ring_of_three_locks_shows_all_three_places) {
  subject_result subject = racing_subject();
  shown_finding& shown = subject.findings.front();
  observe::race& ring = *shown.finding.race;
  ring.kind = "lock-order-inversion";
  ring.accesses.push_back(ring.accesses.front());
  for (unsigned i = 0; i < 3; ++i) {
    ring.accesses[i].operation = "lock";
    ring.accesses[i].thread = i;
  }
  const std::string text = annotated(subject, sample_sources(), unicode(120));
  BOOST_TEST(widest_line(text) <= 120u);
  for (const char* words : {"Thread 0 takes", "Thread 1 takes",
                            "Thread 2 "
                            "takes"}) {
    BOOST_TEST(text.find(words) != std::string::npos, words);
  }
}

BOOST_AUTO_TEST_CASE(a_wide_screen_cuts_no_source) {
  const std::string text =
      annotated(racing_subject(), sample_sources(), unicode(160));
  check_approved("annotated_race_160", text);
  BOOST_TEST(widest_line(text) <= 160u);
}

BOOST_AUTO_TEST_CASE(colour_marks_the_lines_that_matter) {
  const std::string text =
      annotated(racing_subject(), sample_sources(), coloured(100));
  check_approved("annotated_race_coloured", text);
  BOOST_TEST(widest_line(text) <= 100u);
}

BOOST_AUTO_TEST_CASE(a_hang_of_somebodys_solution_can_be_replayed) {
  const std::string text =
      annotated(hanging_subject(), sample_sources(), plain(80));
  check_approved("annotated_hang", text);
  BOOST_TEST(widest_line(text) <= 80u);
  BOOST_TEST(is_ascii(text));
}

BOOST_AUTO_TEST_CASE(
    a_solution_that_does_not_compile_shows_the_compilers_words) {
  check_approved("annotated_does_not_compile",
                 annotated(bad_run().subjects[3], {}, plain(80)));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(for_programs)

BOOST_AUTO_TEST_CASE(json_has_the_shape_of_schema_1) {
  run_result run = good_run();
  run.subjects.erase(run.subjects.begin() + 1, run.subjects.begin() + 3);
  run.subjects.pop_back();
  check_approved("json", json(run));
}

BOOST_AUTO_TEST_CASE(json_says_why_something_is_inconclusive) {
  run_result run = bad_run();
  run.subjects.erase(run.subjects.begin(), run.subjects.begin() + 2);
  run.subjects.pop_back();
  check_approved("json_inconclusive", json(run));
}

BOOST_AUTO_TEST_CASE(an_editor_can_jump_to_both_accesses) {
  run_result run = bad_run();
  run.subjects.push_back(racing_subject());
  check_approved("gcc", gcc(problems_of(run)));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(the_progress_line_leaves_the_last_column_free) {
  progress_state state{.subjects_done = 3,
                       .subjects = 12,
                       .fraction = 0.5,
                       .doing =
                           "dependent_calls/locked_read_before_fetch, "
                           "schedule 120 of 300"};
  BOOST_TEST(progress_line(state, plain(60)) ==
             "#######................. 3/12  dependent_calls/locked_re...");
  BOOST_TEST(progress_line(state, unicode(100)) ==
             "███████░░░░░░░░░░░░░░░░░ 3/12  "
             "dependent_calls/locked_read_before_fetch, schedule 120 of 300");
}

BOOST_AUTO_TEST_CASE(the_progress_line_says_what_it_counts) {
  BOOST_TEST(progress_line({.subjects_done = 1,
                            .subjects = 37,
                            .what_is_done = "passed",
                            .doing = "01_one_by_one.cpp"},
                           plain(80)) ==
             "........................ 1 passed of 37  01_one_by_one.cpp");
}

}  // namespace racelab::report
