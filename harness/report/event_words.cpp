// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/event_words.hpp"

#include "harness/report/layout.hpp"
#include "harness/report/telling_events.hpp"

#include <fmt/format.h>

#include <cstring>

namespace racelab::report {
namespace {

using observe::block_kind;
using observe::event;
using observe::event_kind;
using observe::observation;

std::string service_name(const observation& seen, unsigned service) {
  return service < seen.services.size()
             ? printable(seen.services[service])
             : fmt::format("service {}", service + 1);
}

const observe::call* call_ended_by(const observation& seen,
                                   const event& moment) {
  for (const observe::call& each : seen.calls) {
    if (each.outcome != observe::call_outcome::pending &&
        &seen.events[each.end_event] == &moment) {
      return &each;
    }
  }
  return nullptr;
}

std::string call_end(const observation& seen, const event& moment,
                     const symbols& signs) {
  const std::string service = service_name(seen, moment.object);
  const observe::call* call = call_ended_by(seen, moment);
  if (call == nullptr) {
    return fmt::format("{} {} ended", signs.from, service);
  }
  switch (call->outcome) {
    case observe::call_outcome::failed:
      return fmt::format("{} {} fails: {}", signs.bad, service,
                         printable(call->error));
    case observe::call_outcome::gave_up:
      return fmt::format("{} {} gives up: {}", signs.bad, service,
                         printable(call->error));
    case observe::call_outcome::pending:
    case observe::call_outcome::answered:
      break;
  }
  const std::string answer =
      call->answers.empty() ? "" : ' ' + printable(call->answers.front());
  return fmt::format("{} {}{}", signs.from, service, answer);
}

std::string function_end(const event& moment) {
  return moment.value == 0 ? "returns" : "throws: " + printable(moment.text);
}

std::string stopped(const observation& seen, const event& moment) {
  if (moment.value == 1) return "tells it to stop";
  return seen.environment.stopped_by == observe::stop::deadline
             ? "the deadline passes"
             : "the caller cancels";
}

std::string crash(const event& moment) {
  std::string words = "crashes";
  if (moment.object == 1) {
    return words + " on a null pointer";
  }
  if (!moment.text.empty()) {
    return words + ": " + printable(moment.text);
  }
  const char* signal = sigabbrev_np(static_cast<int>(moment.value));
  return signal == nullptr ? words : fmt::format("{}: SIG{}", words, signal);
}

std::string ended_process(const event& moment) {
  return fmt::format("ends the process: {}({})", printable(moment.text),
                     moment.value);
}

std::string if_none_waits(const event& moment) {
  return moment.value == 0 ? ": nobody waits" : "";
}

std::string what_happened(const observation& seen, const event& moment,
                          const symbols& signs) {
  switch (moment.kind) {
    case event_kind::function_begin:
      return "is called";
    case event_kind::function_end:
      return function_end(moment);
    case event_kind::wrong_result:
      return "wrong result: " + printable(moment.text);
    case event_kind::call_begin:
      return fmt::format("{} {} {}", signs.to,
                         service_name(seen, moment.object),
                         printable(moment.text));
    case event_kind::call_end:
      return call_end(seen, moment, signs);
    case event_kind::stop_requested:
      return stopped(seen, moment);
    case event_kind::thread_create:
      return "starts " + thread_name(moment.object);
    case event_kind::thread_begin:
      return "begins";
    case event_kind::thread_end:
      return "ends";
    case event_kind::thread_join:
      return "joined " + thread_name(moment.object);
    case event_kind::thread_detach:
      return "detaches " + thread_name(moment.object);
    case event_kind::blocked:
      return "awaits " + waits_for(moment);
    case event_kind::unblocked:
      return "goes on";
    case event_kind::lock:
      return "locks";
    case event_kind::unlock:
      return "unlocks";
    case event_kind::signal:
      return "notifies one" + if_none_waits(moment);
    case event_kind::broadcast:
      return "notifies all" + if_none_waits(moment);
    case event_kind::notify:
      return "lets others go on";
    case event_kind::sleep:
      return fmt::format("sleeps {} ms",
                         milliseconds(observe::virtual_time(moment.value)));
    case event_kind::yield:
      return "yields";
    case event_kind::spin:
      return "spins";
    case event_kind::atomic:
      return is_store(moment) ? "changes an atomic" : "atomic operation";
    case event_kind::crash:
      return crash(moment);
    case event_kind::race:
      return "races";
    case event_kind::stuck:
      return "stuck on " + waits_for(moment);
    case event_kind::ended_process:
      return ended_process(moment);
    case event_kind::unmodelled:
      return "uses " + printable(moment.text);
    case event_kind::over_limit:
      return "goes over a limit: " + printable(moment.text);
    case event_kind::signal_sent:
      return "sends " + printable(moment.text);
    case event_kind::handler_begin:
      return "handles " + printable(moment.text);
    case event_kind::handler_end:
      return "has handled " + printable(moment.text);
    case event_kind::unsafe_call:
      return printable(moment.text);
  }
  return {};
}

// Of a lock that another thread has.
std::string held_by(const event& moment) {
  return moment.object == observe::unknown_thread
             ? std::string()
             : " of " + thread_name(moment.object);
}

const observe::frame* place_of(const observation& seen, const event& moment) {
  const observe::frame* place = observe::subject_frame(moment.stack);
  const bool names_thread = moment.kind == event_kind::thread_create &&
                            moment.object < seen.threads.size();
  return place == nullptr && names_thread
             ? observe::subject_frame(seen.threads[moment.object].created)
             : place;
}

std::string at_line(const observe::access& each) {
  const observe::frame* place = observe::subject_frame(each.stack);
  return place == nullptr ? std::string() : fmt::format(" :{}", place->line);
}

}  // namespace

std::string thread_name(observe::thread_number thread) {
  return thread == observe::unknown_thread ? "a thread"
                                           : fmt::format("thread {}", thread);
}

std::string waits_for(const event& moment) {
  switch (static_cast<block_kind>(moment.value)) {
    case block_kind::mutex:
      return "mutex" + held_by(moment);
    case block_kind::rwlock:
      return "rwlock" + held_by(moment);
    case block_kind::condition:
      return "condition";
    case block_kind::join:
      return thread_name(moment.object);
    case block_kind::semaphore:
      return "semaphore";
    case block_kind::barrier:
      return "barrier";
    case block_kind::once:
      return "call_once";
    case block_kind::futex:
      return "future, latch or atomic";
    case block_kind::sleep:
      return "its sleep";
    case block_kind::service:
      return "the answer";
    case block_kind::spin:
      return "another's change";
    case block_kind::arrival:
      return "a signal";
    case block_kind::descriptor:
      return "a descriptor";
  }
  return "something";
}

std::string milliseconds(observe::virtual_time time) {
  const auto whole = time.count() / 1'000'000;
  const auto rest = time.count() % 1'000'000;
  std::string text = fmt::format("{}.{:06}", whole, rest);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') {
    text.pop_back();
  }
  return text;
}

std::string rough(observe::latency::milliseconds time) {
  return time.count() < 9.95 ? fmt::format("{:.1f}", time.count())
                             : fmt::format("{:.0f}", time.count());
}

std::string words_for(const observation& seen, const event& moment,
                      const look& screen) {
  std::string words = what_happened(seen, moment, symbols_of(screen));
  if (const observe::frame* place = place_of(seen, moment)) {
    words += fmt::format(" :{}", place->line);
  }
  return words;
}

std::string words_for(const observe::access& each, bool earlier) {
  if (each.operation == "lock") {
    return (earlier ? "had locked in another order"
                    : "locks in another order") +
           at_line(each);
  }
  const bool write = each.operation.find("write") != std::string::npos;
  const bool atomic = each.operation.find("atomic") != std::string::npos;
  std::string words = atomic ? "atomically " : "";
  if (earlier) {
    words += write ? "had written " : "had read ";
  } else {
    words += write ? "writes " : "reads ";
  }
  return words + count_of(each.size, "byte") + at_line(each);
}

}  // namespace racelab::report
