// Distributed under the Boost Software License, Version 1.0.
// heap-use-after-free by a virtual call.
#include "turn.hpp"

#include <thread>

struct Handler {
  virtual int handle() { return 1; }
  virtual ~Handler() = default;
};

struct EchoHandler : Handler {
  int handle() override { return 2; }
};

static void shut_down(Handler* handler) {
  delete handler;
  turn_next();
}

static int dispatch(Handler* handler) {
  turn_wait(1);
  return handler->handle();
}

int main() {
  Handler* handler = new EchoHandler;
  std::thread closer(shut_down, handler);
  turn_wait(1);
  dispatch(handler);
  closer.join();
}
