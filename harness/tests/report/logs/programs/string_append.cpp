// Distributed under the Boost Software License, Version 1.0.
// A string is appended to while another thread asks for its length.
#include "turn.hpp"

#include <string>
#include <thread>

struct Message {
  std::string text = "Dear customer, thank you for your order";
};

__attribute__((noinline)) static void sign(Message& message) {
  message.text += '.';
}

__attribute__((noinline)) static bool is_empty(Message const& message) {
  return message.text.empty();
}

int main() {
  Message message;
  message.text.reserve(80);
  std::thread author([&message] {
    sign(message);
    turn_next();
  });
  turn_wait(1);
  bool const empty = is_empty(message);
  author.join();
  return empty ? 1 : 0;
}
