// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/player.hpp"

#include "harness/tests/observation_builder.hpp"

#include <boost/test/unit_test.hpp>

#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace racelab::workshop {
namespace {

using explore::choice;
using explore::run_result;
using explore::schedule;
using observe::event_kind;
using observe::thread_number;
using where = standing::state;

struct machine {
  int counter = 0;
  int seen[3] = {};
};

// One step of a thread: it may be preempted before each.
struct operation {
  event_kind kind{};
  int line = 0;
  std::function<void(machine&)> effect = {};
  unsigned object = 0;
  bool races_after = false;  // before the thread's next step
};

// Threads that do as they are written, under a scheduler like the probe's.
class written_subject : public explore::runner {
 public:
  std::map<thread_number, std::vector<operation>> threads;
  unsigned runs = 0;
  std::vector<std::string> in_new_process;

  explore::scenario offered() override { return {}; }
  void renew() override { renewed_ = true; }
  unsigned processes() const override { return 1; }

  run_result run(const schedule& what, explore::stacks) override {
    ++runs;
    if (renewed_) in_new_process.push_back(token(what));
    renewed_ = false;
    run_result out;
    out.seen.threads.resize(3);
    machine state;
    std::map<thread_number, std::size_t> next{{0, 0}};
    thread_number running = 0;
    for (;;) {
      choice at;
      at.events = static_cast<unsigned>(out.seen.events.size());
      std::vector<thread_number> able;
      for (const auto& [thread, step] : next)
        if (step < threads[thread].size()) able.push_back(thread);
      if (able.empty()) break;
      for (const thread_number each : able) at.enabled |= 1ULL << each;
      at.preemptive = (at.enabled >> running & 1U) != 0;
      at.standard = at.preemptive ? running : able.front();
      at.taken = at.standard;
      for (const explore::deviation& each : what.deviations)
        if (each.point == out.choices.size() && able.size() > 1)
          at.taken = each.thread;
      if (able.size() > 1) out.choices.push_back(at);
      running = at.taken;
      step(threads[running][next[running]++], running, state, out, next);
    }
    if (state.counter != 2) {
      observe::event wrong;
      wrong.kind = event_kind::wrong_result;
      out.seen.events.push_back(wrong);
    }
    return out;
  }

 private:
  static void step(const operation& what, thread_number running, machine& state,
                   run_result& out,
                   std::map<thread_number, std::size_t>& next) {
    observe::event event;
    event.kind = what.kind;
    event.thread = running;
    event.object = what.object;
    event.stack = tests::stack_at(what.line);
    out.seen.events.push_back(event);
    if (what.effect) what.effect(state);
    if (what.races_after) {
      event.kind = event_kind::race;
      out.seen.events.push_back(event);
    }
    if (what.kind == event_kind::thread_create) next[what.object] = 0;
  }

  bool renewed_ = false;
};

// Two threads add 1 to a counter by reading it at line 20 and writing it at
// line 21. What a library does in between is on line 20 as well.
written_subject two_that_count() {
  written_subject subject;
  subject.threads[0] = {
      {event_kind::function_begin, 0},
      {event_kind::thread_create, 10, {}, 1},
      {event_kind::thread_create, 11, {}, 2},
  };
  for (const thread_number each : {1U, 2U})
    subject.threads[each] = {
        {event_kind::thread_begin, 0},
        {event_kind::atomic, 20,
         [each](machine& m) { m.seen[each] = m.counter; }},
        {event_kind::atomic, 20, {}, 0, true},
        {event_kind::atomic, 21,
         [each](machine& m) { m.counter = m.seen[each] + 1; }},
        {event_kind::thread_end, 0},
    };
  return subject;
}

std::vector<detect::finding> find_wrong(const observe::observation& seen) {
  for (std::size_t i = 0; i < seen.events.size(); ++i)
    if (seen.events[i].kind == event_kind::wrong_result)
      return {{"wrong-result", "It is wrong.", "", 0, seen.token, {}, {i}}};
  return {};
}

// An early sign: the second read of the counter before the first write.
std::vector<detect::finding> find_second_read(
    const observe::observation& seen) {
  std::vector<std::size_t> reads;
  for (std::size_t i = 0; i < seen.events.size(); ++i)
    if (seen.events[i].kind == event_kind::race) reads.push_back(i);
  return {{"data-race", "", "", 20, seen.token, {}, reads}};
}

player played(written_subject& subject,
              explore::find_function find = find_wrong,
              std::vector<std::string> expected = {"wrong-result"}) {
  return player(subject, {}, std::move(expected), std::move(find), {});
}

void pick_all(player& game, const std::vector<thread_number>& picks) {
  for (const thread_number each : picks) game.pick(each);
}

const standing& of(const player& game, thread_number thread) {
  for (const standing& each : game.now().threads)
    if (each.thread == thread) return each;
  throw std::logic_error("no such thread");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(playing)

BOOST_AUTO_TEST_CASE(first_asks_where_two_threads_could_run) {
  written_subject subject = two_that_count();
  const player game = played(subject);
  BOOST_TEST(game.now().past.events.size() == 2U);
  BOOST_TEST((game.now().next == 0U));
  BOOST_TEST(game.now().threads.size() == 2U);
  BOOST_TEST(game.now().token == "o0");
  BOOST_TEST(!game.now().shown);
}

BOOST_AUTO_TEST_CASE(tells_where_each_thread_is_and_what_it_does_next) {
  written_subject subject = two_that_count();
  player game = played(subject);
  BOOST_TEST((of(game, 0).is == where::may_run));
  BOOST_TEST(of(game, 0).line == 11);
  BOOST_TEST((of(game, 0).words == "starts thread 2 :11"));
  BOOST_TEST((of(game, 1).words == "begins"));
  pick_all(game, {1, 1});
  BOOST_TEST(of(game, 1).line == 21);
  BOOST_TEST((of(game, 1).words == "atomic operation :21"));
}

BOOST_AUTO_TEST_CASE(passes_over_what_happens_on_a_line_it_has_reached) {
  written_subject subject = two_that_count();
  player game = played(subject);
  game.pick(1);
  BOOST_TEST(of(game, 1).line == 20);
  game.pick(1);
  // The second atomic operation of line 20 is behind it as well.
  BOOST_TEST(of(game, 1).line == 21);
}

BOOST_AUTO_TEST_CASE(does_not_tell_of_a_race_before_it_has_happened) {
  written_subject subject;
  subject.threads[0] = {{event_kind::thread_create, 10, {}, 1},
                        {event_kind::lock, 11, {}, 0, true},
                        {event_kind::unlock, 12}};
  subject.threads[1] = {{event_kind::thread_begin, 0},
                        {event_kind::race, 20},
                        {event_kind::crash, 21},
                        {event_kind::unlock, 22}};
  player game = played(subject);
  game.pick(0);
  BOOST_TEST((of(game, 0).words == "unlocks :12"));
  game.pick(1);
  BOOST_TEST((of(game, 1).words == "unlocks :22"));
}

BOOST_AUTO_TEST_CASE(shows_what_was_looked_for_when_it_has_happened) {
  written_subject subject = two_that_count();
  player game = played(subject);
  // Both read before either writes.
  pick_all(game, {0, 1, 1, 2, 2});
  BOOST_TEST(!game.now().shown);
  game.run_on();
  BOOST_TEST_REQUIRE(game.now().shown.has_value());
  BOOST_TEST(game.now().shown->id == "wrong-result");
  BOOST_TEST(!game.now().next);
  BOOST_TEST(!find_wrong(subject
                             .run(explore::parse_token(game.now().token),
                                  explore::stacks::calls)
                             .seen)
                  .empty());
}

BOOST_AUTO_TEST_CASE(sees_it_again_in_a_process_that_has_run_nothing_else) {
  written_subject subject = two_that_count();
  player game = played(subject);
  BOOST_TEST(subject.in_new_process.empty());
  pick_all(game, {0, 1, 1, 2, 2});
  game.run_on();
  BOOST_TEST(
      (subject.in_new_process == std::vector<std::string>{game.now().token}));
}

BOOST_AUTO_TEST_CASE(shows_it_as_soon_as_its_last_event_is_past) {
  written_subject subject = two_that_count();
  player game = played(subject, find_second_read, {"data-race"});
  pick_all(game, {0, 1, 1, 2});
  BOOST_TEST(!game.now().shown);
  game.pick(2);
  BOOST_TEST(game.now().shown.has_value());
  BOOST_TEST(game.now().next.has_value());
}

BOOST_AUTO_TEST_CASE(another_finding_is_not_what_was_looked_for) {
  written_subject subject = two_that_count();
  player game = played(subject, find_wrong, {"hang"});
  pick_all(game, {0, 1, 1, 2, 2});
  game.run_on();
  BOOST_TEST(!game.now().shown);
}

BOOST_AUTO_TEST_CASE(takes_picks_back_one_by_one_and_all_at_once) {
  written_subject subject = two_that_count();
  player game = played(subject);
  pick_all(game, {0, 2});
  const std::string token = game.now().token;
  const std::size_t past = game.now().past.events.size();
  game.pick(1);
  game.run_on();
  BOOST_TEST(game.picks() == 4U);
  game.undo();
  game.undo();
  BOOST_TEST(game.now().token == token);
  BOOST_TEST(game.now().past.events.size() == past);
  game.restart();
  BOOST_TEST(game.now().token == "o0");
  BOOST_TEST(game.picks() == 0U);
  game.undo();
  BOOST_TEST(game.picks() == 0U);
}

BOOST_AUTO_TEST_CASE(refuses_a_thread_that_cannot_run) {
  written_subject subject = two_that_count();
  player game = played(subject);
  BOOST_CHECK_THROW(game.pick(2), std::invalid_argument);
  game.run_on();
  BOOST_CHECK_THROW(game.pick(0), std::invalid_argument);
  BOOST_TEST(game.picks() == 1U);
}

BOOST_AUTO_TEST_CASE(says_that_a_thread_has_ended_or_waits) {
  written_subject subject = two_that_count();
  subject.threads[1].insert(subject.threads[1].begin() + 1,
                            {event_kind::blocked, 19});
  player game = played(subject);
  game.run_on();
  BOOST_TEST((of(game, 1).is == where::ended));
  BOOST_TEST((of(game, 2).is == where::ended));
  // It is not said to have ended by an event.
  BOOST_TEST((of(game, 0).is == where::waits));
}

BOOST_AUTO_TEST_CASE(finds_the_picks_that_make_a_schedule) {
  written_subject subject = two_that_count();
  player game = played(subject);
  pick_all(game, {0, 1, 1, 2});
  const std::string token = game.now().token;
  game.pick(2);
  const auto picks = game.picks_for(explore::parse_token(token));
  BOOST_TEST_REQUIRE(picks.has_value());
  BOOST_TEST((*picks == std::vector<thread_number>{0, 1, 1, 2}));
  BOOST_TEST(game.picks() == 5U);
}

BOOST_AUTO_TEST_CASE(knows_no_picks_for_a_point_that_is_passed_over) {
  written_subject subject = two_that_count();
  player game = played(subject);
  // Between the two atomic operations of line 20.
  BOOST_TEST(!game.picks_for(explore::parse_token("o0p3t2")).has_value());
  BOOST_TEST(!game.picks_for(explore::parse_token("o1")).has_value());
  BOOST_TEST(!game.picks_for(explore::parse_token("o0p0t7")).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::workshop
