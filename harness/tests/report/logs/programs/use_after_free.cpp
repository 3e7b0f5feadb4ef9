// Distributed under the Boost Software License, Version 1.0.
// heap-use-after-free: a timer fires for a session that is gone.
#include "turn.hpp"

#include <thread>

struct Session {
  int user = 7;
  int requests = 0;
};

static void expire(Session* session) {
  delete session;
  turn_next();
}

static void on_timer(Session* session) {
  turn_wait(1);
  session->requests = 0;
}

int main() {
  Session* session = new Session;
  std::thread reaper(expire, session);
  std::thread timer(on_timer, session);
  reaper.join();
  timer.join();
}
