// Distributed under the Boost Software License, Version 1.0.
#include "harness/observe/decode.hpp"

#include <boost/test/unit_test.hpp>

#include <cstring>
#include <limits>
#include <memory>
#include <string>

using namespace racelab;
using observe::decode;
using observe::malformed_channel;
using observe::observation;

namespace {

// A channel as a probe leaves it after a schedule of two threads and one call.
struct recorded {
  recorded() {
    channel->scenario.services = 2;
    std::strcpy(channel->scenario.service_names[0], "orders");
    std::strcpy(channel->scenario.service_names[1], "customers");
    channel->answer.text_size = 1;
    channel->answer.end = wire::ending::finished;
    channel->answer.threads = 2;
    channel->threads[0].parent = 0xffff;
    channel->threads[1].joined = 1;
    channel->answer.elapsed = 2000;
    add(wire::event_kind::function_begin, 0);
    add(wire::event_kind::call_begin, 1, 1, 0, "order-1");
    add(wire::event_kind::call_end, 1, 1, 0, "customer-7\nproduct-8");
    add(wire::event_kind::function_end, 0, 0, 0);
  }

  wire::event& add(wire::event_kind kind, std::uint16_t thread,
                   std::uint32_t object = 0, std::int64_t value = 0,
                   const char* words = "") {
    wire::event& event = channel->events[channel->answer.events++];
    event = {};
    event.kind = kind;
    event.thread = thread;
    event.object = object;
    event.value = value;
    event.time = 100 * channel->answer.events;
    event.text = text(words);
    return event;
  }

  std::uint32_t text(const char* words) {
    if (*words == '\0') return 0;
    const std::uint32_t at = channel->answer.text_size;
    std::strcpy(&channel->text[at], words);
    channel->answer.text_size +=
        static_cast<std::uint32_t>(std::strlen(words) + 1);
    return at;
  }

  wire::race& add_race() {
    wire::race& race = channel->races[channel->answer.races];
    race = {};
    race.kind = text("data-race");
    race.accesses = 2;
    race.access_list[0] = {1, 0, 0, 8, 0x1000, 0, 0};
    race.access_list[1] = {0xffff, 1, 1, 4, 0x1000, 0, 0};
    race.location = text("heap");
    race.at_event = channel->answer.events;
    add(wire::event_kind::race, 1, 0, channel->answer.races++);
    return race;
  }

  observation decoded() const { return decode(*channel, {}, {}, nullptr); }

  void check_malformed(const std::string& why) const {
    BOOST_CHECK_EXCEPTION(
        decoded(), malformed_channel, [&](const malformed_channel& error) {
          BOOST_TEST_MESSAGE(error.what());
          return std::string(error.what()).ends_with(": " + why);
        });
  }

  std::unique_ptr<wire::channel> channel = std::make_unique<wire::channel>();
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(decoding_what_a_schedule_left, recorded)

BOOST_AUTO_TEST_CASE(gives_the_events_with_thread_time_and_text) {
  const observation seen = decoded();
  BOOST_TEST(seen.events.size() == 4U);
  BOOST_TEST((seen.events[1].kind == observe::event_kind::call_begin));
  BOOST_TEST(seen.events[1].thread == 1U);
  BOOST_TEST(seen.events[1].time.count() == 200);
  BOOST_TEST(seen.events[1].text == "order-1");
  BOOST_TEST((seen.outcome == observe::function_outcome::returned));
  BOOST_TEST(seen.elapsed.count() == 2000);
  BOOST_TEST((seen.ending == observe::ending::finished));
  BOOST_TEST(
      (seen.services == std::vector<std::string>{"orders", "customers"}));
  BOOST_TEST(!seen.truncated);
}

BOOST_AUTO_TEST_CASE(pairs_the_beginning_and_the_end_of_each_call) {
  const observation seen = decoded();
  BOOST_TEST_REQUIRE(seen.calls.size() == 1U);
  const observe::call& call = seen.calls[0];
  BOOST_TEST(call.service == 1U);
  BOOST_TEST(call.argument == "order-1");
  BOOST_TEST((call.outcome == observe::call_outcome::answered));
  BOOST_TEST(
      (call.answers == std::vector<std::string>{"customer-7", "product-8"}));
  BOOST_TEST(call.begin_event == 1U);
  BOOST_TEST(call.end_event == 2U);
  BOOST_TEST((call.end - call.begin).count() == 100);
}

BOOST_AUTO_TEST_CASE(tells_which_calls_nothing_can_interrupt) {
  BOOST_TEST(decoded().calls.at(0).interruptible);
  channel->scenario.uninterruptible = 0b10;
  BOOST_TEST(!decoded().calls.at(0).interruptible);
  channel->scenario.uninterruptible = 0b01;
  BOOST_TEST(decoded().calls.at(0).interruptible);
}

BOOST_AUTO_TEST_CASE(knows_the_services_and_the_limit_of_the_use) {
  channel->scenario.uses = 2;
  channel->scenario.use_list[0] = {"", 2, 3};
  channel->scenario.use_list[1] = {"no customers", 1, 4};
  BOOST_TEST(decoded().use == "");
  BOOST_TEST(decoded().limit == 3U);
  BOOST_TEST(decoded().services.size() == 2U);
  const observation other = decode(*channel, {.use = 1}, {}, nullptr);
  BOOST_TEST(other.use == "no customers");
  BOOST_TEST(other.limit == 4U);
  BOOST_TEST((other.services == std::vector<std::string>{"orders"}));
}

BOOST_AUTO_TEST_CASE(does_not_mix_up_calls_of_the_same_service_at_once) {
  add(wire::event_kind::call_begin, 0, 0, 1, "a");
  add(wire::event_kind::call_begin, 1, 0, 2, "b");
  add(wire::event_kind::call_end, 0, 0, 1, "no answer");
  const observation seen = decoded();
  BOOST_TEST((seen.calls[1].outcome == observe::call_outcome::failed));
  BOOST_TEST(seen.calls[1].error == "no answer");
  BOOST_TEST((seen.calls[2].outcome == observe::call_outcome::pending));
}

BOOST_AUTO_TEST_CASE(tells_what_the_function_threw) {
  add(wire::event_kind::function_end, 0, 0, 1, "get order: no such order");
  const observation seen = decoded();
  BOOST_TEST((seen.outcome == observe::function_outcome::threw));
  BOOST_TEST(seen.error == "get order: no such order");
}

BOOST_AUTO_TEST_CASE(places_a_race_at_its_event) {
  add_race();
  const observation seen = decoded();
  BOOST_TEST_REQUIRE(seen.races.size() == 1U);
  BOOST_TEST(seen.races[0].kind == "data-race");
  BOOST_TEST(seen.races[0].at_event == 4U);
  BOOST_TEST(seen.races[0].location == "heap");
  BOOST_TEST_REQUIRE(seen.races[0].accesses.size() == 2U);
  BOOST_TEST(seen.races[0].accesses[0].operation == "read");
  BOOST_TEST(seen.races[0].accesses[0].size == 8U);
  BOOST_TEST(seen.races[0].accesses[0].thread == 1U);
  BOOST_TEST(seen.races[0].accesses[1].operation == "atomic write");
  BOOST_TEST(seen.races[0].accesses[1].thread == observe::unknown_thread);
}

BOOST_AUTO_TEST_CASE(knows_a_word_of_memory_that_has_raced_before) {
  add_race();
  add_race().access_list[0].address = 0x1007;
  add_race().access_list[0].address = 0x1008;
  // Of locks used against their contract: at no address.
  add_race().access_list[0].address = 0;
  add_race().access_list[0].address = 0;
  const observation seen = decoded();
  BOOST_TEST_REQUIRE(seen.races.size() == 5U);
  BOOST_TEST(!seen.races[0].repeated);
  BOOST_TEST(seen.races[1].repeated);
  BOOST_TEST(!seen.races[2].repeated);
  BOOST_TEST(!seen.races[3].repeated);
  BOOST_TEST(!seen.races[4].repeated);
}

BOOST_AUTO_TEST_CASE(takes_the_fate_of_a_process_that_died_in_the_middle) {
  channel->answer.end = wire::ending::running;
  const observe::process_fate fate{observe::ending::over_limit, "too much"};
  const observation seen = decode(*channel, {}, fate, nullptr);
  BOOST_TEST((seen.ending == observe::ending::over_limit));
  BOOST_TEST(seen.ending_reason == "too much");
  BOOST_TEST(seen.events.size() == 4U);
}

BOOST_AUTO_TEST_CASE(says_in_words_why_a_schedule_ended_early) {
  add(wire::event_kind::unmodelled, 1, 0, 0, "fork");
  channel->answer.end = wire::ending::unmodelled;
  BOOST_TEST((decoded().ending == observe::ending::unmodelled));
  BOOST_TEST(decoded().ending_reason == "fork");
}

BOOST_AUTO_TEST_CASE(says_that_something_was_not_recorded) {
  channel->answer.events_lost = 1;
  BOOST_TEST(decoded().truncated);
}

BOOST_AUTO_TEST_CASE(has_a_thread_0_even_if_nothing_was_recorded) {
  channel->answer = {};
  channel->answer.end = wire::ending::running;
  const observation seen = decoded();
  BOOST_TEST(seen.threads.size() == 1U);
  BOOST_TEST(seen.threads[0].parent == observe::unknown_thread);
}

BOOST_AUTO_TEST_CASE(makes_texts_printable) {
  add(wire::event_kind::wrong_result, 0, 0, 0, "\x1b[31mPASS");
  BOOST_TEST(decoded().events.back().text == "?[31mPASS");
}

BOOST_AUTO_TEST_CASE(names_an_address_outside_of_all_modules_as_unknown) {
  channel->frames[0] = 0x1234;
  channel->answer.frames = 1;
  channel->events[1].depth = 1;
  observe::symbolizer lines("/nowhere", {});
  const observation seen = decode(*channel, {}, {}, &lines);
  BOOST_TEST_REQUIRE(seen.calls[0].stack.size() == 1U);
  BOOST_TEST(seen.calls[0].stack[0].function == "??");
}

BOOST_AUTO_TEST_CASE(rejects_counts_beyond_the_memory) {
  channel->answer.events = wire::max_events + 1;
  check_malformed("events");
  channel->answer.events = 0;
  channel->answer.races = wire::max_races + 1;
  check_malformed("races");
  channel->answer.races = 0;
  channel->answer.threads = wire::max_threads + 1;
  check_malformed("threads");
  channel->answer.threads = 0;
  channel->answer.frames = std::numeric_limits<std::uint32_t>::max();
  check_malformed("frames");
  channel->answer.frames = 0;
  channel->answer.text_size = wire::max_text + 1;
  check_malformed("texts");
  channel->answer.text_size = 0;
  channel->modules = wire::max_modules + 1;
  check_malformed("modules");
  channel->modules = 0;
  channel->scenario.services = 9;
  check_malformed("services");
  channel->scenario.services = 2;
  channel->scenario.uses = wire::max_uses + 1;
  check_malformed("uses");
  channel->scenario.uses = 1;
  channel->scenario.use_list[0].services = 3;
  check_malformed("a use's services");
}

BOOST_AUTO_TEST_CASE(rejects_an_event_of_no_kind) {
  channel->events[0].kind = static_cast<wire::event_kind>(999);
  check_malformed("an event's kind");
}

BOOST_AUTO_TEST_CASE(rejects_threads_that_were_never_started) {
  channel->events[0].thread = 2;
  check_malformed("a thread's number");
}

BOOST_AUTO_TEST_CASE(rejects_an_event_about_a_thread_never_started) {
  add(wire::event_kind::thread_create, 0, 77);
  check_malformed("a thread's number");
}

BOOST_AUTO_TEST_CASE(rejects_the_parent_of_a_thread_that_was_never_started) {
  channel->threads[1].parent = 200;
  check_malformed("a thread's number");
}

BOOST_AUTO_TEST_CASE(rejects_an_unknown_service) {
  channel->events[1].object = 2;
  check_malformed("a service");
}

BOOST_AUTO_TEST_CASE(rejects_an_answer_to_no_call) {
  channel->events[1].kind = wire::event_kind::lock;
  check_malformed("an answer to no call");
}

BOOST_AUTO_TEST_CASE(rejects_an_outcome_that_there_is_not) {
  channel->events[2].value = 3;
  check_malformed("a call's outcome");
}

BOOST_AUTO_TEST_CASE(rejects_a_text_outside_of_the_texts) {
  channel->events[1].text = channel->answer.text_size;
  check_malformed("a text");
}

BOOST_AUTO_TEST_CASE(ends_a_text_where_the_texts_end) {
  channel->text[channel->answer.text_size - 1] = 'X';
  channel->text[channel->answer.text_size] = 'Y';
  BOOST_TEST(decoded().events[2].text == "customer-7\nproduct-8");
}

BOOST_AUTO_TEST_CASE(rejects_a_stack_outside_of_the_frames) {
  channel->answer.frames = 10;
  channel->events[1].stack = 8;
  channel->events[1].depth = 3;
  check_malformed("a stack");
  channel->events[1].stack = std::numeric_limits<std::uint32_t>::max();
  channel->events[1].depth = 2;
  check_malformed("a stack");
}

BOOST_AUTO_TEST_CASE(rejects_a_time_that_is_negative_for_everybody_else) {
  channel->events[1].time = std::numeric_limits<std::uint64_t>::max();
  check_malformed("a time");
}

BOOST_AUTO_TEST_CASE(rejects_a_race_that_was_not_recorded) {
  add_race();
  channel->events[4].value = 1;
  check_malformed("a race's number");
  channel->events[4].value = -1;
  check_malformed("a race's number");
}

BOOST_AUTO_TEST_CASE(rejects_a_race_of_five_accesses) {
  add_race().accesses = 5;
  check_malformed("a race's accesses");
}

BOOST_AUTO_TEST_CASE(rejects_waiting_for_nothing_there_is) {
  add(wire::event_kind::stuck, 1, 0, 99);
  check_malformed("what a thread waits for");
}

BOOST_AUTO_TEST_CASE(rejects_an_end_that_there_is_not) {
  channel->answer.end = static_cast<wire::ending>(77);
  check_malformed("how a schedule ended");
}

BOOST_AUTO_TEST_SUITE_END()
