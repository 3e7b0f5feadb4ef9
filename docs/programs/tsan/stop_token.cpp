// Distributed under the Boost Software License, Version 1.0.
//
// A wait that ends when there is something to do, or when a stop is requested.

#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <stop_token>
#include <thread>

int main() {
  std::mutex mutex;
  std::condition_variable_any changed;
  bool has_work = false;

  std::jthread worker([&](const std::stop_token& stop) {
    std::unique_lock lock(mutex);
    const bool woken_for_work =
        changed.wait(lock, stop, [&] { return has_work; });
    std::puts(woken_for_work ? "work has come" : "stop was requested");
  });

  // The destructor requests the stop, and then joins.
}
