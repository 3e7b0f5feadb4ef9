// Distributed under the Boost Software License, Version 1.0.
//
// The controlled half of probe.hpp: calls that take virtual time.
#include "harness/probe/delivery.hpp"
#include "harness/probe/interceptors.hpp"
#include "harness/probe/latencies.hpp"
#include "harness/probe/probe.hpp"
#include "harness/probe/recorder.hpp"
#include "harness/probe/scheduler.hpp"
#include "harness/probe/virtual_clock.hpp"

namespace racelab::probe {
namespace {

constexpr unsigned max_calls = 4096;
std::uint32_t services_called[max_calls];
std::uint32_t calls;
std::uint32_t calls_ended;
std::uint64_t fresh_numbers;
std::uint32_t function_end_event;

struct look {
  bool done = false;
  const void* at = nullptr;  // the atomic object that has to change before
};

look look_at(bool (*done)(const void*), const void* context) {
  // The service only looks, and registers nowhere: a service that synchronised
  // would order the tasks that call it, and hide their races.
  thread* me = self();
  const quiet own;
  me->looked_at = nullptr;
  AnnotateIgnoreSyncBegin(__FILE__, __LINE__);
  const bool result = done(context);
  AnnotateIgnoreSyncEnd(__FILE__, __LINE__);
  return {result, const_cast<const void*>(me->looked_at)};
}

std::uint64_t steady_to_virtual(std::uint64_t nanoseconds) {
  if (nanoseconds == never) return never;
  return virtual_deadline(CLOCK_MONOTONIC,
                          {static_cast<time_t>(nanoseconds / 1'000'000'000),
                           static_cast<long>(nanoseconds % 1'000'000'000)});
}

}  // namespace

void begin_services() {
  calls = 0;
  calls_ended = 0;
  function_end_event = UINT32_MAX;
  fresh_numbers = 0;
}

}  // namespace racelab::probe

using namespace racelab::probe;

extern "C" {

std::uint64_t racelab_now() { return now(); }

std::uint64_t racelab_unit() { return channel->scenario.unit; }

std::uint32_t racelab_call_begin(std::uint32_t service, const char* argument) {
  scheduling_point();
  const std::uint32_t number = calls++;
  services_called[number % max_calls] = service;
  attach(record(event_kind::call_begin, service, number, record_text(argument)),
         record_stack());
  note_change();
  return number;
}

racelab::wire::call_outcome racelab_call_wait(std::uint32_t call,
                                              bool (*done)(const void*),
                                              const void* context,
                                              std::uint64_t give_up_at) {
  using racelab::wire::call_outcome;
  const std::uint32_t service = services_called[call % max_calls];
  const std::uint64_t answer_at =
      now() + latency(channel->scenario, channel->request.env, service);
  const bool looks = gives_up(channel->scenario, service);
  const std::uint64_t last_look = looks ? steady_to_virtual(give_up_at) : never;
  for (;;) {
    const look seen = looks ? look_at(done, context) : look{};
    if (seen.done) return call_outcome::gave_up;
    if (now() >= answer_at) break;
    block(block_kind::service, seen.at,
          last_look > now() && last_look < answer_at ? last_look : answer_at);
  }
  return channel->request.env.fault == service + 1 ? call_outcome::failed
                                                   : call_outcome::answered;
}

std::uint64_t racelab_fresh() {
  // Differs between calls and between schedules, and is the same again when a
  // schedule is replayed.
  const racelab::wire::environment& env = channel->request.env;
  std::uint64_t z = ++fresh_numbers * 0x9e3779b97f4a7c15 + env.order * 7919 +
                    env.fault * 104729 + env.stop_step * 1299709 +
                    static_cast<std::uint64_t>(env.stopped_by) * 15485863;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

void racelab_call_end(std::uint32_t call, racelab::wire::call_outcome outcome,
                      const char* text) {
  attach(record(event_kind::call_end, services_called[call % max_calls],
                static_cast<std::int64_t>(outcome), record_text(text)),
         record_stack());
  ++calls_ended;
  note_change();
}

bool racelab_call_function(void (*body)(void*), void* state) {
  note_function_begins();
  record(event_kind::function_begin);
  const std::uint64_t begun = now();
  body(state);
  // Whoever outlives the function still writes into its frame, which lies
  // below this one. Nothing is done there until they have ended: what follows
  // runs further down.
  void* gap = __builtin_alloca(64 * 1024);
  asm volatile("" : : "r"(gap) : "memory");
  function_end_event = channel->answer.events;
  record(event_kind::function_end);
  channel->answer.elapsed = now() - begun;
  for (std::uint32_t i = 0; i < channel->answer.threads; ++i)
    channel->threads[i].before_return = 1;
  const std::uint32_t calls_at_return = calls;
  const bool none_open = calls_ended == calls;
  wait_for_quiet();
  return none_open && calls == calls_at_return;
}

void racelab_outcome(bool threw, const char* error) {
  if (function_end_event >= channel->answer.events) return;
  racelab::wire::event& end = channel->events[function_end_event];
  end.value = threw ? 1 : 0;
  end.text = record_text(error);
}

void racelab_wrong_result(const char* text) {
  record(event_kind::wrong_result, 0, 0, record_text(text));
}

void racelab_stop_requested() {
  if (function_end_event != UINT32_MAX) return;  // too late to matter
  record(event_kind::stop_requested);
}

void racelab_told_to_stop() {
  if (function_end_event != UINT32_MAX) return;
  scheduling_point();
  record(event_kind::stop_requested, 0, 1);
}

void racelab_send_signal(int signal) {
  const std::uint64_t patience = now() + 1'000'000'000;
  scheduling_point();
  while (!is_heeded(signal)) {
    if (now() >= patience) return;
    await_other_heed(patience);
  }
  send_signal(signal, nullptr);
}

}  // extern "C"
