// Distributed under the Boost Software License, Version 1.0.
//
// Handlers that interrupt a thread in a bookkeeping section, where its own
// accesses are not looked at. A case says of itself how many races it has. Run
// as a subject; `order` chooses the case.
#include "harness/probe/probe.hpp"

#include "concurrency/happens_before.hpp"

#include <pthread.h>
#include <atomic>
#include <chrono>
#include <csignal>
#include <iterator>
#include <string>
#include <thread>

namespace {

using namespace std::chrono_literals;
using racelab::happens_before::bookkeeping;

int shared;
std::atomic<bool> published;

void write_shared(int) { shared = 1; }
void do_nothing(int) {}
void publish_shared(int) {
  shared = 1;
  published = true;
}

// Interrupts `section`, which is to take 20 ms in a bookkeeping section, after
// 10 ms, and reads what is shared after 30 ms.
template <class F>
void interrupt(void (*handler)(int), F section) {
  published = false;
  std::signal(SIGUSR1, handler);
  std::thread interrupted([&] {
    const bookkeeping unseen;
    section();
  });
  std::this_thread::sleep_for(10ms);
  pthread_kill(interrupted.native_handle(), SIGUSR1);
  std::this_thread::sleep_for(20ms);
  if (published || handler != publish_shared) {
    [[maybe_unused]] const volatile int seen = shared;
  }
  interrupted.join();
}

void sleep() {
  const auto until = std::chrono::steady_clock::now() + 20ms;
  std::this_thread::sleep_until(until);
}

void handler_writes() { interrupt(write_shared, sleep); }

void handler_publishes() { interrupt(publish_shared, sleep); }

void section_writes_before() {
  interrupt(do_nothing, [] {
    shared = 2;
    sleep();
  });
}

void section_writes_after() {
  interrupt(do_nothing, [] {
    sleep();
    shared = 2;
  });
}

struct handler_case {
  unsigned races;
  const char* name;
  void (*body)();
};

const handler_case cases[] = {
    {1, "a handler that writes", handler_writes},
    {0, "a handler that says that it has written", handler_publishes},
    {0, "a section that writes before a handler", section_writes_before},
    {0, "a section that writes after a handler", section_writes_after},
};

}  // namespace

void racelab_describe(racelab::wire::scenario* about) {
  about->services = 1;
  about->unit = 10'000'000;
}

void racelab_scenario(const racelab::wire::environment* env) {
  if (env->order >= std::size(cases)) {
    racelab_call_begin(0, "no more cases");
    return;
  }
  const handler_case& chosen = cases[env->order];
  const std::string about = std::to_string(chosen.races) + '\n' + chosen.name;
  racelab_call_begin(0, about.c_str());
  racelab_call_function(
      [](void* body) { reinterpret_cast<void (*)()>(body)(); },
      reinterpret_cast<void*>(chosen.body));
  racelab_outcome(false, "");
}
