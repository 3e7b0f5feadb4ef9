// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/report/samples.hpp"

#include <sstream>

namespace racelab::report {
namespace {

using namespace std::chrono_literals;
using observe::event;
using observe::event_kind;
using observe::frame;
using observe::observation;

const std::string twin = "antipatterns/dependent_calls/read_before_fetch.cpp";

constexpr const char* twin_source =
    R"(// Distributed under the Boost Software License, Version 1.0.
#include "concurrency/errgroup.hpp"
#include "lessons/dependent_calls.hpp"

namespace racelab::dependent_calls {

order_details get_order_details(const context& ctx, shop& shop,
                                const std::string& order_id) {
  order_details details;
  errgroup group = errgroup::with_context(ctx);

  group.go([&] {
    details.order = shop.get_order(group.ctx(), order_id);
  });
  group.go([&] {
    // BUG: the order may still be under way.
    details.customer = )"
    R"(shop.get_customer(group.ctx(), details.order->customer_id);
  });

  group.wait();
  return details;
}

}  // namespace racelab::dependent_calls
)";

observe::stack at(int line, int column = 0) {
  frame outer{.function = "std::__invoke_impl",
              .file = "/usr/include/c++/12/bits/invoke.h",
              .line = 61,
              .column = 0,
              .subject = false};
  frame own{.function = "get_order_details (lambda)",
            .file = twin,
            .line = line,
            .column = column,
            .subject = true};
  return {own, outer};
}

class recording {
 public:
  explicit recording(observation& seen) : seen_(seen) {}

  recording& at_time(observe::virtual_time time) {
    time_ = time;
    return *this;
  }

  std::size_t add(event_kind kind, observe::thread_number thread, int line = 0,
                  unsigned object = 0, std::int64_t value = 0,
                  std::string text = {}) {
    event moment;
    moment.kind = kind;
    moment.thread = thread;
    moment.time = time_;
    moment.object = object;
    moment.value = value;
    moment.text = std::move(text);
    if (line != 0) {
      moment.stack = at(line);
    }
    seen_.events.push_back(std::move(moment));
    return seen_.events.size() - 1;
  }

  std::size_t blocked(observe::thread_number thread, observe::block_kind on,
                      unsigned object = 0, int line = 0) {
    return add(event_kind::blocked, thread, line, object,
               static_cast<std::int64_t>(on));
  }

  std::size_t stuck(observe::thread_number thread, observe::block_kind on,
                    unsigned object, int line) {
    return add(event_kind::stuck, thread, line, object,
               static_cast<std::int64_t>(on));
  }

  void thread(observe::thread_number parent, int line) {
    observe::thread self;
    self.parent = parent;
    if (line != 0) {
      self.created = at(line);
    }
    self.before_return = true;
    seen_.threads.push_back(std::move(self));
  }

 private:
  observation& seen_;
  observe::virtual_time time_{};
};

void add_call(observation& seen, unsigned service, unsigned thread,
              std::size_t begin, std::size_t end, std::string argument,
              std::string answer) {
  observe::call made;
  made.service = service;
  made.number = static_cast<unsigned>(seen.calls.size());
  made.thread = thread;
  made.begin_event = begin;
  made.end_event = end;
  made.outcome = observe::call_outcome::answered;
  made.argument = std::move(argument);
  made.answers = {std::move(answer)};
  seen.calls.push_back(std::move(made));
}

observe::race sample_race(std::size_t at_event) {
  observe::race found;
  found.kind = "data-race";
  found.accesses = {
      {.operation = "read", .size = 8, .thread = 2, .stack = at(17, 69)},
      {.operation = "write", .size = 8, .thread = 1, .stack = at(13, 19)}};
  found.location = "stack";
  found.at_event = at_event;
  return found;
}

shown_finding shown(std::string id, int line, std::string message) {
  shown_finding out;
  out.finding.id = std::move(id);
  out.finding.file = twin;
  out.finding.line = line;
  out.finding.message = std::move(message);
  out.finding.schedule = "o3p12t2";
  return out;
}

explore::coverage all(unsigned schedules) {
  explore::coverage out;
  out.explored = schedules;
  out.environments = schedules;
  out.exhaustive = true;
  out.concurrent = true;
  return out;
}

explore::coverage sampled(unsigned schedules, double log10_total) {
  explore::coverage out = all(schedules);
  out.exhaustive = false;
  out.log10_total = log10_total;
  out.seed = 7;
  return out;
}

observe::latency_result real(double p50, double path, double sum) {
  using ms = observe::latency::milliseconds;
  return {observe::latency{.p50 = ms(p50),
                           .p99 = ms(p50 + 1.25),
                           .critical_path = ms(path),
                           .sequential = ms(sum),
                           .runs = 20},
          {}};
}

subject_result pattern(std::string lesson) {
  subject_result out;
  out.file = "patterns/" + lesson + ".cpp";
  out.lesson = std::move(lesson);
  out.variant = "pattern";
  out.kind = kind::pattern;
  out.shows = "three calls at once, the first error ends the others";
  out.verdict = verdict::correct;
  out.as_expected = true;
  out.schedules = sampled(312, 6.2);
  out.latency = real(31.2, 30, 60.4);
  return out;
}

subject_result twin_of(std::string lesson, std::string variant) {
  subject_result out = pattern(std::move(lesson));
  out.variant = std::move(variant);
  out.kind = kind::antipattern;
  out.file = "antipatterns/" + out.lesson + '/' + out.variant + ".cpp";
  out.shows = "what goes wrong";
  out.verdict = verdict::broken;
  return out;
}

}  // namespace

look plain(unsigned width) { return {.width = width}; }
look unicode(unsigned width) { return {.width = width, .unicode = true}; }
look coloured(unsigned width) {
  return {.width = width, .colour = true, .unicode = true};
}

sources sample_sources() {
  std::vector<std::string> lines;
  std::istringstream in(twin_source);
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  return {{twin, {.lines = lines, .path = {}}}};
}

observation racing_tasks() {
  observation seen;
  seen.token = "o3p12t2";
  seen.environment.order = 3;
  seen.services = {"order", "customer", "product"};
  recording rec(seen);
  rec.thread(observe::unknown_thread, 0);
  rec.thread(0, 12);
  rec.thread(0, 15);
  rec.add(event_kind::function_begin, 0);
  rec.add(event_kind::thread_create, 0, 12, 1);
  rec.add(event_kind::thread_create, 0, 15, 2);
  rec.blocked(0, observe::block_kind::condition, observe::unknown_thread, 20);
  rec.add(event_kind::thread_begin, 1);
  const auto begin = rec.add(event_kind::call_begin, 1, 13, 0, 0, "order-1");
  rec.blocked(1, observe::block_kind::service);
  rec.add(event_kind::thread_begin, 2);
  rec.at_time(10ms);
  rec.add(event_kind::unblocked, 1);
  const auto end = rec.add(event_kind::call_end, 1, 13, 0, 0, "o-7f3a");
  add_call(seen, 0, 1, begin, end, "order-1", "o-7f3a");
  rec.add(event_kind::atomic, 1, 0, 9);
  rec.add(event_kind::thread_end, 1);
  const auto race = rec.add(event_kind::race, 2, 17);
  seen.races.push_back(sample_race(race));
  rec.at_time(30500us);
  rec.add(event_kind::thread_end, 2);
  rec.add(event_kind::function_end, 0, 0, 0, 0);
  return seen;
}

observation tasks_that_race_on() {
  observation seen = racing_tasks();
  recording rec(seen);
  rec.at_time(31ms);
  const auto add = [&](unsigned later, observe::stack where) -> observe::race& {
    observe::race more = sample_race(rec.add(event_kind::race, later));
    more.accesses[0].thread = later;
    more.accesses[0].stack = std::move(where);
    seen.races.push_back(std::move(more));
    return seen.races.back();
  };
  add(2, at(17, 31));
  add(2, at(18)).repeated = true;
  add(0, {});
  add(0, {}).accesses[1].stack = at(14);
  return seen;
}

observation deadlocked_threads() {
  observation seen;
  seen.token = "o0f2c1";
  seen.environment.fault = 2;
  seen.environment.stopped_by = observe::stop::cancel;
  seen.environment.stop_step = 1;
  seen.services = {"order", "customer"};
  seen.ending = observe::ending::stuck;
  recording rec(seen);
  rec.thread(observe::unknown_thread, 0);
  for (int i = 1; i < 5; ++i) {
    rec.thread(0, 11 + i);
  }
  rec.add(event_kind::function_begin, 0);
  for (unsigned i = 1; i < 5; ++i) {
    rec.add(event_kind::thread_create, 0, 11 + static_cast<int>(i), i);
    rec.add(event_kind::thread_begin, i);
  }
  rec.add(event_kind::lock, 1, 16);
  rec.add(event_kind::lock, 2, 18);
  rec.add(event_kind::stop_requested, 0);
  rec.blocked(1, observe::block_kind::mutex, 2, 17);
  rec.blocked(2, observe::block_kind::mutex, 1, 19);
  rec.blocked(0, observe::block_kind::join, 1, 20);
  rec.stuck(0, observe::block_kind::join, 1, 20);
  rec.stuck(1, observe::block_kind::mutex, 2, 17);
  rec.stuck(2, observe::block_kind::mutex, 1, 19);
  return seen;
}

observation spinning_thread() {
  observation seen;
  seen.token = "o1";
  seen.services = {"a_service_with_a_really_long_name"};
  recording rec(seen);
  rec.thread(observe::unknown_thread, 0);
  rec.thread(0, 12);
  rec.add(event_kind::function_begin, 0);
  rec.add(event_kind::thread_create, 0, 12, 1);
  rec.add(event_kind::thread_begin, 1);
  rec.add(event_kind::call_begin, 1, 13, 0, 0,
          "an-argument-that-is-longer-than-any-column-is-wide");
  rec.at_time(1500us);
  for (int i = 0; i < 37; ++i) {
    rec.add(event_kind::spin, 0, 16);
  }
  rec.add(event_kind::wrong_result, observe::unknown_thread, 0, 0, 0,
          "no order\x1b[32m at all");
  seen.truncated = true;
  return seen;
}

subject_result racing_subject() {
  subject_result out = twin_of("dependent_calls", "read_before_fetch");
  out.shows = "one task reads the order while another still fetches it";
  out.expected = {"read-before-fetch"};
  out.findings = {shown("read-before-fetch", 17,
                        "This task reads what a sibling task is still to "
                        "write: nothing makes it wait for the other.")};
  out.findings[0].evidence = racing_tasks();
  out.findings[0].finding.race = out.findings[0].evidence.races[0];
  return out;
}

subject_result hanging_subject() {
  subject_result out = twin_of("dependent_calls", "");
  out.kind = kind::solution;
  out.variant.clear();
  out.file = "my solution.cpp";
  out.shows.clear();
  out.as_expected = false;
  out.schedules.cut_short = "";
  out.findings = {
      shown("hang", 17, "Nobody can run, and nothing will ever change that.")};
  out.findings[0].evidence = deadlocked_threads();
  out.findings[0].finding.schedule = "o0f2c1";
  out.findings[0].finding.events = {out.findings[0].evidence.events.size() - 2,
                                    out.findings[0].evidence.events.size() - 1};
  out.latency = {std::nullopt, "it did not end"};
  return out;
}

run_result good_run() {
  run_result out;
  out.tools = {"g++ 12.2.0", "libtsan 2.0, history_size=7", "1.81.0"};
  out.lessons = {{"independent_calls",
                  "Three calls, none of which needs another's answer: all at "
                  "once, and the first error is the caller's."},
                 {"dependent_calls", "the order first, then the other two"}};
  subject_result sequential = twin_of("independent_calls", "sequential");
  sequential.expected = {"sequential"};
  sequential.schedules = all(48);
  sequential.latency = real(60.6, 30, 60.4);
  sequential.findings = {
      shown("sequential", 11,
            "These calls need nothing of each other, and yet each waits for "
            "the one before.")};
  subject_result locked =
      twin_of("dependent_calls", "locked_read_before_fetch");
  locked.expected = {"read-before-fetch", "siblings-not-cancelled"};
  locked.findings = {
      shown("read-before-fetch", 17, "This task reads what a sibling writes."),
      shown("read-before-fetch", 18, "This task reads what a sibling writes."),
      shown("siblings-not-cancelled", 1208,
            "The first error leaves the other calls running.")};
  out.subjects = {pattern("independent_calls"), std::move(sequential),
                  pattern("dependent_calls"), racing_subject(),
                  std::move(locked)};
  return out;
}

run_result bad_run() {
  run_result out = good_run();
  subject_result& wrong_pattern = out.subjects[0];
  wrong_pattern.verdict = verdict::broken;
  wrong_pattern.as_expected = false;
  wrong_pattern.why_not = {
      "A pattern must show nothing in any schedule, and this one hangs."};
  wrong_pattern.findings = {
      shown("hang", 20, "Nobody can run, and nothing will change that."),
      shown("hang", 24, "Nobody can run, and nothing will change that."),
      shown("hang", 32, "Nobody can run, and nothing will change that.")};
  subject_result& missed = out.subjects[1];
  missed.verdict = verdict::correct;
  missed.as_expected = false;
  missed.findings.clear();
  missed.why_not = {
      "It is expected to show sequential, and nothing was found."};
  subject_result& unsure = out.subjects[2];
  unsure.verdict = verdict::inconclusive;
  unsure.as_expected = false;
  unsure.schedules = {};
  unsure.latency = {std::nullopt, "it did not start"};
  unsure.why_not = {"ThreadSanitizer does not start on this kernel."};
  subject_result& broken_source = out.subjects[3];
  broken_source.verdict = verdict::inconclusive;
  broken_source.as_expected = false;
  broken_source.findings.clear();
  broken_source.schedules = {};
  broken_source.latency = {};
  broken_source.diagnostics =
      "read_before_fetch.cpp:9:3: error: expected ';'\n";
  broken_source.why_not = {"It does not compile."};
  return out;
}

}  // namespace racelab::report
