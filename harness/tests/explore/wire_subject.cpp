// Distributed under the Boost Software License, Version 1.0.
//
// A subject without a probe: speaks the judge's protocol itself, and
// misbehaves in the way that the request's order asks for. What the ways are
// called: wire_subject.hpp.
#include "harness/tests/explore/wire_subject.hpp"

#include "harness/probe/wire.hpp"

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace racelab;

namespace {

wire::channel* channel;
unsigned runs;

std::uint32_t* turn_word() {
  return reinterpret_cast<std::uint32_t*>(&channel->whose_turn);
}

void give_turn() {
  std::atomic_ref<std::uint32_t>(*turn_word())
      .store(static_cast<std::uint32_t>(wire::turn::judge));
  syscall(SYS_futex, turn_word(), FUTEX_WAKE, 1, nullptr, nullptr, 0);
}

void await_turn() {
  constexpr auto judge = static_cast<std::uint32_t>(wire::turn::judge);
  while (std::atomic_ref<std::uint32_t>(*turn_word()).load() == judge)
    syscall(SYS_futex, turn_word(), FUTEX_WAIT, judge, nullptr, nullptr, 0);
}

std::uint32_t text(const std::string& words) {
  const std::uint32_t at = channel->answer.text_size;
  std::memcpy(&channel->text[at], words.c_str(), words.size() + 1);
  channel->answer.text_size += static_cast<std::uint32_t>(words.size() + 1);
  return at;
}

void record(wire::event_kind kind, const std::string& words = "") {
  wire::event& event = channel->events[channel->answer.events++];
  event = {};
  event.kind = kind;
  event.text = words.empty() ? 0 : text(words);
}

void begin() {
  const std::uint64_t number = channel->request.number;
  channel->answer = {};
  channel->answer.number = number;
  channel->answer.text_size = 1;
  channel->answer.threads = 1;
  channel->answer.whole = 1;
  channel->threads[0] = {};
  channel->threads[0].parent = 0xffff;
  record(wire::event_kind::function_begin);
}

// Tells the judge what the request was, the process and how often it ran.
void end() {
  const wire::request& asked = channel->request;
  std::string words = "run " + std::to_string(++runs);
  words += " fault " + std::to_string(asked.env.fault);
  words += " stop " + std::to_string(static_cast<int>(asked.env.stopped_by)) +
           "/" + std::to_string(asked.env.stop_step);
  words += " how " + std::to_string(static_cast<int>(asked.how));
  words += " stacks " + std::to_string(int{asked.with_stacks});
  for (std::uint32_t i = 0; i < asked.deviations; ++i)
    words += " p" + std::to_string(asked.deviation_list[i].point) + "t" +
             std::to_string(asked.deviation_list[i].thread);
  if (asked.how == wire::policy::pct)
    words += " seed " + std::to_string(asked.seed) + " depth " +
             std::to_string(asked.depth) + " length " +
             std::to_string(asked.length);
  record(wire::event_kind::wrong_result, words);
  record(wire::event_kind::function_end);
  channel->choices[0] = {0b11, 0, 1, 1, 0, 2};
  channel->answer.choices = 1;
  channel->answer.end = wire::ending::finished;
}

[[noreturn]] void write_without_end() {
  const std::string line(1 << 16, 'x');
  for (;;) std::fputs(line.c_str(), stdout);
}

[[noreturn]] void take_memory_without_end() {
  constexpr std::size_t block = std::size_t{16} << 20U;
  // Memory that nobody reads is memory that a compiler need not ask for.
  static char* volatile last;
  for (;;) {
    last = static_cast<char*>(std::malloc(block));
    std::memset(last, 1, block);
  }
}

// Three hundred at once; terminates if one cannot be started.
void start_threads() {
  std::atomic<bool> all_are_there = false;
  std::vector<std::thread> threads(300);
  for (std::thread& each : threads)
    each = std::thread([&] { all_are_there.wait(false); });
  all_are_there = true;
  all_are_there.notify_all();
  for (std::thread& each : threads) each.join();
}

void misbehave(behaviour how) {
  volatile bool for_ever = true;
  switch (how) {
    case behaviour::none:
      return;
    case behaviour::crashes:
      std::raise(SIGSEGV);
      return;
    case behaviour::leaves:
      _exit(3);
    case behaviour::spins:
      while (for_ever) continue;
      return;
    case behaviour::waits:
      while (for_ever) pause();
      return;
    case behaviour::claims_too_much:
      channel->answer.events = 1'000'000;
      return;
    case behaviour::answers_another_request:
      channel->answer.number += 1;
      return;
    case behaviour::answers_nothing:
      channel->answer.end = wire::ending::running;
      return;
    case behaviour::is_spent:
      channel->answer.whole = 0;
      return;
    case behaviour::floods:
      write_without_end();
    case behaviour::eats:
      take_memory_without_end();
    case behaviour::chooses_nobody:
      channel->choices[0].taken = 60'000;
      return;
    case behaviour::starts_threads:
      start_threads();
      return;
  }
}

bool comes_before_the_end(behaviour how) {
  return how != behaviour::claims_too_much &&
         how != behaviour::answers_another_request &&
         how != behaviour::answers_nothing && how != behaviour::is_spent &&
         how != behaviour::chooses_nobody;
}

void run() {
  const auto how = static_cast<behaviour>(channel->request.env.order);
  begin();
  if (comes_before_the_end(how)) misbehave(how);
  end();
  if (!comes_before_the_end(how)) misbehave(how);
}

}  // namespace

int main() {
  const char* number = std::getenv("RACELAB_WIRE");
  if (number == nullptr || std::getenv("TSAN_OPTIONS") != nullptr) return 64;
  void* memory = mmap(nullptr, sizeof(wire::channel), PROT_READ | PROT_WRITE,
                      MAP_SHARED, std::atoi(number), 0);
  if (memory == MAP_FAILED) return 65;
  channel = static_cast<wire::channel*>(memory);
  // A subject that shortened the file would kill the judge.
  if (ftruncate(std::atoi(number), 0) == 0) return 66;
  channel->magic = wire::magic;
  channel->version = wire::version;
  channel->scenario.services = 3;
  channel->scenario.max_steps = 10;
  channel->scenario.unit = 1000;
  for (;;) {
    give_turn();
    await_turn();
    run();
  }
}
