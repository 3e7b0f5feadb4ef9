// Distributed under the Boost Software License, Version 1.0.
// The predicate of a condition variable is set without its mutex.
#include "turn.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

struct Box {
  std::mutex mutex;
  std::condition_variable filled;
  bool full = false;
};

static void fill(Box& box) {
  box.full = true;
  box.filled.notify_one();
  turn_next();
}

static void take(Box& box) {
  std::unique_lock lock(box.mutex);
  box.filled.wait(lock, [&box] { return box.full; });
}

static Box box;

int main() {
  std::thread giver([] { fill(box); });
  turn_wait(1);
  take(box);
  giver.join();
}
