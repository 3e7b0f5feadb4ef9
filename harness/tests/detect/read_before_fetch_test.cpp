// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/detect/findings.hpp"

using namespace racelab::tests;
using racelab::detect::data_race;
using racelab::detect::read_before_fetch;

namespace {

// Thread 1 fetches the order in line 11; thread 2 exists.
story fetching() {
  return story().begins().creates(0, 1, 10).creates(0, 2, 20).calls(1, "order",
                                                                    "o1", 11);
}

story fetched() { return fetching().at(10ms).answers(1, {"c1"}); }

const auto stores =
    [](int line,
       std::string callee = "std::unique_ptr::operator=", unsigned size = 8) {
      return access_at("write", 1, line, std::move(callee), size);
    };
const auto reads = [](int line,
                      std::string callee = "std::unique_ptr::operator->") {
  return access_at("read", 2, line, std::move(callee));
};

}  // namespace

BOOST_AUTO_TEST_SUITE(read_before_fetch_detector)

BOOST_AUTO_TEST_CASE(speaks_when_the_store_of_an_answer_races_with_a_read) {
  const auto seen = fetched().races(stores(11), reads(21)).told();
  const auto found = read_before_fetch(seen);
  BOOST_TEST(summary(found) == "read-before-fetch:21");
  BOOST_TEST(found.at(0).message ==
             "Thread 2 reads what thread 1 fetches from order, and nothing "
             "makes it wait until thread 1 has stored the answer.");
  BOOST_TEST(found.at(0).race.has_value());
  BOOST_TEST(summary(data_race(seen)) == "");
}

BOOST_AUTO_TEST_CASE(speaks_also_when_this_time_the_read_came_later) {
  const auto seen = fetched().races(reads(21), stores(11)).told();
  BOOST_TEST(summary(read_before_fetch(seen)) == "read-before-fetch:21");
}

BOOST_AUTO_TEST_CASE(
    speaks_when_the_answer_is_stored_a_few_lines_further_down) {
  const auto seen = fetched().races(stores(14), reads(21)).told();
  BOOST_TEST(summary(read_before_fetch(seen)) == "read-before-fetch:21");
}

BOOST_AUTO_TEST_CASE(speaks_when_the_assignment_stands_a_line_above_its_call) {
  const auto seen = fetched().races(stores(10), reads(21)).told();
  BOOST_TEST(summary(read_before_fetch(seen)) == "read-before-fetch:21");
}

BOOST_AUTO_TEST_CASE(leaves_what_is_stored_further_above_to_data_race) {
  const auto seen = fetched().races(stores(8), reads(21)).told();
  BOOST_TEST(summary(read_before_fetch(seen)) == "");
  BOOST_TEST(summary(data_race(seen)) == "data-race:8");
}

BOOST_AUTO_TEST_CASE(
    leaves_what_a_function_called_before_the_call_stores_to_data_race) {
  auto store = stores(30);
  store.stack.push_back(stack_at(10).front());
  const auto seen = fetched().races(store, reads(21)).told();
  BOOST_TEST(summary(read_before_fetch(seen)) == "");
  BOOST_TEST(summary(data_race(seen)) == "data-race:30");
}

BOOST_AUTO_TEST_CASE(
    speaks_when_a_function_called_after_the_call_stores_its_answer) {
  auto store = stores(5);
  store.stack.push_back(stack_at(12).front());
  const auto seen = fetched().races(store, reads(21)).told();
  BOOST_TEST(summary(read_before_fetch(seen)) == "read-before-fetch:21");
}

BOOST_AUTO_TEST_CASE(leaves_what_is_taken_out_of_a_container_to_data_race) {
  const auto seen =
      fetched().races(stores(14, "std::deque::pop_front"), reads(21)).told();
  BOOST_TEST(summary(read_before_fetch(seen)) == "");
  BOOST_TEST(summary(data_race(seen)) == "data-race:14");
}

BOOST_AUTO_TEST_CASE(leaves_two_who_add_to_a_container_to_data_race) {
  const auto seen = fetched()
                        .races(stores(12, "std::vector::push_back"),
                               reads(22, "std::vector::push_back"))
                        .told();
  BOOST_TEST(summary(read_before_fetch(seen)) == "");
  BOOST_TEST(summary(data_race(seen)) == "data-race:12");
}

BOOST_AUTO_TEST_CASE(leaves_a_flag_beside_the_answer_to_data_race) {
  const auto seen = fetched().races(stores(12, "", 1), reads(21, "")).told();
  BOOST_TEST(summary(read_before_fetch(seen)) == "");
  BOOST_TEST(summary(data_race(seen)) == "data-race:12");
}

BOOST_AUTO_TEST_CASE(
    takes_a_small_value_stored_by_the_call_itself_for_its_answer) {
  const auto seen = fetched().races(stores(11, "", 4), reads(21, "")).told();
  BOOST_TEST(summary(read_before_fetch(seen)) == "read-before-fetch:21");
}

BOOST_AUTO_TEST_CASE(leaves_what_is_stored_after_a_failed_call_to_data_race) {
  const auto seen = fetching()
                        .at(10ms)
                        .fails(1, "order down")
                        .races(stores(14), reads(21))
                        .told();
  BOOST_TEST(summary(read_before_fetch(seen)) == "");
  BOOST_TEST(summary(data_race(seen)) == "data-race:14");
}

BOOST_AUTO_TEST_CASE(leaves_what_is_stored_before_the_answer_to_data_race) {
  const auto seen =
      fetching().races(stores(11), reads(21)).at(10ms).answers(1).told();
  BOOST_TEST(summary(read_before_fetch(seen)) == "");
  BOOST_TEST(summary(data_race(seen)) == "data-race:11");
}

BOOST_AUTO_TEST_CASE(leaves_two_writes_to_data_race) {
  const auto seen =
      fetched().races(stores(11), access_at("write", 2, 21)).told();
  BOOST_TEST(summary(read_before_fetch(seen)) == "");
  BOOST_TEST(summary(data_race(seen)) == "data-race:11");
}

BOOST_AUTO_TEST_CASE(leaves_a_counter_below_the_call_to_data_race) {
  const auto seen = fetched().races(stores(12, ""), reads(21, "")).told();
  BOOST_TEST(summary(read_before_fetch(seen)) == "");
  BOOST_TEST(summary(data_race(seen)) == "data-race:12");
}

BOOST_AUTO_TEST_CASE(leaves_the_same_statement_in_two_threads_to_data_race) {
  const auto seen = fetched().races(reads(12), stores(12)).told();
  BOOST_TEST(summary(read_before_fetch(seen)) == "");
  BOOST_TEST(summary(data_race(seen)) == "data-race:12");
}

BOOST_AUTO_TEST_CASE(
    leaves_an_assignment_that_frees_the_old_value_to_data_race) {
  const auto seen =
      fetched().races(reads(21, "std::unique_ptr::reset"), stores(11)).told();
  BOOST_TEST(summary(read_before_fetch(seen)) == "");
  BOOST_TEST(summary(data_race(seen)) == "data-race:11");
}

BOOST_AUTO_TEST_CASE(speaks_when_a_null_pointer_is_followed_during_the_fetch) {
  const auto seen = fetching().follows_null(2, 21).told();
  const auto found = read_before_fetch(seen);
  BOOST_TEST(summary(found) == "read-before-fetch:21");
  BOOST_TEST(found.at(0).message ==
             "Thread 2 follows a pointer that is still null, while thread 1 "
             "has yet to store what order answers.");
}

BOOST_AUTO_TEST_CASE(
    speaks_when_the_null_pointer_comes_before_the_fetch_begins) {
  const auto seen = story()
                        .begins()
                        .creates(0, 1, 10)
                        .creates(0, 2, 20)
                        .follows_null(2, 21)
                        .calls(1, "order", "o1", 11)
                        .told();
  BOOST_TEST(summary(read_before_fetch(seen)) == "read-before-fetch:21");
}

BOOST_AUTO_TEST_CASE(speaks_while_the_answer_is_there_but_not_stored) {
  const auto seen = fetched().follows_null(2, 21).told();
  BOOST_TEST(summary(read_before_fetch(seen)) == "read-before-fetch:21");
}

BOOST_AUTO_TEST_CASE(is_silent_about_a_null_pointer_once_the_answer_is_stored) {
  const auto seen = fetched().unlocks(1).follows_null(2, 21).told();
  BOOST_TEST(summary(read_before_fetch(seen)) == "");
}

BOOST_AUTO_TEST_CASE(is_silent_about_a_null_pointer_once_the_fetch_has_failed) {
  const auto seen =
      fetching().at(10ms).fails(1, "order down").follows_null(2, 21).told();
  BOOST_TEST(summary(read_before_fetch(seen)) == "");
}

BOOST_AUTO_TEST_CASE(is_silent_about_other_signals_during_the_fetch) {
  const auto seen = fetching().crashes(2, 21).told();
  BOOST_TEST(summary(read_before_fetch(seen)) == "");
}

BOOST_AUTO_TEST_CASE(speaks_when_a_call_is_given_nothing_during_the_fetch) {
  const auto seen = fetching().calls(2, "customer", "", 22).told();
  const auto found = read_before_fetch(seen);
  BOOST_TEST(summary(found) == "read-before-fetch:22");
  BOOST_TEST(found.at(0).message ==
             "Thread 2 calls customer with an empty value, while thread 1 has "
             "yet to store what order answers.");
}

BOOST_AUTO_TEST_CASE(
    is_silent_when_a_call_is_given_something_during_the_fetch) {
  const auto seen = fetching().calls(2, "customer", "c9", 22).told();
  BOOST_TEST(summary(read_before_fetch(seen)) == "");
}

BOOST_AUTO_TEST_CASE(
    is_silent_about_an_empty_value_when_nothing_is_being_fetched) {
  const auto seen = fetched().unlocks(1).calls(2, "customer", "", 22).told();
  BOOST_TEST(summary(read_before_fetch(seen)) == "");
}

BOOST_AUTO_TEST_CASE(
    does_not_wait_for_calls_that_were_given_nothing_themselves) {
  const auto seen = story()
                        .begins()
                        .creates(0, 1, 10)
                        .creates(0, 2, 20)
                        .calls(1, "product", "", 11)
                        .calls(2, "customer", "", 22)
                        .told();
  BOOST_TEST(summary(read_before_fetch(seen)) == "");
}

BOOST_AUTO_TEST_SUITE_END()
