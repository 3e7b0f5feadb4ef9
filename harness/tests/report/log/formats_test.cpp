// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/report/log/parse_text.hpp"

#include <boost/test/unit_test.hpp>

namespace racelab::report::log {
namespace {

// The only report of a log in which everything is understood.
log_report only(std::string_view text) {
  parsed_log parsed = parse_text(text);
  BOOST_TEST(parsed.counts.unparsed_lines == 0U);
  for (const numbered_line& each : parsed.counts.first_unparsed)
    BOOST_TEST_MESSAGE(each.text);
  BOOST_REQUIRE(parsed.reports.size() == 1U);
  return parsed.reports[0];
}

std::string in_report(const std::string& kind, const std::string& body) {
  return "==================\nWARNING: ThreadSanitizer: " + kind +
         " (pid=7)\n" + body + "SUMMARY: ThreadSanitizer: " + kind +
         " a.cpp:1 in f\n==================\n";
}

constexpr const char* some_stack =
    "    #0 f /a/b.cpp:1 (b+0x1)\n    #1 main /a/b.cpp:9 (b+0x2)\n\n";

}  // namespace

BOOST_AUTO_TEST_SUITE(formats)

BOOST_AUTO_TEST_CASE(a_race_of_gcc_is_read_in_full) {
  const log_report race = only(gcc_race);
  BOOST_TEST(race.kind == "data race");
  BOOST_TEST(race.format == "tsan");
  BOOST_TEST(race.pid.value() == 4711U);
  BOOST_TEST(race.line == 2U);
  BOOST_TEST(race.complete);
  BOOST_TEST(!race.headless);
  BOOST_TEST(race.summary == "data race /home/me/shop/cart.cpp:12 in add(int)");

  BOOST_REQUIRE(race.accesses.size() == 2U);
  const access& first = race.accesses[0];
  BOOST_TEST(first.op == "write");
  BOOST_TEST(!first.previous);
  BOOST_TEST(first.size.value() == 4U);
  BOOST_TEST(first.address == 0x55d0c0a0f014U);
  BOOST_TEST(first.thread == "T2");
  BOOST_REQUIRE(first.locks.size() == 2U);
  BOOST_TEST(first.locks[0] == "write M7");
  BOOST_TEST(first.locks[1] == "read M9");
  BOOST_REQUIRE(first.stack.frames.size() == 2U);
  BOOST_TEST(place_of(first.stack.frames[0]) ==
             "add(int)|/home/me/shop/cart.cpp|12");
  const access& second = race.accesses[1];
  BOOST_TEST(second.op == "atomic read");
  BOOST_TEST(second.previous);
  BOOST_TEST(second.thread == "main");

  BOOST_REQUIRE(race.locations.size() == 1U);
  BOOST_TEST(race.locations[0].kind == "global");
  BOOST_TEST(race.locations[0].name == "items");
  BOOST_TEST(race.locations[0].size.value() == 4U);
  BOOST_TEST(race.locations[0].module == "cart");
  BOOST_TEST(race.locations[0].offset.value() == 0x5014U);

  BOOST_REQUIRE(race.locks.size() == 2U);
  BOOST_TEST(race.locks[0].id == "M7");
  BOOST_TEST(race.locks[0].stack.frames.size() == 2U);
  BOOST_TEST(race.locks[1].destroyed);

  BOOST_REQUIRE(race.threads.size() == 1U);
  BOOST_TEST(race.threads[0].id == "T2");
  BOOST_TEST(race.threads[0].name == "worker");
  BOOST_TEST(race.threads[0].os_id.value() == 4714U);
  BOOST_TEST(race.threads[0].state == "running");
  BOOST_TEST(race.threads[0].created_by == "main");
  BOOST_TEST(race.threads[0].stack.frames.size() == 3U);
}

BOOST_AUTO_TEST_CASE(every_kind_of_location_is_told_apart) {
  const auto location_of = [](const std::string& words) {
    const log_report race = only(in_report(
        "data race", "  Write of size 8 at 0x7b0400000010 by thread T1:\n" +
                         std::string(some_stack) + "  Location is " + words));
    BOOST_REQUIRE(race.locations.size() == 1U);
    return race.locations[0];
  };
  const location heap = location_of(
      "heap block of size 16 at 0x7b0400000010 allocated by thread T3:\n" +
      std::string(some_stack));
  BOOST_TEST(heap.kind == "heap");
  BOOST_TEST(heap.size.value() == 16U);
  BOOST_TEST(heap.thread == "T3");
  BOOST_TEST(heap.stack.frames.size() == 2U);
  const location of_stack = location_of("stack of main thread.\n\n");
  BOOST_TEST(of_stack.kind == "stack");
  BOOST_TEST(of_stack.thread == "main");
  const location tls = location_of("TLS of thread T1.\n\n");
  BOOST_TEST(tls.kind == "tls");
  BOOST_TEST(tls.thread == "T1");
  const location made =
      location_of("file descriptor 5 created by main thread at:\n" +
                  std::string(some_stack));
  BOOST_TEST(made.kind == "fd");
  BOOST_TEST(made.name == "5");
  BOOST_TEST(!made.closed);
  const location closed =
      location_of("file descriptor 5 destroyed by thread T2 at:\n" +
                  std::string(some_stack));
  BOOST_TEST(closed.closed);
  const location old = location_of(
      "global 'shop::items' at 0x000000601080 "
      "(cart+0x000000601080)\n\n");
  BOOST_TEST(old.name == "shop::items");
  BOOST_TEST(!old.size.has_value());
  BOOST_TEST(old.offset.value() == 0x601080U);
  const location object = location_of(
      "NSMutableArray of size 16 at 0x7b0400000010 allocated by main "
      "thread:\n" +
      std::string(some_stack));
  BOOST_TEST(object.name == "NSMutableArray");
}

BOOST_AUTO_TEST_CASE(a_stack_that_is_lost_is_said_to_be) {
  const log_report race = only(in_report(
      "data race", "  Write of size 8 at 0x7b04 by thread T1:\n" +
                       std::string(some_stack) +
                       "  Previous write of size 8 at 0x7b04 by thread T2:\n"
                       "    [failed to restore the stack]\n\n"
                       "  Thread T2 (tid=9, finished) created by thread T1\n"
                       "    [failed to restore the stack]\n\n"));
  BOOST_REQUIRE(race.accesses.size() == 2U);
  BOOST_TEST(race.accesses[1].stack.frames.empty());
  BOOST_TEST(race.accesses[1].stack.missing == "failed to restore the stack");
  BOOST_REQUIRE(race.threads.size() == 1U);
  BOOST_TEST(race.threads[0].created_by == "T1");
  BOOST_TEST(race.threads[0].stack.missing != "");
}

BOOST_AUTO_TEST_CASE(a_cycle_of_locks_has_its_edges) {
  const std::string body =
      "  Cycle in lock order graph: M1 (0x7b10) => M2 (0x7b20) => M1\n\n"
      "  Mutex M2 acquired here while holding mutex M1 in main thread:\n" +
      std::string(some_stack) +
      "  Mutex M1 previously acquired by the same thread here:\n" + some_stack +
      "  Mutex M1 acquired here while holding mutex M2 in thread T1:\n" +
      some_stack +
      "    Hint: use TSAN_OPTIONS=second_deadlock_stack=1 to get "
      "more informative warning message\n\n"
      "  Thread T1 (tid=8, running) created by main thread at:\n" +
      some_stack;
  const log_report found =
      only(in_report("lock-order-inversion (potential deadlock)", body));
  BOOST_TEST(found.kind == "lock-order-inversion (potential deadlock)");
  BOOST_TEST(found.cycle == std::vector<std::string>({"M1", "M2"}),
             boost::test_tools::per_element());
  BOOST_REQUIRE(found.edges.size() == 2U);
  BOOST_TEST(found.edges[0].acquired == "M2");
  BOOST_TEST(found.edges[0].holding == "M1");
  BOOST_TEST(found.edges[0].thread == "main");
  BOOST_TEST(found.edges[0].stack.frames.size() == 2U);
  BOOST_TEST(found.edges[0].holding_stack.frames.size() == 2U);
  BOOST_TEST(found.edges[1].thread == "T1");
  BOOST_TEST(found.edges[1].holding_stack.frames.empty());
  BOOST_TEST(found.notes.size() == 1U);
  BOOST_TEST(found.stacks.empty());
}

BOOST_AUTO_TEST_CASE(a_thread_leak_says_how_many_more_there_are) {
  const log_report leak = only(in_report(
      "thread leak",
      "  Thread T3 'pool' (tid=8, finished) created by thread T1 at:\n" +
          std::string(some_stack) + "  And 4 more similar thread leaks.\n\n"));
  BOOST_TEST(leak.more_similar == 4U);
  BOOST_REQUIRE(leak.threads.size() == 1U);
  BOOST_TEST(leak.threads[0].created_by == "T1");
}

BOOST_AUTO_TEST_CASE(what_is_no_access_keeps_its_stacks) {
  for (const char* kind :
       {"destroy of a locked mutex", "double lock of a mutex",
        "use of an invalid mutex (e.g. uninitialized or destroyed)",
        "unlock of an unlocked mutex (or by a wrong thread)",
        "read lock of a write locked mutex",
        "read unlock of a write locked mutex",
        "signal-unsafe call inside of a signal",
        "signal handler spoils errno"}) {
    const log_report found = only(
        in_report(kind, some_stack + std::string("  and:\n") + some_stack +
                            "  Mutex M0 (0x7b10) created at:\n" + some_stack));
    BOOST_TEST(found.kind == kind);
    BOOST_REQUIRE(found.stacks.size() == 2U);
    BOOST_TEST(found.stacks[0].title == "");
    BOOST_TEST(found.stacks[1].title == "and");
    BOOST_TEST(found.stacks[1].stack.frames.size() == 2U);
    BOOST_TEST(found.locks.size() == 1U);
  }
}

BOOST_AUTO_TEST_CASE(a_signal_and_a_sleep_have_titles) {
  const log_report found = only(
      in_report("signal handler spoils errno",
                "  Signal 10 handler invoked at:\n" + std::string(some_stack)));
  BOOST_REQUIRE(found.stacks.size() == 1U);
  BOOST_TEST(found.stacks[0].title == "Signal 10 handler invoked at");
  const log_report race = only(in_report(
      "data race", "  Write of size 8 at 0x7b04 by thread T1:\n" +
                       std::string(some_stack) +
                       "  As if synchronized via sleep:\n" + some_stack));
  BOOST_REQUIRE(race.stacks.size() == 1U);
  BOOST_TEST(race.stacks[0].title == "As if synchronized via sleep");
}

BOOST_AUTO_TEST_CASE(a_race_on_an_object_names_its_type) {
  const log_report swift = only(in_report(
      "Swift access race",
      "  Modifying access of Swift variable at 0x7b04 by thread T1:\n" +
          std::string(some_stack) +
          "  Previous read-only access of Swift variable at 0x7b04 by main "
          "thread (mutexes: write M3):\n" +
          some_stack));
  BOOST_TEST(swift.format == "swift");
  BOOST_REQUIRE(swift.accesses.size() == 2U);
  BOOST_TEST(swift.accesses[0].op == "modifying access");
  BOOST_TEST(swift.accesses[0].object == "Swift variable");
  BOOST_TEST(swift.accesses[0].address == 0x7b04U);
  BOOST_TEST(!swift.accesses[0].size.has_value());
  BOOST_TEST(swift.accesses[1].op == "read-only access");
  BOOST_TEST(swift.accesses[1].locks.size() == 1U);
  const log_report external = only(
      in_report("race on shop::cart",
                "  Read-only access of shop::cart at 0x7b04 by thread T1:\n" +
                    std::string(some_stack)));
  BOOST_TEST(external.kind == "race on shop::cart");
  BOOST_TEST(external.format == "tsan");
}

BOOST_AUTO_TEST_CASE(a_crash_is_one_report_with_its_signal_line) {
  const log_report crash = only(
      "ThreadSanitizer:DEADLYSIGNAL\n"
      "==77==ERROR: ThreadSanitizer: SEGV on unknown address 0x000000000000 "
      "(pc 0x55d0c0a0f014 bp 0x7ffd sp 0x7ffc T78)\n"
      "==77==The signal is caused by a WRITE memory access.\n"
      "==77==Hint: address points to the zero page.\n"
      "    #0 f(int*) /a/b.cpp:3 (b+0x1)\n"
      "    #1 main /a/b.cpp:9 (b+0x2)\n\n"
      "ThreadSanitizer can not provide additional info.\n"
      "SUMMARY: ThreadSanitizer: SEGV /a/b.cpp:3 in f(int*)\n"
      "==77==ABORTING\n");
  BOOST_TEST(crash.kind == "SEGV");
  BOOST_TEST(crash.pid.value() == 77U);
  BOOST_TEST(crash.complete);
  BOOST_REQUIRE(crash.notes.size() == 3U);
  BOOST_TEST(crash.notes[1] ==
             "The signal is caused by a WRITE memory access.");
  BOOST_REQUIRE(crash.stacks.size() == 1U);
  BOOST_TEST(crash.stacks[0].stack.frames.size() == 2U);
}

BOOST_AUTO_TEST_CASE(an_error_is_called_by_its_name) {
  const auto kind_of = [](const std::string& words) {
    return only("==7==ERROR: ThreadSanitizer: " + words + "\n" + some_stack)
        .kind;
  };
  BOOST_TEST(kind_of("FPE on unknown address 0x55 (pc 0x1 bp 0x2 sp 0x3 T7)") ==
             "FPE");
  BOOST_TEST(kind_of("stack-overflow on address 0x55 (pc 0x1 T7)") ==
             "stack-overflow");
  BOOST_TEST(kind_of("requested allocation size 0x7fffffffffffffff exceeds "
                     "maximum supported size of 0x10000000000") ==
             "allocation-size-too-big");
  BOOST_TEST(kind_of("calloc parameters overflow: count * size (9 * 9) cannot "
                     "be represented in type size_t") == "calloc-overflow");
  BOOST_TEST(kind_of("something new: of 9 bytes") == "something new");
  BOOST_TEST(only("==7==ERROR: ThreadSanitizer: something new (9)\n" +
                  std::string(some_stack) +
                  "SUMMARY: ThreadSanitizer: new-error /a/b.cpp:1 in f\n")
                 .kind == "new-error");
}

BOOST_AUTO_TEST_CASE(gos_races_are_read_with_their_goroutines) {
  const log_report race = only(
      "==================\n"
      "WARNING: DATA RACE\n"
      "Write at 0x00c00001c0a8 by goroutine 7:\n"
      "  main.(*cart).add()\n"
      "      /my shop/cart.go:12 +0x38\n"
      "  main.main.func1()\n"
      "      /my shop/main.go:20 +0x44\n"
      "\n"
      "Previous read at 0x00c00001c0a8 by main goroutine:\n"
      "  [failed to restore the stack]\n"
      "\n"
      "Goroutine 7 (running) created at:\n"
      "  main.main()\n"
      "      /my shop/main.go:19 +0x91\n"
      "==================\n"
      "Found 1 data race(s)\n"
      "exit status 66\n");
  BOOST_TEST(race.kind == "data race");
  BOOST_TEST(race.format == "go");
  BOOST_TEST(race.complete);
  BOOST_REQUIRE(race.accesses.size() == 2U);
  BOOST_TEST(race.accesses[0].op == "write");
  BOOST_TEST(race.accesses[0].thread == "goroutine 7");
  BOOST_REQUIRE(race.accesses[0].stack.frames.size() == 2U);
  BOOST_TEST(place_of(race.accesses[0].stack.frames[0]) ==
             "main.(*cart).add|/my shop/cart.go|12");
  BOOST_TEST(race.accesses[0].stack.frames[1].number == 1U);
  BOOST_TEST(race.accesses[1].thread == "main");
  BOOST_TEST(race.accesses[1].stack.missing != "");
  BOOST_REQUIRE(race.threads.size() == 1U);
  BOOST_TEST(race.threads[0].id == "goroutine 7");
  BOOST_TEST(race.threads[0].state == "running");
  BOOST_TEST(race.threads[0].stack.frames.size() == 1U);
}

BOOST_AUTO_TEST_CASE(the_runtimes_own_failure_is_no_report) {
  const parsed_log parsed = parse_text(
      "FATAL: ThreadSanitizer: unexpected memory mapping 0x55-0x56\n"
      "ThreadSanitizer: CHECK failed: tsan_rtl.cpp:12 \"((a)) != (0)\" (0x0, "
      "0x0) (tid=9)\n"
      "    #0 __tsan::CheckUnwind() tsan_rtl.cpp:9 (b+0x1)\n"
      "    #1 main /a/b.cpp:9 (b+0x2)\n\n"
      "==9==FATAL: ThreadSanitizer: can not mmap\n");
  BOOST_TEST(parsed.reports.empty());
  BOOST_TEST(parsed.counts.unparsed_lines == 0U);
  BOOST_TEST(parsed.counts.runtime_failures ==
                 std::vector<std::string>(
                     {"FATAL: ThreadSanitizer: unexpected memory mapping "
                      "0x55-0x56",
                      "ThreadSanitizer: CHECK failed: tsan_rtl.cpp:12 \"((a)) "
                      "!= (0)\" (0x0, 0x0) (tid=9)",
                      "FATAL: ThreadSanitizer: can not mmap"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_runtime_that_says_it_is_dying_has_failed) {
  const std::vector<std::string> said{
      "ThreadSanitizer: Thread limit (8128 threads) exceeded. Dying.",
      "ThreadSanitizer: starting new threads after multi-threaded fork is not "
      "supported. Dying (set die_after_fork=0 to override)",
      "ThreadSanitizer: sync allocator overflow (1024*1024). Dying.",
      "FATAL: Internal error: ThreadSanitizer's allocator failed to allocate a "
      "transfer batch.",
      "race: limit on 8128 simultaneously alive goroutines is exceeded, dying"};
  const parsed_log parsed =
      parse_text("12:00:01 ==9==" + said[0] + "\n==9==" + said[1] + "\n" +
                 said[2] + "\n" + said[3] + "\n" + said[4] + "\n");
  BOOST_TEST(parsed.reports.empty());
  BOOST_TEST(parsed.counts.unparsed_lines == 0U);
  BOOST_TEST(parsed.counts.runtime_failures == said,
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_limit_of_go_is_found_deep_in_a_log) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "a line of the program\n";
  text +=
      "race: limit on 8128 simultaneously alive goroutines is exceeded, "
      "dying\n";
  BOOST_TEST(parse_text(text).counts.failures == 1U);
}

BOOST_AUTO_TEST_CASE(words_of_a_program_about_dying_are_no_failure) {
  const parsed_log parsed = parse_text(
      "see ThreadSanitizer: the manual. Dying is described there\n"
      "the limit on simultaneously alive goroutines is exceeded, "
      "dying\n");
  BOOST_TEST(parsed.counts.failures == 0U);
}

BOOST_AUTO_TEST_CASE(memory_that_is_lacking_has_one_name_in_every_runtime) {
  const parsed_log parsed = parse_text(
      "==9==ERROR: ThreadSanitizer: out of memory: allocator is trying to "
      "allocate 0x10 bytes\n"
      "    #0 malloc <null> (p+0x1)\n");
  BOOST_REQUIRE(parsed.reports.size() == 1U);
  BOOST_TEST(parsed.reports[0].kind == "out-of-memory");
}

BOOST_AUTO_TEST_CASE(a_deadly_signal_without_an_error_is_not_lost) {
  const parsed_log parsed = parse_text("ThreadSanitizer:DEADLYSIGNAL\n");
  BOOST_TEST(parsed.reports.empty());
  BOOST_TEST(parsed.counts.failures == 1U);
}

BOOST_AUTO_TEST_CASE(what_the_runtime_says_at_its_end_is_understood) {
  const parsed_log parsed =
      parse_text(std::string(gcc_race) +
                 "ThreadSanitizer: reported 1 warnings\n"
                 "ThreadSanitizer: Matched 3 suppressions (pid=4711):\n"
                 "2 race:^shop::\n"
                 "1 thread:pool\n"
                 "bye\n");
  BOOST_TEST(parsed.reports.size() == 1U);
  BOOST_TEST(parsed.counts.unparsed_lines == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::report::log
