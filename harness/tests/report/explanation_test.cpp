// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/log/explanation.hpp"
#include "harness/report/log/accessed_expression.hpp"
#include "harness/report/log/likely_lesson.hpp"
#include "harness/report/log/user_code.hpp"
#include "harness/tests/report/log/parse_text.hpp"

#include <boost/test/unit_test.hpp>

#include <set>

namespace racelab::report::log {
namespace {

frame at(const char* function, const char* file, unsigned line,
         unsigned column = 0) {
  frame out;
  out.function = function;
  out.file = file;
  out.line = line;
  out.column = column;
  out.user = true;
  return out;
}

access does(const char* op, const char* thread, const frame& where) {
  access out;
  out.op = op;
  out.thread = thread;
  out.size = 8;
  out.stack.frames = {where};
  return out;
}

thread started(const char* id, const char* by, const frame& where) {
  thread out;
  out.id = id;
  out.created_by = by;
  out.stack.frames = {where};
  return out;
}

log_report order_race() {
  log_report out;
  out.kind = "data race";
  out.accesses = {does("read", "T2", at("pay", "shop/checkout.cpp", 3, 10)),
                  does("write", "T1", at("get", "shop/checkout.cpp", 2))};
  out.accesses[1].previous = true;
  return out;
}

log_report of_kind(const char* kind) {
  log_report out;
  out.kind = kind;
  titled_stack where;
  where.stack.frames = {at("f", "a.cpp", 7)};
  out.stacks = {where};
  lock mutex;
  mutex.id = "M3";
  out.locks = {mutex};
  return out;
}

const sources checkout{
    {"shop/checkout.cpp",
     {{"order_type order;", "  order = shop.get();", "  return order.total;"},
      {}}}};

}  // namespace

BOOST_AUTO_TEST_SUITE(explanation_)

BOOST_AUTO_TEST_CASE(a_race_is_told_in_one_sentence) {
  BOOST_TEST(explanation(order_race(), {}) ==
             "T2 reads at checkout.cpp:3 what T1 may still be writing at "
             "checkout.cpp:2; nothing orders the two.");
  BOOST_TEST(explanation(order_race(), checkout) ==
             "T2 reads `order` at checkout.cpp:3 while T1 may still be writing "
             "it at checkout.cpp:2; nothing orders the two.");
}

BOOST_AUTO_TEST_CASE(a_globals_name_needs_no_source) {
  log_report report = order_race();
  location variable;
  variable.kind = "global";
  variable.name = "visits";
  report.locations = {variable};
  BOOST_TEST(explanation(report, {}).starts_with("T2 reads `visits` at "));
  report.locations[0].name = "shop::VISITS::he854a84be7de96f5 (.0)";
  BOOST_TEST(explanation(report, {}).starts_with("T2 reads `shop::VISITS` at"));
  for (const char* no_name : {"<null>", "??", ""}) {
    report.locations[0].name = no_name;
    BOOST_TEST(explanation(report, {}).starts_with("T2 reads at "), no_name);
  }
}

BOOST_AUTO_TEST_CASE(a_lost_stack_is_said) {
  log_report report = order_race();
  report.accesses[1].stack = {{}, "failed to restore the stack"};
  BOOST_TEST(explanation(report, {}) ==
             "T2 reads at checkout.cpp:3 what T1 may still be writing at a "
             "place that the runtime has forgotten; nothing orders the two.");
  report.accesses[1].stack.missing = foreign_frames;
  BOOST_TEST(explanation(report, {}) ==
             "T2 reads at checkout.cpp:3 what T1 may still be writing at a "
             "place that is not understood; nothing orders the two.");
}

BOOST_AUTO_TEST_CASE(memory_that_is_freed_is_not_said_to_be_written) {
  log_report report = order_race();
  frame innermost;
  innermost.function = "operator delete(void*)";
  auto& frames = report.accesses[1].stack.frames;
  frames.insert(frames.begin(), innermost);
  BOOST_TEST(explanation(report, {})
                 .find("T1 may still be freeing at "
                       "checkout.cpp:2") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(each_kind_has_a_sentence_of_its_own) {
  std::set<std::string> sentences;
  const auto kinds = {
      "double lock of a mutex",
      "unlock of an unlocked mutex (or by a wrong thread)",
      "destroy of a locked mutex",
      "use of an invalid mutex (e.g. uninitialized or destroyed)",
      "read lock of a write locked mutex",
      "read unlock of a write locked mutex",
      "signal-unsafe call inside of a signal",
      "signal handler spoils errno",
      "SEGV",
      "FPE",
      "ILL",
      "ABRT",
      "stack-overflow",
      "calloc-overflow",
      "rss-limit-exceeded",
      "heap-use-after-free",
      "something new"};
  for (const char* kind : kinds) {
    const std::string sentence = explanation(of_kind(kind), {});
    BOOST_TEST(sentence.find("a.cpp:7") != std::string::npos, sentence);
    sentences.insert(sentence);
  }
  BOOST_TEST(sentences.size() == kinds.size());
}

BOOST_AUTO_TEST_CASE(a_ring_of_locks_is_told_edge_by_edge) {
  log_report report;
  report.kind = "lock-order-inversion (potential deadlock)";
  report.edges.resize(2);
  for (std::size_t i = 0; i < 2; ++i) {
    lock_edge& each = report.edges[i];
    each.acquired = i == 0 ? "M1" : "M0";
    each.holding = i == 0 ? "M0" : "M1";
    each.thread = i == 0 ? "T1" : "main";
    each.stack.frames = {at("f", "a.cpp", 7 + static_cast<unsigned>(i))};
  }
  BOOST_TEST(explanation(report, {}) ==
             "T1 takes M1 at a.cpp:7 while it holds M0, the main thread takes "
             "M0 at a.cpp:8 while it holds M1: threads that do so at once "
             "can wait for one another for ever.");
}

BOOST_AUTO_TEST_CASE(a_leaked_thread_is_told_by_its_start) {
  log_report report;
  report.kind = "thread leak";
  report.threads = {started("T1", "main", at("main", "a.cpp", 9))};
  report.more_similar = 4;
  BOOST_TEST(explanation(report, {}) ==
             "T1, which the main thread started at a.cpp:9, was neither joined "
             "nor detached; there are 4 more like it.");
}

BOOST_AUTO_TEST_CASE(rules_are_few_and_known) {
  BOOST_TEST(rule_of(of_kind("data race")).id == "data-race");
  BOOST_TEST(rule_of(of_kind("data race on vptr (ctor)")).id == "vptr-race");
  BOOST_TEST(rule_of(of_kind("race on NSMutableArray")).id == "external-race");
  BOOST_TEST(rule_of(of_kind("what nobody knows")).id == "other");
  std::set<std::string_view> ids;
  for (const rule& each : rules()) ids.insert(each.id);
  BOOST_TEST(ids.size() == rules().size());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(accessed_expression_)

BOOST_AUTO_TEST_CASE(a_column_points_at_what_is_accessed) {
  BOOST_TEST(expression_in("  return order.total;", {10, false}) == "order");
  BOOST_TEST(expression_in("  return order.total;", {16, false}) ==
             "order.total");
  BOOST_TEST(expression_in("  a->b[i + 1].c += 2;", {17, true}) ==
             "a->b[i + 1].c");
  BOOST_TEST(expression_in("  ++count;", {3, true}) == "count");
  BOOST_TEST(expression_in("  count++;", {8, true}) == "count");
  BOOST_TEST(expression_in("  run(order);", {3, false}) == "");
  BOOST_TEST(expression_in("  order", {40, false}) == "");
  BOOST_TEST(expression_in("  7 + 3;", {3, false}) == "");
}

BOOST_AUTO_TEST_CASE(without_a_column_only_a_single_change_is_named) {
  BOOST_TEST(expression_in("  details.order = get();", {0, true}) ==
             "details.order");
  BOOST_TEST(expression_in("  if (a == b) count += 1;", {0, true}) == "count");
  BOOST_TEST(expression_in("  a = b = 0;", {0, true}) == "");
  BOOST_TEST(expression_in("  int copy = shared;", {0, true}) == "");
  BOOST_TEST(expression_in("  copy = shared;", {0, false}) == "");
  BOOST_TEST(expression_in("  run([=] { x = 1; });", {0, true}) == "");
  BOOST_TEST(expression_in("", {0, true}) == "");
}

BOOST_AUTO_TEST_CASE(a_comment_and_quoted_text_are_no_code) {
  BOOST_TEST(expression_in("  total = 1;  // not other = 2", {0, true}) ==
             "total");
  BOOST_TEST(expression_in("  say(\"// a\"); total = 1;", {0, true}) == "");
}

BOOST_AUTO_TEST_CASE(the_column_of_a_write_may_be_that_of_the_value) {
  BOOST_TEST(expression_in("  total = price;", {11, true}) == "total");
  BOOST_TEST(expression_in("  total = price;", {11, false}) == "price");
  BOOST_TEST(expression_in("  go([&] { total = sum(all); });", {22, true}) ==
             "total");
}

BOOST_AUTO_TEST_CASE(a_known_name_is_found_where_it_stands_only_once) {
  BOOST_TEST(expression_in("  return shop.stock;", {0, false, "stock"}) ==
             "shop.stock");
  BOOST_TEST(expression_in("  f(stock);", {0, false, "shop::stock"}) ==
             "stock");
  BOOST_TEST(expression_in("  f(stock, stock);", {0, false, "stock"}) == "");
  BOOST_TEST(expression_in("  f(stocks);", {0, false, "stock"}) == "");
  BOOST_TEST(expression_in("  return a->b;", {0, false, "a->b"}) == "a->b");
}

BOOST_AUTO_TEST_CASE(of_what_a_called_function_did_only_an_operator_tells) {
  BOOST_TEST(expression_in("  total = sum(all);", {9, true, "", "sum"}) == "");
  BOOST_TEST(expression_in("  name = text;", {8, true, "", "operator="}) ==
             "name");
  BOOST_TEST(expression_in("  f(a.order->id);",
                           {12, false, "", "std::unique_ptr::operator->"}) ==
             "a.order");
  BOOST_TEST(expression_in("  c.entries[key] = value",
                           {0, true, "", "runtime.mapassign_faststr"}) ==
             "c.entries[key]");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(likely_lesson_)

BOOST_AUTO_TEST_CASE(tasks_started_side_by_side_that_read_and_write_a_local) {
  log_report report = order_race();
  report.threads = {started("T1", "main", at("checkout", "a.cpp", 12)),
                    started("T2", "main", at("checkout", "a.cpp", 15))};
  location local;
  local.kind = "stack";
  report.locations = {local};
  BOOST_TEST_REQUIRE(likely_lesson_of(report).has_value());
  BOOST_TEST(likely_lesson_of(report)->finding == "read-before-fetch");
  report.accesses[0].op = "write";
  BOOST_TEST(!likely_lesson_of(report).has_value());
}

BOOST_AUTO_TEST_CASE(a_one_byte_global_that_its_readers_maker_sets) {
  log_report report = order_race();
  report.accesses[0].size = report.accesses[1].size = 1;
  report.threads = {started("T2", "T1", at("start", "a.cpp", 12))};
  location flag;
  flag.kind = "global";
  flag.size = 1;
  report.locations = {flag};
  BOOST_TEST_REQUIRE(likely_lesson_of(report).has_value());
  BOOST_TEST(likely_lesson_of(report)->subject ==
             "graceful_shutdown/plain_bool_stop");
  report.locations[0].size = 64;
  BOOST_TEST(!likely_lesson_of(report).has_value());
}

BOOST_AUTO_TEST_CASE(equal_workers_that_change_the_same) {
  log_report report = order_race();
  report.accesses[1].stack = report.accesses[0].stack;
  report.threads = {started("T1", "main", at("start", "a.cpp", 12)),
                    started("T2", "main", at("start", "a.cpp", 12))};
  BOOST_TEST_REQUIRE(likely_lesson_of(report).has_value());
  BOOST_TEST(likely_lesson_of(report)->subject ==
             "worker_pool/unsynchronised_results");
  report.threads[1].stack.frames[0].line = 13;
  BOOST_TEST(!likely_lesson_of(report).has_value());
}

BOOST_AUTO_TEST_CASE(a_race_without_such_marks_has_none) {
  BOOST_TEST(!likely_lesson_of(order_race()).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::report::log
