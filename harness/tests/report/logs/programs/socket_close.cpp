// Distributed under the Boost Software License, Version 1.0.
// A race on a file descriptor: one thread closes it, another one writes.
#include "turn.hpp"

#include <thread>

#include <sys/socket.h>
#include <unistd.h>

struct Connection {
  int ends[2];
};

static void connect(Connection& connection) {
  socketpair(AF_UNIX, SOCK_STREAM, 0, connection.ends);
}

static void send_greeting(Connection const& connection) {
  if (write(connection.ends[0], "hello", 5) != 5) {
    _exit(1);
  }
  turn_next();
}

static void hang_up(Connection const& connection) {
  turn_wait(1);
  close(connection.ends[0]);
}

int main() {
  Connection connection{};
  connect(connection);
  std::thread sender([&] { send_greeting(connection); });
  std::thread closer([&] { hang_up(connection); });
  sender.join();
  closer.join();
}
