// Distributed under the Boost Software License, Version 1.0.
#include "harness/explore/explorer.hpp"
#include "harness/explore/finder.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace detect = racelab::detect;
namespace explore = racelab::explore;
namespace observe = racelab::observe;
using namespace racelab::explore;

namespace {

using observe::ending;

// A subject in memory. Every schedule has `points` choices between `threads`
// threads; `behave` says what else is seen.
class fake_subject : public runner {
 public:
  scenario offers{3, 10, observe::virtual_time(1000), false, {}};
  unsigned points = 0;
  unsigned threads = 2;
  observe::virtual_time elapsed{2400};
  std::function<void(const schedule&, run_result&)> behave;

  std::vector<std::string> tokens;  // of all runs
  std::set<std::string> fresh;      // of those that were a process's first
  bool all_stacks = false;          // wanted of the present run
  bool first_of_process() const { return runs_in_process_ == 1; }

  scenario offered() override { return offers; }

  run_result run(const schedule& what, stacks detail) override {
    all_stacks = detail == stacks::every_event;
    if (runs_in_process_++ == 0) ++processes_;
    tokens.push_back(token(what));
    if (first_of_process()) fresh.insert(tokens.back());
    run_result result;
    result.seen.token = tokens.back();
    result.seen.environment = what.environment;
    result.seen.outcome = observe::function_outcome::returned;
    result.seen.elapsed = elapsed;
    for (unsigned point = 0; point < points; ++point)
      result.choices.push_back(chosen(what, point));
    if (behave) behave(what, result);
    if (result.seen.ending == ending::crashed) runs_in_process_ = 0;
    return result;
  }

  void renew() override { runs_in_process_ = 0; }
  unsigned processes() const override { return processes_; }

 private:
  choice chosen(const schedule& what, unsigned point) const {
    choice made{(1U << threads) - 1, 0, 0, true, false};
    if (what.sampled && (what.seed >> point & 1U) != 0) made.taken = 1;
    for (const deviation& each : what.deviations)
      if (each.point == point && each.thread < threads)
        made.taken = each.thread;
    return made;
  }

  unsigned runs_in_process_ = 0;
  unsigned processes_ = 0;
};

// What a fake's observation says is found in it: one wrong-result event each.
void show(run_result& result, const std::string& id, int line) {
  observe::event event;
  event.kind = observe::event_kind::wrong_result;
  event.text = id;
  event.value = line;
  result.seen.events.push_back(event);
}

std::vector<detect::finding> find_shown(const observe::observation& seen) {
  std::vector<detect::finding> all;
  for (const observe::event& each : seen.events) {
    detect::finding found;
    found.id = each.text;
    found.file = "subject.cpp";
    found.line = static_cast<int>(each.value);
    found.schedule = seen.token;
    all.push_back(found);
  }
  return all;
}

outcome explored(fake_subject& subject, const options& how = {}) {
  return explore::explore(subject, how, find_shown);
}

bool deviates(const run_result& result, unsigned point) {
  return result.choices.at(point).taken != result.choices.at(point).standard;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(exploration)

// ---- what is run ------------------------------------------------------------

BOOST_AUTO_TEST_CASE(runs_every_environment_of_a_function_without_threads) {
  fake_subject subject;
  const outcome result = explored(subject);
  // 6 orders × (plain, 3 faults); stopped before in 2 ways; for each order 2
  // ways of stopping at steps 1 and 2: the third begins after the end.
  BOOST_TEST(result.explored.explored == 6U * 4U + 2U + 6U * 2U * 2U);
  BOOST_TEST(result.explored.exhaustive);
  BOOST_TEST(!result.explored.seed.has_value());
  BOOST_TEST(result.findings.empty());
  BOOST_TEST(result.inconclusive.empty());
  BOOST_TEST(describe(result.explored) == "all 50 schedules");
  const std::set<std::string> distinct(subject.tokens.begin(),
                                       subject.tokens.end());
  BOOST_TEST(distinct.size() == subject.tokens.size());
  BOOST_TEST(subject.processes() == 1U);
}

BOOST_AUTO_TEST_CASE(stops_each_order_as_long_as_that_order_takes) {
  fake_subject subject;
  subject.behave = [](const schedule& what, run_result& result) {
    result.seen.elapsed =
        observe::virtual_time(what.environment.order == 5 ? 4000 : 1000);
  };
  explored(subject);
  const auto ran = [&](const char* word) {
    return std::count(subject.tokens.begin(), subject.tokens.end(), word);
  };
  BOOST_TEST(ran("o5c4") == 1);
  BOOST_TEST(ran("o5d4") == 1);
  BOOST_TEST(ran("o5c5") == 0);
  BOOST_TEST(ran("o4c1") == 1);
  BOOST_TEST(ran("o4c2") == 0);
}

BOOST_AUTO_TEST_CASE(enumerates_all_single_preemptions_where_they_are_few) {
  fake_subject subject;
  subject.points = 2;
  const outcome result = explored(subject);
  BOOST_TEST(result.explored.environments == 50U);
  BOOST_TEST(result.explored.explored == 50U + 50U * 2U);
  BOOST_TEST(result.explored.exhaustive);
  BOOST_TEST(describe(result.explored) ==
             "all 150 schedules with at most one preemption");
}

BOOST_AUTO_TEST_CASE(samples_interleavings_where_they_are_many) {
  fake_subject subject;
  subject.points = 20;
  options how;
  how.seed = 7;
  const outcome result = explored(subject, how);
  BOOST_TEST(result.explored.explored == 50U + how.interleavings);
  BOOST_TEST(!result.explored.exhaustive);
  BOOST_TEST((result.explored.seed == 7U));
  // 50 environments of 2^20 interleavings each: 10^7.7.
  BOOST_TEST(describe(result.explored) ==
             "250 of about 10^8 schedules, seed 7");
}

BOOST_AUTO_TEST_CASE(preempts_in_each_window_before_it_samples) {
  fake_subject subject;
  subject.points = 20;
  subject.behave = [](const schedule& what, run_result& result) {
    result.choices[11].window = true;
    if (!what.sampled && deviates(result, 11)) show(result, "hang", 20);
  };
  const options how;
  const outcome result = explored(subject, how);
  BOOST_TEST_REQUIRE(result.findings.size() == 1U);
  BOOST_TEST(result.findings[0].finding.schedule == "o0p11t1");
  BOOST_TEST(result.explored.explored == 50U + how.interleavings);
}

BOOST_AUTO_TEST_CASE(samples_every_environment_about_as_often) {
  fake_subject subject;
  subject.points = 20;
  explored(subject);
  std::map<std::string, int> samples;
  for (const std::string& word : subject.tokens)
    if (const auto seed = word.find('r');
        seed != std::string::npos && word.substr(seed) != "r0")
      ++samples[word.substr(0, seed)];
  BOOST_TEST(samples.size() == 50U);
  for (const auto& [environment, count] : samples)
    BOOST_TEST((count == 3 || count == 4), environment << ' ' << count);
}

BOOST_AUTO_TEST_CASE(lets_whoever_was_started_last_go_on_once_in_each_use) {
  fake_subject subject;
  subject.points = 20;
  subject.offers.other_uses = {0, 2};
  options how;
  how.interleavings = 2;
  explored(subject, how);
  std::set<std::string> newest;
  for (const std::string& word : subject.tokens)
    if (word.find('r') != std::string::npos) newest.insert(word);
  BOOST_TEST((newest == std::set<std::string>{"o0r0", "o0u1r0"}));
}

BOOST_AUTO_TEST_CASE(samples_the_rest_where_enumeration_turns_out_too_large) {
  fake_subject subject;
  subject.points = 3;
  subject.behave = [](const schedule& what, run_result& result) {
    // Only what deviates meets many more choices, which cost nothing.
    if (what.deviations.empty() && !what.sampled) return;
    for (int i = 0; i < 30; ++i) result.choices.push_back({0b11, 0, 0, false});
  };
  const outcome result = explored(subject);
  BOOST_TEST(!result.explored.exhaustive);
  BOOST_TEST(result.explored.explored == 250U);
  BOOST_TEST(result.explored.seed.has_value());
}

BOOST_AUTO_TEST_CASE(samples_the_orders_of_many_services) {
  fake_subject subject;
  subject.offers.services = 8;
  subject.offers.max_steps = 0;
  const outcome result = explored(subject);
  BOOST_TEST(result.explored.explored < 1100U);
  BOOST_TEST(!result.explored.exhaustive);
  BOOST_TEST(result.explored.seed.has_value());
  BOOST_TEST(subject.tokens.front() == "o0");
  const std::set<std::string> distinct(subject.tokens.begin(),
                                       subject.tokens.end());
  BOOST_TEST(distinct.size() == subject.tokens.size());
}

BOOST_AUTO_TEST_CASE(with_another_seed_only_what_is_sampled_is_run_again) {
  options how;
  fake_subject subject;
  subject.points = 20;
  explorer both(subject, find_shown);
  how.seed = 3;
  both.explore(how);
  const auto before = static_cast<std::ptrdiff_t>(subject.tokens.size());
  how.seed = 4;
  const outcome second = both.explore(how);
  const std::vector<std::string> again(subject.tokens.begin() + before,
                                       subject.tokens.end());
  BOOST_TEST(again.size() == how.interleavings);
  for (const std::string& word : again)
    BOOST_TEST(parse_token(word).sampled, word);
  fake_subject other;
  other.points = 20;
  const outcome alone = explored(other, how);
  BOOST_TEST(alone.explored.explored == second.explored.explored);
  BOOST_TEST(
      (std::vector<std::string>(
           other.tokens.end() - static_cast<std::ptrdiff_t>(how.interleavings),
           other.tokens.end()) == again));
}

BOOST_AUTO_TEST_CASE(draws_the_same_sample_for_the_same_seed_only) {
  const auto tokens_of = [](std::uint32_t seed) {
    fake_subject subject;
    subject.points = 20;
    options how;
    how.seed = seed;
    explored(subject, how);
    return subject.tokens;
  };
  BOOST_TEST((tokens_of(3) == tokens_of(3)));
  BOOST_TEST((tokens_of(3) != tokens_of(4)));
}

BOOST_AUTO_TEST_CASE(tells_its_progress_after_every_schedule) {
  fake_subject subject;
  subject.points = 20;
  std::vector<progress> told;
  explore::explore(subject, {}, find_shown,
                   [&](const progress& now) { told.push_back(now); });
  BOOST_TEST(told.size() == 250U);
  BOOST_TEST(told.front().done == 1U);
  BOOST_TEST(told.back().done == told.back().planned);
  for (const progress& each : told) BOOST_TEST(each.done <= each.planned);
}

BOOST_AUTO_TEST_CASE(ends_when_the_progress_function_throws) {
  fake_subject subject;
  BOOST_CHECK_THROW(explore::explore(subject, {}, find_shown,
                                     [](const progress&) { throw 42; }),
                    int);
  BOOST_TEST(subject.tokens.size() == 1U);
}

// ---- what is found ----------------------------------------------------------

BOOST_AUTO_TEST_CASE(
    reports_each_anti_pattern_once_with_its_simplest_schedule) {
  fake_subject subject;
  subject.behave = [](const schedule& what, run_result& result) {
    show(result, "data-race", 31);
    if (what.environment.fault == 2) show(result, "lost-error", 12);
  };
  const outcome result = explored(subject);
  BOOST_TEST_REQUIRE(result.findings.size() == 2U);
  BOOST_TEST(result.findings[0].finding.id == "data-race");
  BOOST_TEST(result.findings[0].finding.schedule == "o0");
  BOOST_TEST(result.findings[1].finding.id == "lost-error");
  BOOST_TEST(result.findings[1].finding.schedule == "o0f2");
  BOOST_TEST(result.findings[1].evidence.token == "o0f2");
  BOOST_TEST((result.findings[1].shown_by == parse_token("o0f2")));
}

BOOST_AUTO_TEST_CASE(shows_every_finding_in_a_new_process) {
  fake_subject subject;
  subject.behave = [](const schedule& what, run_result& result) {
    if (what.environment.order == 3) show(result, "data-race", 31);
  };
  const outcome result = explored(subject);
  BOOST_TEST_REQUIRE(result.findings.size() == 1U);
  BOOST_TEST(result.findings[0].finding.schedule == "o3");
  BOOST_TEST(subject.fresh.contains("o3"));
}

BOOST_AUTO_TEST_CASE(proves_all_that_one_schedule_shows_in_one_new_process) {
  fake_subject subject;
  subject.behave = [](const schedule& what, run_result& result) {
    if (what.environment.order != 3) return;
    show(result, "data-race", 31);
    show(result, "data-race", 32);
    show(result, "lost-error", 33);
  };
  BOOST_TEST(explored(subject).findings.size() == 3U);
  BOOST_TEST(subject.processes() == 2U);
}

BOOST_AUTO_TEST_CASE(proves_what_the_first_schedule_shows_at_once) {
  fake_subject subject;
  subject.behave = [](const schedule&, run_result& result) {
    show(result, "data-race", 31);
  };
  BOOST_TEST(explored(subject).findings.size() == 1U);
  BOOST_TEST(subject.processes() == 1U);
}

BOOST_AUTO_TEST_CASE(keeps_the_line_that_only_fewer_stacks_show) {
  fake_subject subject;
  subject.behave = [&](const schedule& what, run_result& result) {
    if (what.environment.order == 3)
      show(result, "hang", subject.all_stacks ? 18 : 17);
  };
  const outcome result = explored(subject);
  BOOST_TEST_REQUIRE(result.findings.size() == 1U);
  BOOST_TEST(result.findings[0].finding.line == 17);
}

BOOST_AUTO_TEST_CASE(is_inconclusive_about_what_only_a_used_process_shows) {
  fake_subject subject;
  subject.behave = [&](const schedule& what, run_result& result) {
    if (what.environment.order == 3 && !subject.first_of_process())
      show(result, "wrong-result", 31);
  };
  const outcome result = explored(subject);
  BOOST_TEST(result.findings.empty());
  BOOST_TEST_REQUIRE(result.inconclusive.size() == 1U);
  BOOST_TEST(result.inconclusive[0] ==
             "wrong-result was shown only after other schedules in the same "
             "process: state is kept between calls (o3)");
}

BOOST_AUTO_TEST_CASE(
    is_not_in_doubt_about_what_follows_from_an_overlooked_race) {
  fake_subject subject;
  std::string in_a_new_process = "data-race";
  subject.behave = [&](const schedule& what, run_result& result) {
    if (what.environment.order == 3)
      show(result,
           subject.first_of_process() ? in_a_new_process : "wrong-result", 31);
  };
  BOOST_TEST(explored(subject).inconclusive.empty());

  in_a_new_process = "sequential";
  BOOST_TEST(explored(subject).inconclusive.size() == 1U);
}

BOOST_AUTO_TEST_CASE(does_not_blame_a_schedule_for_what_a_hang_left_behind) {
  fake_subject subject;
  subject.behave = [&](const schedule& what, run_result& result) {
    if (what.environment.order == 1) {
      result.seen.ending = ending::stuck;
      show(result, "hang", 20);
    }
    if (what.environment.order == 3 && !subject.first_of_process())
      show(result, "data-race", 31);
  };
  const outcome result = explored(subject);
  BOOST_TEST_REQUIRE(result.findings.size() == 1U);
  BOOST_TEST(result.findings[0].finding.id == "hang");
  BOOST_TEST(result.inconclusive.empty());
}

BOOST_AUTO_TEST_CASE(believes_what_a_new_process_shows_after_a_hang) {
  fake_subject subject;
  subject.behave = [&](const schedule& what, run_result& result) {
    if (what.environment.order == 1) {
      result.seen.ending = ending::stuck;
      show(result, "hang", 20);
    }
    if (what.environment.order == 3) show(result, "data-race", 31);
  };
  BOOST_TEST(explored(subject).findings.size() == 2U);
}

BOOST_AUTO_TEST_CASE(shows_again_what_a_process_overlooks_now_and_then) {
  fake_subject subject;
  int fresh_runs = 0;
  subject.behave = [&](const schedule& what, run_result& result) {
    if (what.environment.order != 3) return;
    if (subject.first_of_process() && ++fresh_runs == 1) return;
    show(result, "data-race", 31);
  };
  BOOST_TEST(explored(subject).findings.size() == 1U);
}

BOOST_AUTO_TEST_CASE(
    proves_by_another_kind_of_schedule_what_the_best_does_not) {
  fake_subject subject;
  subject.points = 2;
  subject.behave = [&](const schedule& what, run_result& result) {
    if (what.environment.order == 3 && !subject.first_of_process())
      show(result, "data-race", 31);
    if (what.environment.order == 0 && deviates(result, 1))
      show(result, "data-race", 31);
  };
  const outcome result = explored(subject);
  BOOST_TEST(result.inconclusive.empty());
  BOOST_TEST_REQUIRE(result.findings.size() == 1U);
  BOOST_TEST(token(result.findings[0].shown_by) == "o0p1t1");
}

BOOST_AUTO_TEST_CASE(tells_what_only_seemed_to_follow_from_what_a_hang_left) {
  fake_subject subject;
  subject.behave = [&](const schedule& what, run_result& result) {
    if (what.environment.order == 1) {
      result.seen.ending = ending::stuck;
      show(result, "hang", 20);
    }
    if (what.environment.order == 2) show(result, "crash", 31);
    if (what.environment.order == 3 && !subject.first_of_process())
      show(result, "read-before-fetch", 31);
  };
  const outcome result = explored(subject);
  BOOST_TEST(result.inconclusive.empty());
  BOOST_TEST_REQUIRE(result.findings.size() == 2U);
  BOOST_TEST(result.findings[0].finding.id == "hang");
  BOOST_TEST(result.findings[1].finding.id == "crash");
}

BOOST_AUTO_TEST_CASE(shrinks_a_sampled_schedule_to_the_preemption_it_needs) {
  fake_subject subject;
  subject.points = 20;
  subject.behave = [](const schedule& what, run_result& result) {
    if (what.environment.order == 2 && deviates(result, 9) &&
        deviates(result, 14))
      show(result, "data-race", 31);
  };
  const outcome result = explored(subject);
  BOOST_TEST_REQUIRE(result.findings.size() == 1U);
  BOOST_TEST(result.findings[0].finding.schedule == "o2p9t1p14t1");
}

BOOST_AUTO_TEST_CASE(finds_the_one_preemption_that_does_instead_of_several) {
  fake_subject subject;
  subject.points = 20;
  subject.threads = 3;
  subject.behave = [](const schedule& what, run_result& result) {
    const bool several = deviates(result, 9) && deviates(result, 14);
    // The sampler of this fake never takes thread 2.
    const bool one = what.deviations == std::vector<deviation>{{4, 2}};
    if (several || one) show(result, "data-race", 31);
  };
  BOOST_TEST(explored(subject).findings.at(0).finding.schedule == "o0p4t2");
}

BOOST_AUTO_TEST_CASE(drops_the_environment_that_a_sample_happened_to_have) {
  fake_subject subject;
  subject.points = 20;
  subject.behave = [](const schedule&, run_result& result) {
    if (deviates(result, 9)) show(result, "data-race", 31);
  };
  BOOST_TEST(explored(subject).findings.at(0).finding.schedule == "o0p9t1");
}

BOOST_AUTO_TEST_CASE(falls_back_to_the_seed_where_the_list_would_be_too_long) {
  fake_subject subject;
  subject.points = 20;
  subject.behave = [](const schedule& what, run_result& result) {
    if (!what.sampled && what.deviations.empty()) return;
    const auto deviating = std::count_if(
        result.choices.begin(), result.choices.end(),
        [](const choice& each) { return each.taken != each.standard; });
    if (deviating > 8) show(result, "data-race", 31);
  };
  const outcome result = explored(subject);
  BOOST_TEST_REQUIRE(result.findings.size() == 1U);
  BOOST_TEST(result.findings[0].shown_by.sampled);
  BOOST_TEST(result.findings[0].finding.schedule.size() <= 40U);
}

BOOST_AUTO_TEST_CASE(keeps_the_seed_where_its_deviations_show_nothing) {
  fake_subject subject;
  subject.points = 20;
  subject.behave = [](const schedule& what, run_result& result) {
    if (what.sampled) show(result, "data-race", 31);
  };
  const outcome result = explored(subject);
  BOOST_TEST_REQUIRE(result.findings.size() == 1U);
  BOOST_TEST(result.findings[0].shown_by.sampled);
  BOOST_TEST(result.inconclusive.empty());
}

BOOST_AUTO_TEST_CASE(takes_the_line_that_is_known_only_with_all_stacks) {
  fake_subject subject;
  subject.behave = [&](const schedule& what, run_result& result) {
    if (what.environment.order == 3)
      show(result, "hang", subject.all_stacks ? 17 : 0);
  };
  const outcome result = explored(subject);
  BOOST_TEST_REQUIRE(result.findings.size() == 1U);
  BOOST_TEST(result.findings[0].finding.line == 17);
}

BOOST_AUTO_TEST_CASE(is_the_same_every_time) {
  const auto judged = [] {
    fake_subject subject;
    subject.points = 20;
    subject.behave = [](const schedule&, run_result& result) {
      if (deviates(result, 3) && deviates(result, 11))
        show(result, "data-race", 31);
    };
    std::vector<std::string> words = subject.tokens;
    for (const auto& each : explored(subject).findings)
      words.push_back(each.finding.schedule);
    return words;
  };
  BOOST_TEST((judged() == judged()));
}

// ---- what cannot be decided -------------------------------------------------

BOOST_AUTO_TEST_CASE(is_inconclusive_where_a_schedule_has_no_end) {
  fake_subject subject;
  subject.behave = [](const schedule& what, run_result& result) {
    if (what.environment.order == 4)
      result.seen.outcome = observe::function_outcome::pending;
  };
  const outcome result = explored(subject);
  BOOST_TEST(result.findings.empty());
  BOOST_TEST(!result.inconclusive.empty());
}

BOOST_AUTO_TEST_CASE(is_inconclusive_where_the_scheduler_has_no_model) {
  fake_subject subject;
  subject.behave = [](const schedule& what, run_result& result) {
    if (what.environment.order != 4) return;
    result.seen.ending = ending::unmodelled;
    result.seen.ending_reason = "fork";
  };
  const outcome result = explored(subject);
  BOOST_TEST_REQUIRE(result.inconclusive.size() == 1U);
  BOOST_TEST(result.inconclusive[0].find("fork") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(bounds_the_processes_that_crashes_use_up) {
  fake_subject subject;
  subject.behave = [](const schedule&, run_result& result) {
    result.seen.ending = ending::crashed;
    show(result, "crash", 31);
  };
  options how;
  how.processes = 5;
  const outcome result = explored(subject, how);
  BOOST_TEST(result.findings.size() == 1U);
  BOOST_TEST(!result.explored.exhaustive);
  BOOST_TEST(result.explored.explored == 6U);
  BOOST_TEST(describe(result.explored) ==
             "stopped after 6 schedules, which have used up 5 processes");
  BOOST_TEST(subject.processes() <= 14U);
}

BOOST_AUTO_TEST_CASE(ends_its_search_with_the_time_budget) {
  fake_subject subject;
  options how;
  how.time_budget = std::chrono::seconds(0);
  const outcome none = explored(subject, how);
  BOOST_TEST(none.explored.explored == 0U);
  BOOST_TEST(none.explored.by_chance);
  BOOST_TEST(!none.explored.exhaustive);
  BOOST_TEST(describe(none.explored) ==
             "stopped after 0 schedules by the time budget of 0 s");
  how.time_budget = std::chrono::hours(24);
  const outcome all = explored(subject, how);
  BOOST_TEST(describe(all.explored) == describe(explored(subject).explored));
  BOOST_TEST(!all.explored.by_chance);
}

BOOST_AUTO_TEST_CASE(gives_up_soon_where_schedules_are_given_up_after_long) {
  for (const ending given_up : {ending::out_of_time, ending::over_limit}) {
    fake_subject subject;
    subject.behave = [&](const schedule&, run_result& result) {
      result.seen.ending = given_up;
      show(result, "hang", 31);
    };
    explored(subject);
    BOOST_TEST(subject.tokens.size() <= 8U);
  }
}

// Else a million schedules would take more memory than there is.
BOOST_AUTO_TEST_CASE(
    remembers_all_that_was_seen_of_some_hundred_schedules_alone) {
  fake_subject subject;
  finder finds(subject, [](const observe::observation&) {
    return std::vector<detect::finding>();
  });
  std::vector<schedule> all(501);
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    all[i].environment.order = i;
    finds.run(all[i]);
  }
  finds.run(all[0]);
  BOOST_TEST(finds.seen(all[0]) != nullptr);
  BOOST_TEST(finds.seen(all[499]) != nullptr);
  BOOST_TEST(finds.seen(all[500]) == nullptr);
}

BOOST_AUTO_TEST_CASE(is_inconclusive_where_the_environment_fails) {
  fake_subject subject;
  subject.behave = [](const schedule& what, run_result& result) {
    show(result, "data-race", 31);
    if (what.environment.order == 2) throw environment_failure("broken");
  };
  const outcome result = explored(subject);
  BOOST_TEST((result.inconclusive == std::vector<std::string>{"broken"}));
  BOOST_TEST(result.findings.size() == 1U);
  BOOST_TEST(result.explored.explored == 2U);
  BOOST_TEST(!result.explored.exhaustive);
  BOOST_TEST(result.explored.by_chance);
}

BOOST_AUTO_TEST_SUITE_END()
