// Distributed under the Boost Software License, Version 1.0.
#include "harness/detect/detectors.hpp"
#include "harness/explore/sampler.hpp"
#include "harness/explore/subject_session.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

using namespace racelab;
using observe::ending;
using observe::event_kind;

constexpr std::uint32_t seeds = 40;

// What a case of modelled.cpp says of itself.
struct promise {
  std::string what_comes;
  int milliseconds = 0;
  std::string name;
};

bool announced(const observe::observation& seen, promise& about) {
  if (seen.calls.empty()) return false;
  std::istringstream lines(seen.calls.front().argument);
  std::string number;
  if (!std::getline(lines, about.what_comes) || !std::getline(lines, number) ||
      !std::getline(lines, about.name))
    return false;
  about.milliseconds = std::stoi(number);
  return true;
}

explore::schedule default_schedule(unsigned which) {
  explore::schedule what;
  what.environment.order = which;
  return what;
}

// Sixteen choices are about what a case has.
explore::schedule sampled(unsigned which, std::uint32_t random) {
  explore::schedule what = default_schedule(which);
  what.sampled = true;
  what.seed = explore::sampled_seed(random, 16);
  return what;
}

bool stuck(const observe::observation& seen) {
  return seen.ending == ending::stuck;
}

std::string mistakes(const observe::observation& seen) {
  std::string all;
  for (const observe::event& event : seen.events)
    if (event.kind == event_kind::wrong_result) all += event.text + "; ";
  return all;
}

void check_time(const observe::observation& seen, const promise& about) {
  if (about.milliseconds < 0) return;
  BOOST_TEST(seen.elapsed.count() == about.milliseconds * 1'000'000LL);
}

void check_one(const observe::observation& seen, const promise& about) {
  BOOST_TEST_CONTEXT(about.name << ", schedule " << seen.token) {
    // What may get stuck may be seen to be about to.
    if (about.what_comes != "either")
      BOOST_TEST(seen.races.empty() == (about.what_comes != "races"));
    BOOST_TEST(mistakes(seen) == "");
    BOOST_TEST(!seen.truncated);
    if (about.what_comes == "stuck") {
      BOOST_TEST(stuck(seen));
    } else if (about.what_comes == "ends") {
      BOOST_TEST((seen.ending == ending::ended_process));
    } else if (about.what_comes == "finishes" || about.what_comes == "races") {
      BOOST_TEST((seen.ending == ending::finished));
      check_time(seen, about);
    } else {
      BOOST_TEST((stuck(seen) || seen.ending == ending::finished));
    }
  }
}

// Runs a case under the default schedule and a sample of others. Returns false
// if there is no such case.
bool check_case(explore::runner& subject, unsigned which) {
  promise about;
  const observe::observation plain =
      subject.run(default_schedule(which), explore::stacks::calls).seen;
  if (plain.ending == ending::meddled) return true;
  if (!announced(plain, about)) return false;
  check_one(plain, about);
  unsigned times_stuck = 0;
  // A case that always comes to the same sudden end does so in every order.
  const bool sudden = about.what_comes == "stuck" || about.what_comes == "ends";
  const std::uint32_t samples = sudden ? 1 : seeds;
  for (std::uint32_t seed = 1; seed <= samples; ++seed) {
    const observe::observation seen =
        subject.run(sampled(which, seed), explore::stacks::calls).seen;
    check_one(seen, about);
    if (stuck(seen)) ++times_stuck;
  }
  if (about.what_comes == "either") BOOST_TEST_CONTEXT(about.name) {
      BOOST_TEST(times_stuck > 0u);
      BOOST_TEST(times_stuck < seeds);
    }
  return true;
}

explore::subject modelled() {
  return {RACELAB_MODELLED_SUBJECT, {RACELAB_MODELLED_SOURCE}};
}

// The events as text: what must be the same whenever a schedule is run again.
std::string text(const observe::observation& seen) {
  std::ostringstream all;
  for (const observe::event& event : seen.events) {
    all << event.thread << ' ' << static_cast<int>(event.kind) << ' '
        << event.time.count() << ' ' << event.object << ' ' << event.value
        << ' ' << event.text;
    for (const observe::frame& frame : event.stack)
      if (frame.subject) all << " at " << frame.line;
    all << '\n';
  }
  return all.str();
}

}  // namespace

BOOST_AUTO_TEST_CASE(
    every_blocking_operation_comes_out_as_promised_under_any_schedule) {
  explore::subject_session subject(modelled());
  unsigned which = 0;
  while (check_case(subject, which)) ++which;
  BOOST_TEST(which > 50u);
}

BOOST_AUTO_TEST_CASE(a_schedule_runs_the_same_again_in_another_process) {
  explore::subject_session subject(modelled());
  for (const unsigned which : {0u, 9u, 12u, 24u, 29u, 36u, 42u, 72u, 79u}) {
    const explore::schedule what = sampled(which, 5);
    subject.renew();
    const std::string first =
        text(subject.run(what, explore::stacks::every_event).seen);
    BOOST_TEST(first != "");
    for (int again = 0; again < 3; ++again) {
      subject.renew();
      BOOST_TEST(text(subject.run(what, explore::stacks::every_event).seen) ==
                 first);
    }
  }
}

BOOST_AUTO_TEST_CASE(who_is_stuck_says_where) {
  explore::subject_session subject(modelled());
  unsigned which = 0;
  promise about;
  for (;; ++which) {
    const observe::observation seen =
        subject.run(default_schedule(which), explore::stacks::calls).seen;
    if (seen.ending == ending::meddled) continue;
    if (!announced(seen, about)) break;
    if (about.what_comes != "stuck") continue;
    const auto told = std::find_if(
        seen.events.begin(), seen.events.end(),
        [](const observe::event& e) { return e.kind == event_kind::stuck; });
    BOOST_TEST_CONTEXT(about.name) {
      BOOST_REQUIRE((told != seen.events.end()));
      BOOST_TEST(observe::subject_frame(told->stack) != nullptr);
    }
  }
}

// Which case has that name.
unsigned number_of(explore::runner& subject, const std::string& name) {
  promise about;
  for (unsigned which = 0;; ++which) {
    const explore::run_result run =
        subject.run(default_schedule(which), explore::stacks::calls);
    BOOST_REQUIRE(announced(run.seen, about));
    if (about.name == name) return which;
  }
}

// The case of that name in its default schedule.
explore::run_result run_plainly(const std::string& name) {
  explore::subject_session subject(modelled());
  return subject.run(default_schedule(number_of(subject, name)),
                     explore::stacks::calls);
}

BOOST_AUTO_TEST_CASE(a_notification_says_how_many_waited_for_it) {
  explore::subject_session subject(modelled());
  const unsigned which = number_of(subject, "std::condition_variable");
  std::set<std::int64_t> woken;
  for (std::uint32_t seed = 1; seed <= seeds; ++seed)
    for (const observe::event& event :
         subject.run(sampled(which, seed), explore::stacks::calls).seen.events)
      if (event.kind == event_kind::signal) woken.insert(event.value);
  BOOST_TEST((woken == std::set<std::int64_t>{0, 1}));
}

BOOST_AUTO_TEST_CASE(who_writes_into_the_judge_s_memory_is_told_so) {
  explore::subject_session subject(modelled());
  unsigned which = 0;
  observe::observation seen;
  promise about;
  do {
    seen = subject.run(default_schedule(which++), explore::stacks::calls).seen;
  } while (announced(seen, about));
  BOOST_TEST((seen.ending == ending::meddled));
  const auto findings = detect::detect_all(seen);
  BOOST_TEST_REQUIRE(findings.size() == 1u);
  BOOST_TEST(findings.front().id == "crash");
  BOOST_TEST(findings.front().message.find("judge's memory") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(who_changes_what_it_has_read_is_in_a_window) {
  const auto windows = [](const std::string& name) {
    const explore::run_result run = run_plainly(name);
    BOOST_TEST_REQUIRE(!run.choices.empty());
    return std::count_if(
        run.choices.begin(), run.choices.end(),
        [](const explore::choice& each) { return each.window; });
  };
  BOOST_TEST(windows("a load and a store") == 1);
  BOOST_TEST(windows("a load and an exchange") == 0);
}
