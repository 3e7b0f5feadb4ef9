// Distributed under the Boost Software License, Version 1.0.
#include "harness/at_once.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace racelab {

void for_each_at_once(std::size_t count, unsigned threads,
                      const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next{0};
  std::exception_ptr failure;
  std::mutex mutex;
  const auto worker = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      try {
        work(i);
      } catch (...) {
        const std::lock_guard lock(mutex);
        failure = failure ? failure : std::current_exception();
        next = count;
      }
    }
  };
  {
    std::vector<std::jthread> pool;
    for (unsigned i = 0; i < std::min<std::size_t>(threads, count); ++i) {
      pool.emplace_back(worker);
    }
  }
  if (failure) {
    std::rethrow_exception(failure);
  }
}

}  // namespace racelab
