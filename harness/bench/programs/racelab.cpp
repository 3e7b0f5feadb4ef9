// Distributed under the Boost Software License, Version 1.0.

// Racelab's primitives, and the lessons' patterns that handle many items.

#include "concurrency/channel.hpp"
#include "concurrency/context.hpp"
#include "concurrency/errgroup.hpp"
#include "harness/bench/programs/channel_traffic.hpp"
#include "harness/bench/programs/tasks.hpp"
#include "lessons/bounded_concurrency.hpp"
#include "lessons/worker_pool.hpp"

#include <atomic>
#include <chrono>
#include <string>
#include <vector>

namespace racelab::bench {
namespace {

using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;

// --- errgroup ----------------------------------------------------------------

void add_blocking_tasks(const char* name, int count,
                        std::chrono::microseconds time, int limit = -1) {
  benchmark::RegisterBenchmark(name, [=](benchmark::State& state) {
    for (auto _ : state) {
      errgroup group;
      group.set_limit(limit);
      for (int i = 0; i < count; ++i) group.go([time] { block_for(time); });
      group.wait();
    }
  })->UseRealTime();
}

// From the cancel to the return of wait, of tasks that wait for the former.
void cancel_and_wait(benchmark::State& state, int count) {
  for (auto _ : state) {
    const auto [parent, cancel] = with_cancel(context::background());
    auto group = errgroup::with_context(parent);
    std::atomic<int> begun{0};
    for (int i = 0; i < count; ++i)
      group.go([&] {
        ++begun;
        group.context().wait();
      });
    while (begun < count) std::this_thread::yield();
    block_for(200us);  // they are to be asleep
    const auto from = clock::now();
    cancel();
    group.wait();
    state.SetIterationTime(
        std::chrono::duration<double>(clock::now() - from).count());
  }
}

void add_cancel(int count) {
  benchmark::RegisterBenchmark(
      ("cancel/" + std::to_string(count)).c_str(),
      [count](benchmark::State& state) { cancel_and_wait(state, count); })
      ->UseManualTime();
}

// --- channel -----------------------------------------------------------------

class our_channel {
 public:
  explicit our_channel(std::size_t capacity) : items_(capacity) {}

  void send(int item) { items_.send(item); }
  void close() { items_.close(); }

  int receive_all() {
    int count = 0;
    while (items_.receive()) ++count;
    return count;
  }

 private:
  channel<int> items_;
};

// --- context -----------------------------------------------------------------

void child(benchmark::State& state) {
  const auto parent = with_cancel(context::background());
  for (auto _ : state) {
    const auto derived = with_cancel(parent.ctx);
    bool done = derived.ctx.done();
    benchmark::DoNotOptimize(done);
  }
}

void cancel_children(benchmark::State& state, std::size_t count) {
  for (auto _ : state) {
    const auto parent = with_cancel(context::background());
    std::vector<cancellable> children;
    children.reserve(count);
    while (children.size() < count) children.push_back(with_cancel(parent.ctx));
    const auto from = clock::now();
    parent.cancel();
    state.SetIterationTime(
        std::chrono::duration<double>(clock::now() - from).count());
    if (!children.back().ctx.done()) state.SkipWithError("it is not canceled");
  }
}

// --- lessons -----------------------------------------------------------------

constexpr int at_once = 10;

std::vector<item> hundred_items() {
  std::vector<item> all;
  for (int i = 0; i < 100; ++i) all.push_back({std::to_string(i)});
  return all;
}

struct millisecond_process final : process_function {
  void operator()(const context&, const item&) override { block_for(1ms); }
};

struct millisecond_result final : result_function {
  std::string operator()(const context&, const item& one) override {
    block_for(1ms);
    return one.id;
  }
};

void run_worker_pool(benchmark::State& state) {
  const std::vector<item> items = hundred_items();
  millisecond_result process;
  for (auto _ : state)
    worker_pool::process_items(context::background(), items, at_once, process);
}

void run_bounded_concurrency(benchmark::State& state) {
  const std::vector<item> items = hundred_items();
  millisecond_process process;
  for (auto _ : state)
    bounded_concurrency::process_items(context::background(), items, at_once,
                                       process);
}

// -----------------------------------------------------------------------------

void add_all() {
  add_trivial_tasks([](int count, auto task) {
    errgroup group;
    for (int i = 0; i < count; ++i) group.go([=] { task(i); });
    group.wait();
  });
  add_blocking_tasks("blocking/3_of_1ms", 3, 1ms);
  for (const int count : {1, 10, 100, 300, 1000, 3000, 10'000})
    add_blocking_tasks(
        ("blocking/" + std::to_string(count) + "_of_10ms").c_str(), count,
        10ms);
  add_blocking_tasks("limited/100_of_1ms", 100, 1ms, at_once);
  for (const int each : {1, 10}) add_cancel(each);
  add_all_traffic<our_channel>();
  benchmark::RegisterBenchmark("context/child", child)->UseRealTime();
  benchmark::RegisterBenchmark(
      "context/cancel_1000",
      [](benchmark::State& state) { cancel_children(state, 1000); })
      ->UseManualTime();
  benchmark::RegisterBenchmark("lesson/worker_pool", run_worker_pool)
      ->UseRealTime();
  benchmark::RegisterBenchmark("lesson/bounded_concurrency",
                               run_bounded_concurrency)
      ->UseRealTime();
}

const bool added = (add_all(), true);

}  // namespace
}  // namespace racelab::bench
