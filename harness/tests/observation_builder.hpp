// Distributed under the Boost Software License, Version 1.0.
#pragma once

// Observations written by hand, as a story told in the order of its events:
//
//   const observation seen = story({"order", "customer"})
//                                .begins()
//                                .creates(0, 1, 10)
//                                .calls(1, "order", "o1", 11)
//                                .at(10ms)
//                                .answers(1, {"c7"})
//                                .ends(1)
//                                .returns()
//                                .told();
//
// Lines are those of the subject, "subject.cpp"; line 0 means a stack without
// any line of the subject. Time stands still between two calls of `at`.

#include "harness/observe/observation.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace racelab::tests {

using namespace std::chrono_literals;
using observe::block_kind;
using observe::event_kind;
using observe::observation;

inline constexpr std::string_view subject_file = "subject.cpp";

// A stack as the symbolizer gives it: what was called, the subject's line,
// and what the subject was called by.
inline observe::stack stack_at(int line, std::string callee = {}) {
  observe::stack frames;
  if (!callee.empty())
    frames.push_back({std::move(callee), "library.hpp", 191, 0, false});
  if (line != 0)
    frames.push_back({"get_order_details (lambda)", std::string(subject_file),
                      line, 0, true});
  frames.push_back({"thread_main", "scheduler.cpp", 1, 0, false});
  return frames;
}

inline observe::access access_at(std::string operation, unsigned thread,
                                 int line, std::string callee = {},
                                 unsigned size = 8) {
  return {std::move(operation), size, thread,
          stack_at(line, std::move(callee))};
}

class story {
 public:
  explicit story(std::vector<std::string> services = {"order", "customer",
                                                      "product"}) {
    seen_.services = std::move(services);
    seen_.token = "o0";
    seen_.threads.resize(1);
  }

  // ---- the environment ------------------------------------------------------

  story& token(std::string word) {
    seen_.token = std::move(word);
    return *this;
  }
  // The service that is made to fail.
  story& fault(std::string_view service) {
    seen_.environment.fault = service_number(service) + 1;
    return *this;
  }
  story& stop(observe::stop how, unsigned step) {
    seen_.environment.stopped_by = how;
    seen_.environment.stop_step = step;
    return *this;
  }

  // So many calls at once, and no more.
  story& limit(unsigned calls) {
    seen_.limit = calls;
    return *this;
  }
  // Calls to the service do not give up.
  story& cannot_interrupt(std::string_view service) {
    uninterruptible_.push_back(service_number(service));
    return *this;
  }
  // Each service is to be called exactly once.
  story& each_once() {
    seen_.each_once = true;
    return *this;
  }

  // ---- the function ---------------------------------------------------------

  story& at(observe::virtual_time time) {
    now_ = time;
    return *this;
  }
  story& begins() {
    begun_ = now_;
    return add(0, event_kind::function_begin);
  }
  story& returns() {
    seen_.outcome = observe::function_outcome::returned;
    return ends_function(0, {});
  }
  story& throws(std::string error) {
    seen_.outcome = observe::function_outcome::threw;
    seen_.error = error;
    return ends_function(1, std::move(error));
  }
  story& wrong_result(std::string what) {
    add(0, event_kind::wrong_result);
    last().text = std::move(what);
    return *this;
  }
  story& caller_cancels(unsigned thread = 0) {
    return add(thread, event_kind::stop_requested);
  }

  // What the function is about is told to stop.
  story& told_to_stop(unsigned thread = 0) {
    add(thread, event_kind::stop_requested);
    last().value = 1;
    return *this;
  }

  // ---- calls ----------------------------------------------------------------

  story& calls(unsigned thread, std::string_view service, std::string argument,
               int line) {
    add(thread, event_kind::call_begin, line);
    last().object = service_number(service);
    last().text = argument;
    observe::call call;
    call.service = last().object;
    call.number = static_cast<unsigned>(seen_.calls.size());
    call.thread = thread;
    call.begin_event = seen_.events.size() - 1;
    call.begin = now_;
    call.interruptible =
        std::find(uninterruptible_.begin(), uninterruptible_.end(),
                  call.service) == uninterruptible_.end();
    call.argument = std::move(argument);
    call.stack = last().stack;
    seen_.calls.push_back(std::move(call));
    return *this;
  }
  story& answers(unsigned thread, std::vector<std::string> values = {}) {
    end_call(thread, observe::call_outcome::answered).answers =
        std::move(values);
    return *this;
  }
  story& fails(unsigned thread, std::string error) {
    end_call(thread, observe::call_outcome::failed).error = std::move(error);
    return *this;
  }
  story& gives_up(unsigned thread, std::string error = "context canceled") {
    end_call(thread, observe::call_outcome::gave_up).error = std::move(error);
    return *this;
  }

  // ---- threads --------------------------------------------------------------

  story& creates(unsigned parent, unsigned thread, int line) {
    add(parent, event_kind::thread_create, line);
    last().object = thread;
    const observe::stack created = last().stack;
    if (seen_.threads.size() <= thread) seen_.threads.resize(thread + 1);
    seen_.threads[thread].parent = parent;
    seen_.threads[thread].created = created;
    return *this;
  }
  story& begins(unsigned thread) {
    return add(thread, event_kind::thread_begin);
  }
  story& ends(unsigned thread) {
    seen_.threads.at(thread).finished = true;
    return add(thread, event_kind::thread_end);
  }
  story& joins(unsigned thread, unsigned joined) {
    seen_.threads.at(joined).joined = true;
    return about(add(thread, event_kind::thread_join), joined);
  }
  story& detaches(unsigned thread, unsigned detached) {
    seen_.threads.at(detached).detached = true;
    return about(add(thread, event_kind::thread_detach), detached);
  }
  story& locks(unsigned thread, int line) {
    return add(thread, event_kind::lock, line);
  }
  story& unlocks(unsigned thread) { return add(thread, event_kind::unlock); }
  story& sleeps(unsigned thread, observe::virtual_time time, int line = 0) {
    add(thread, event_kind::sleep, line);
    last().value = time.count();
    return *this;
  }
  story& blocks(unsigned thread, block_kind on, int line = 0) {
    add(thread, event_kind::blocked, line);
    last().value = static_cast<std::int64_t>(on);
    return *this;
  }
  story& goes_on(unsigned thread) { return add(thread, event_kind::unblocked); }
  story& spins(unsigned thread, int line) {
    return add(thread, event_kind::spin, line);
  }

  // ---- signals --------------------------------------------------------------

  story& handles(unsigned thread, std::string signal, int line = 0) {
    add(thread, event_kind::handler_begin, line);
    last().text = std::move(signal);
    return *this;
  }
  story& has_handled(unsigned thread) {
    return add(thread, event_kind::handler_end);
  }
  story& calls_unsafe(unsigned thread, std::string what, int line) {
    add(thread, event_kind::unsafe_call, line);
    last().text = std::move(what);
    return *this;
  }

  // ---- sudden ends ----------------------------------------------------------

  story& follows_null(unsigned thread, int line) {
    return crashes(thread, line, 11, "SIGSEGV", 1);
  }
  story& throws_uncaught(unsigned thread, int line, std::string error) {
    return crashes(thread, line, 6, std::move(error), 2);
  }
  story& crashes(unsigned thread, int line, int signal = 11,
                 std::string why = "SIGSEGV", unsigned mark = 0) {
    add(thread, event_kind::crash, line);
    last().object = mark;
    last().value = signal;
    last().text = std::move(why);
    seen_.ending = observe::ending::crashed;
    return *this;
  }
  story& ends_process(unsigned thread, int line, std::string how, int code) {
    add(thread, event_kind::ended_process, line);
    last().text = std::move(how);
    last().value = code;
    seen_.ending = observe::ending::ended_process;
    return *this;
  }
  story& stuck(unsigned thread, block_kind on, int line,
               unsigned object = observe::unknown_thread) {
    add(thread, event_kind::stuck, line);
    last().value = static_cast<std::int64_t>(on);
    last().object = object;
    if (seen_.outcome == observe::function_outcome::pending)
      seen_.ending = observe::ending::stuck;
    return *this;
  }
  story& uses_unmodelled(unsigned thread, int line, std::string what) {
    add(thread, event_kind::unmodelled, line);
    last().text = std::move(what);
    seen_.ending = observe::ending::unmodelled;
    return *this;
  }
  story& goes_over_limit(std::string limit, int line = 0) {
    add(0, event_kind::over_limit, line);
    last().text = std::move(limit);
    seen_.ending = observe::ending::over_limit;
    return *this;
  }
  story& ending(observe::ending how, std::string reason = {}) {
    seen_.ending = how;
    seen_.ending_reason = std::move(reason);
    return *this;
  }
  story& cut_off() {
    seen_.truncated = true;
    return *this;
  }

  // ---- ThreadSanitizer ------------------------------------------------------

  // A report at this moment; the later access first.
  story& races(observe::access later, observe::access earlier,
               std::string kind = "data-race") {
    add(later.thread, event_kind::race);
    last().value = static_cast<std::int64_t>(seen_.races.size());
    observe::race race;
    race.kind = std::move(kind);
    race.accesses = {std::move(later), std::move(earlier)};
    race.location = "stack";
    race.at_event = seen_.events.size() - 1;
    seen_.races.push_back(std::move(race));
    return *this;
  }

  observation told() const { return seen_; }

 private:
  story& add(unsigned thread, event_kind kind, int line = 0) {
    observe::event event;
    event.kind = kind;
    event.thread = thread;
    event.time = now_;
    if (line != 0) event.stack = stack_at(line);
    seen_.events.push_back(std::move(event));
    return *this;
  }

  observe::event& last() { return seen_.events.back(); }

  static story& about(story& told, unsigned object) {
    told.last().object = object;
    return told;
  }

  story& ends_function(int value, std::string error) {
    add(0, event_kind::function_end);
    last().value = value;
    last().text = std::move(error);
    seen_.elapsed = now_ - begun_;
    for (observe::thread& each : seen_.threads) each.before_return = true;
    return *this;
  }

  observe::call& end_call(unsigned thread, observe::call_outcome outcome) {
    for (auto call = seen_.calls.rbegin(); call != seen_.calls.rend(); ++call) {
      if (call->thread != thread ||
          call->outcome != observe::call_outcome::pending) {
        continue;
      }
      add(thread, event_kind::call_end);
      last().object = call->service;
      call->outcome = outcome;
      call->end_event = seen_.events.size() - 1;
      call->end = now_;
      return *call;
    }
    throw std::logic_error("the story ends a call that was not made");
  }

  unsigned service_number(std::string_view name) const {
    for (unsigned i = 0; i < seen_.services.size(); ++i) {
      if (seen_.services[i] == name) return i;
    }
    throw std::logic_error("the story calls an unknown service");
  }

  observation seen_;
  std::vector<unsigned> uninterruptible_;
  observe::virtual_time now_{};
  observe::virtual_time begun_{};
};

}  // namespace racelab::tests
