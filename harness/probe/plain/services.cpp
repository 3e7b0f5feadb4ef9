// Distributed under the Boost Software License, Version 1.0.
//
// The plain half of probe.hpp: calls that take real time on real threads, to
// measure what the controlled one only models. One unit is a tenth of the
// scenario's, so that twenty runs take a fraction of a second.
#include "harness/probe/latencies.hpp"
#include "harness/probe/plain/handled_signals.hpp"
#include "harness/probe/plain/plain.hpp"
#include "harness/probe/probe.hpp"

#include <unistd.h>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstring>
#include <thread>

namespace racelab::probe {

wire::channel* channel;

namespace {

using clock = std::chrono::steady_clock;
using std::chrono::nanoseconds;

constexpr std::uint64_t scale = 10;
constexpr unsigned max_calls = 4096;
// How long those who outlive the function are waited for.
constexpr nanoseconds patience{200'000'000};

clock::time_point start;
std::atomic<std::uint32_t> calls;
std::atomic<std::uint32_t> open_calls;
std::atomic<std::uint32_t> events;
std::atomic<std::uint32_t> text_end;
std::atomic<std::uint64_t> fresh_numbers;
std::atomic<std::uint32_t> services_called[max_calls];
std::atomic<bool> function_ended;

std::uint32_t store(const char* text) {
  const auto length = static_cast<std::uint32_t>(std::strlen(text)) + 1;
  const std::uint32_t at = text_end.fetch_add(length);
  if (at + length > wire::max_text) return 0;
  std::memcpy(channel->text + at, text, length);
  return at;
}

void record(wire::event_kind kind, std::uint32_t object, std::int64_t value,
            const char* text) {
  const std::uint32_t at = events.fetch_add(1);
  if (at >= wire::max_events) return;
  wire::event& event = channel->events[at];
  event = wire::event{};
  event.kind = kind;
  event.object = object;
  event.value = value;
  event.time = racelab_now();
  event.text = *text == '\0' ? 0 : store(text);
}

void wait_for_open_calls() {
  const auto give_up = clock::now() + patience;
  while (open_calls != 0 && clock::now() < give_up)
    std::this_thread::sleep_for(look_again);
}

}  // namespace

void run(const wire::request& request) {
  wire::answer& answer = channel->answer;
  answer = wire::answer{};
  answer.number = request.number;
  calls = open_calls = events = 0;
  fresh_numbers = 0;
  channel->text[0] = '\0';
  text_end = 1;
  function_ended = false;
  start = clock::now();
  racelab_scenario(&request.env);
  answer.events = events < wire::max_events ? events.load() : wire::max_events;
  answer.text_size =
      text_end < wire::max_text ? text_end.load() : wire::max_text;
  answer.end =
      open_calls == 0 ? wire::ending::finished : wire::ending::left_threads;
  answer.whole = open_calls == 0;
}

}  // namespace racelab::probe

using namespace racelab::probe;
using racelab::wire::call_outcome;
using racelab::wire::event_kind;

extern "C" {

std::uint64_t racelab_now() {
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<nanoseconds>(clock::now() - start).count());
}

std::uint64_t racelab_unit() { return channel->scenario.unit / scale; }

std::uint32_t racelab_call_begin(std::uint32_t service, const char* argument) {
  const std::uint32_t number = calls.fetch_add(1);
  ++open_calls;
  services_called[number % max_calls] = service;
  record(event_kind::call_begin, service, number, argument);
  return number;
}

call_outcome racelab_call_wait(std::uint32_t call, bool (*done)(const void*),
                               const void* context, std::uint64_t) {
  const std::uint32_t service = services_called[call % max_calls];
  const racelab::wire::environment& env = channel->request.env;
  asked_service asked;
  asked.service = service;
  asked.call = call;
  asked.takes = nanoseconds(latency(channel->scenario, env, service) / scale);
  asked.fails = env.fault == service + 1;
  asked.done = gives_up(channel->scenario, service) ? done : nullptr;
  asked.context = context;
  return await_answer(asked);
}

std::uint64_t racelab_fresh() {
  return fresh_numbers.fetch_add(1) * 0x9e3779b97f4a7c15 ^
         channel->request.number * 0xbf58476d1ce4e5b9;
}

void racelab_call_end(std::uint32_t call, call_outcome outcome,
                      const char* text) {
  record(event_kind::call_end, services_called[call % max_calls],
         static_cast<std::int64_t>(outcome), text);
  --open_calls;
}

bool racelab_call_function(void (*body)(void*), void* state) {
  record(event_kind::function_begin, 0, 0, "");
  const std::uint64_t begun = racelab_now();
  body(state);
  const std::uint64_t ended = racelab_now();
  // As in the controlled probe: the function's frame stays as it was.
  void* gap = __builtin_alloca(64 * 1024);
  asm volatile("" : : "r"(gap) : "memory");
  function_ended = true;
  channel->answer.elapsed = ended - begun;
  const bool alone = open_calls == 0;
  wait_for_open_calls();
  return alone;
}

void racelab_outcome(bool threw, const char* error) {
  record(event_kind::function_end, 0, threw ? 1 : 0, error);
}

void racelab_wrong_result(const char* text) {
  record(event_kind::wrong_result, 0, 0, text);
}

void racelab_stop_requested() {
  if (!function_ended) record(event_kind::stop_requested, 0, 0, "");
}

void racelab_told_to_stop() {
  if (!function_ended) record(event_kind::stop_requested, 0, 1, "");
}

void racelab_send_signal(int signal) {
  const clock::time_point at_last = clock::now() + std::chrono::seconds(1);
  while (!is_handled(signal)) {
    if (clock::now() >= at_last) return;
    std::this_thread::sleep_for(look_again);
  }
  kill(getpid(), signal);
}

}  // extern "C"
