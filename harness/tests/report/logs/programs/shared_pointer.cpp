// Distributed under the Boost Software License, Version 1.0.
// One shared_ptr object, replaced in one thread and read in another one.
#include "turn.hpp"

#include <memory>
#include <thread>

struct Settings {
  int timeout = 30;
};

static std::shared_ptr<Settings> current = std::make_shared<Settings>();

__attribute__((noinline)) static void reload() {
  current = std::make_shared<Settings>();
}

__attribute__((noinline)) static Settings* settings() { return current.get(); }

int main() {
  std::thread watcher([] {
    reload();
    turn_next();
  });
  turn_wait(1);
  Settings const* now = settings();
  watcher.join();
  return now == nullptr ? 1 : 0;
}
