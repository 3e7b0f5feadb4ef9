// Distributed under the Boost Software License, Version 1.0.
#include "harness/explore/subject_session.hpp"

#include "harness/tests/explore/wire_subject.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <string>

using namespace racelab;
using namespace racelab::explore;
using observe::ending;

namespace {

session_options impatient() {
  session_options how;
  how.patience = std::chrono::milliseconds(100);
  how.idle_patience = std::chrono::milliseconds(300);
  return how;
}

schedule that(behaviour how) {
  schedule what;
  what.environment.order = static_cast<unsigned>(how);
  return what;
}

struct session {
  subject_session running{{RACELAB_WIRE_SUBJECT, {}}, impatient()};

  observe::observation run(const schedule& what,
                           stacks detail = stacks::calls) {
    return running.run(what, detail).seen;
  }

  // What the subject says about its request and itself.
  std::string report(const schedule& what, stacks detail = stacks::calls) {
    for (const auto& event : run(what, detail).events)
      if (event.kind == observe::event_kind::wrong_result) return event.text;
    return "";
  }

  void check_meddled(const schedule& what, const std::string& why) {
    const observe::observation seen = run(what);
    BOOST_TEST((seen.ending == observe::ending::meddled));
    BOOST_TEST(seen.ending_reason.find(why) != std::string::npos,
               seen.ending_reason);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(a_subjects_session, session)

BOOST_AUTO_TEST_CASE(knows_what_the_scenario_offers) {
  BOOST_TEST(running.offered().services == 3U);
  BOOST_TEST(running.offered().max_steps == 10U);
  BOOST_TEST(running.offered().unit.count() == 1000);
}

BOOST_AUTO_TEST_CASE(hands_over_every_part_of_a_schedule) {
  BOOST_TEST(report(parse_token("o0f2d4p3t1p7t0"), stacks::every_event) ==
             "run 1 fault 2 stop 2/4 how 0 stacks 1 p3t1 p7t0");
  BOOST_TEST(report(parse_token("o0c1")) ==
             "run 2 fault 0 stop 1/1 how 0 stacks 0");
  schedule sampled;
  sampled.sampled = true;
  sampled.seed = 0x55;
  BOOST_TEST(report(sampled) ==
             "run 3 fault 0 stop 0/0 how 1 stacks 0 seed 85 depth 3 length 32");
}

BOOST_AUTO_TEST_CASE(gives_the_observation_its_token_and_the_choices) {
  const run_result result = running.run(parse_token("o0f1"), stacks::calls);
  BOOST_TEST(result.seen.token == "o0f1");
  BOOST_TEST(result.seen.environment.fault == 1U);
  BOOST_TEST((result.seen.ending == ending::finished));
  BOOST_TEST(
      (result.choices == std::vector<choice>{{0b11, 0, 1, true, false, 2}}));
}

BOOST_AUTO_TEST_CASE(runs_many_schedules_in_one_process) {
  report({});
  report({});
  BOOST_TEST(report({}).starts_with("run 3 "));
  BOOST_TEST(running.processes() == 1U);
}

BOOST_AUTO_TEST_CASE(takes_a_new_process_when_asked_to) {
  report({});
  running.renew();
  BOOST_TEST(report({}).starts_with("run 1 "));
  BOOST_TEST(running.processes() == 2U);
}

BOOST_AUTO_TEST_CASE(takes_a_new_process_when_the_probe_wants_one) {
  BOOST_TEST((run(that(behaviour::is_spent)).ending == ending::finished));
  BOOST_TEST(report({}).starts_with("run 1 "));
  BOOST_TEST(running.processes() == 2U);
}

BOOST_AUTO_TEST_CASE(survives_a_crash_and_keeps_what_was_recorded) {
  const auto seen = run(that(behaviour::crashes));
  BOOST_TEST((seen.ending == ending::crashed));
  BOOST_TEST(seen.ending_reason.find("signal 11") != std::string::npos);
  BOOST_TEST(seen.events.size() == 1U);
  BOOST_TEST((seen.outcome == observe::function_outcome::pending));
  BOOST_TEST(report({}).starts_with("run 1 "));
}

BOOST_AUTO_TEST_CASE(tells_leaving_from_crashing) {
  const auto seen = run(that(behaviour::leaves));
  BOOST_TEST((seen.ending == ending::ended_process));
  BOOST_TEST(seen.ending_reason == "the process exited with status 3");
}

BOOST_AUTO_TEST_CASE(gives_up_a_loop_that_records_nothing) {
  BOOST_TEST((run(that(behaviour::spins)).ending == ending::out_of_time));
  BOOST_TEST(report({}).starts_with("run 1 "));
}

BOOST_AUTO_TEST_CASE(gives_up_waiting_for_what_no_schedule_brings) {
  const auto seen = run(that(behaviour::waits));
  BOOST_TEST((seen.ending == ending::unmodelled));
  BOOST_TEST(seen.ending_reason ==
             "something that waits outside of the scheduler");
}

BOOST_AUTO_TEST_CASE(ends_output_without_end) {
  BOOST_TEST((run(that(behaviour::floods)).ending == ending::over_limit));
  BOOST_TEST(report({}).starts_with("run 1 "));
}

BOOST_AUTO_TEST_CASE(ends_memory_without_end) {
  session_options how;
  how.memory = std::uint64_t{64} << 20U;
  subject_session bounded({RACELAB_WIRE_SUBJECT, {}}, how);
  const auto seen = bounded.run(that(behaviour::eats), stacks::calls).seen;
  BOOST_TEST((seen.ending == ending::over_limit));
}

BOOST_AUTO_TEST_CASE(waits_for_the_memory_limit_as_long_as_memory_is_taken) {
  session_options how;
  how.patience = std::chrono::milliseconds(400);
  how.memory = std::uint64_t{512} << 20U;
  subject_session bounded({RACELAB_WIRE_SUBJECT, {}}, how);
  const auto seen = bounded.run(that(behaviour::eats), stacks::calls).seen;
  BOOST_TEST((seen.ending == ending::over_limit));
}

BOOST_AUTO_TEST_CASE(starts_no_more_threads_than_their_stacks_have_room) {
  session_options how;
  subject_session unbounded({RACELAB_WIRE_SUBJECT, {}}, how);
  const auto all =
      unbounded.run(that(behaviour::starts_threads), stacks::calls).seen;
  BOOST_TEST((all.ending == ending::finished));

  how.address_space = std::uint64_t{1} << 30U;
  subject_session bounded({RACELAB_WIRE_SUBJECT, {}}, how);
  const auto some =
      bounded.run(that(behaviour::starts_threads), stacks::calls).seen;
  BOOST_TEST((some.ending == ending::crashed));
}

BOOST_AUTO_TEST_CASE(a_request_to_stop_ends_a_run_that_would_not_end) {
  std::stop_source source;
  session_options how;
  how.stop = source.get_token();
  how.patience = how.idle_patience = how.most = std::chrono::hours(1);
  subject_session stopped({RACELAB_WIRE_SUBJECT, {}}, how);
  stopped.offered();
  source.request_stop();
  const auto seen = stopped.run(that(behaviour::waits), stacks::calls).seen;
  BOOST_TEST((seen.ending == ending::out_of_time));
  BOOST_TEST(seen.ending_reason == "it was told to stop");
}

BOOST_AUTO_TEST_CASE(does_not_believe_what_makes_no_sense) {
  const std::string why = "wrote into the judge's memory";
  check_meddled(that(behaviour::claims_too_much), why);
  check_meddled(that(behaviour::answers_another_request), why);
  check_meddled(that(behaviour::answers_nothing), why);
  check_meddled(that(behaviour::chooses_nobody), why);
  BOOST_TEST(report({}).starts_with("run 1 "));
}

BOOST_AUTO_TEST_CASE(passes_no_tsan_options_on) {
  setenv("TSAN_OPTIONS", "suppressions=/tmp/mine", 1);
  BOOST_TEST(report({}).starts_with("run 1 "));
  unsetenv("TSAN_OPTIONS");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_program_that_is_no_subject)

BOOST_AUTO_TEST_CASE(is_a_failure_of_the_environment_if_it_just_ends) {
  subject_session session({"/bin/true", {}});
  BOOST_CHECK_EXCEPTION(
      session.run({}, stacks::calls), environment_failure,
      [](const auto& error) {
        return std::string(error.what()) ==
               "the program did not get ready to run a schedule: the process "
               "exited with status 0";
      });
}

BOOST_AUTO_TEST_CASE(is_a_failure_of_the_environment_if_it_does_not_exist) {
  subject_session session({"/nowhere/subject", {}});
  BOOST_CHECK_THROW(session.offered(), environment_failure);
}

BOOST_AUTO_TEST_CASE(is_a_failure_of_the_environment_if_it_waits_for_ever) {
  subject_session session({"/usr/bin/yes", {}}, impatient());
  BOOST_CHECK_THROW(session.offered(), environment_failure);
}

BOOST_AUTO_TEST_SUITE_END()
