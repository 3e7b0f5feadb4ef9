// Distributed under the Boost Software License, Version 1.0.
//
// A thousand small tasks, in three ways. Prints the order, cheapest first, of
// the best of five rounds each.

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

constexpr int tasks = 1000;
using task = std::function<void()>;

void call_each(const task& what) {
  for (int i = 0; i < tasks; ++i) what();
}

void start_a_thread_for_each(const task& what) {
  for (int i = 0; i < tasks; ++i) std::thread(what).join();
}

// Two threads that take what is in the queue, until they are stopped.
void queue_each_for_a_pool(const task& what) {
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<task> queue;
  bool closed = false;
  const auto work = [&] {
    std::unique_lock lock(mutex);
    for (;;) {
      changed.wait(lock, [&] { return closed || !queue.empty(); });
      if (queue.empty()) return;
      const task next = std::move(queue.front());
      queue.pop_front();
      lock.unlock();
      next();
      lock.lock();
    }
  };
  std::thread first(work);
  std::thread second(work);
  for (int i = 0; i < tasks; ++i) {
    const std::lock_guard lock(mutex);
    queue.push_back(what);
    changed.notify_one();
  }
  {
    const std::lock_guard lock(mutex);
    closed = true;
    changed.notify_all();
  }
  first.join();
  second.join();
}

struct way {
  const char* name;
  void (*go)(const task&);
  std::chrono::nanoseconds best = std::chrono::nanoseconds::max();
};

int main() {
  std::vector<way> ways = {
      {"a thread for each", start_a_thread_for_each},
      {"a pool of two threads, started and joined", queue_each_for_a_pool},
      {"a plain call for each", call_each}};
  for (int round = 0; round < 5; ++round) {
    for (way& each : ways) {
      const auto begin = std::chrono::steady_clock::now();
      each.go([] {});
      each.best = std::min<std::chrono::nanoseconds>(
          each.best, std::chrono::steady_clock::now() - begin);
    }
  }
  std::sort(ways.begin(), ways.end(),
            [](const way& a, const way& b) { return a.best < b.best; });
  int place = 0;
  for (const way& each : ways) std::printf("%d. %s\n", ++place, each.name);
}
