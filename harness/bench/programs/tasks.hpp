// Distributed under the Boost Software License, Version 1.0.
#pragma once

// What the benchmarks' tasks do, the same for all who run them.

#include <benchmark/benchmark.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

namespace racelab::bench {

// A trivial task leaves its number in a place of its own, as a task does that
// has a result.
using results = std::vector<int>;

inline void block_for(std::chrono::microseconds time) {
  std::this_thread::sleep_for(time);
}

// Runs `tasks` trivial tasks by `run(count, task)`, which returns when all have
// ended.
template <class Run>
void add_trivial_tasks(Run run) {
  for (const int count : {1, 3, 10, 100, 1000, 10'000, 100'000}) {
    benchmark::RegisterBenchmark(
        ("tasks/" + std::to_string(count)).c_str(),
        [run, count](benchmark::State& state) {
          results all(static_cast<std::size_t>(count));
          for (auto _ : state) {
            run(count, [&all](int i) { all[static_cast<std::size_t>(i)] = i; });
            benchmark::ClobberMemory();
          }
        })
        ->UseRealTime();
  }
}

}  // namespace racelab::bench
