// Distributed under the Boost Software License, Version 1.0.

// Peers: std::async, and an ideal that does nothing but wait for the timer, as
// often one after the other as it must be.

#include "harness/bench/programs/tasks.hpp"

#include <chrono>
#include <future>
#include <vector>

namespace racelab::bench {
namespace {

using namespace std::chrono_literals;

void add_ideal(const char* name, int times, std::chrono::microseconds time) {
  benchmark::RegisterBenchmark(name, [=](benchmark::State& state) {
    for (auto _ : state)
      for (int i = 0; i < times; ++i) block_for(time);
  })->UseRealTime();
}

const bool added = [] {
  add_trivial_tasks([](int count, auto task) {
    std::vector<std::future<void>> all;
    all.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i)
      all.push_back(std::async(std::launch::async, [=] { task(i); }));
    for (std::future<void>& each : all) each.get();
  });
  add_ideal("blocking/3_of_1ms", 1, 1ms);
  add_ideal("blocking/100_of_10ms", 1, 10ms);
  add_ideal("limited/100_of_1ms", 10, 1ms);
  add_ideal("lesson/worker_pool", 10, 1ms);
  add_ideal("lesson/bounded_concurrency", 10, 1ms);
  return true;
}();

}  // namespace
}  // namespace racelab::bench
