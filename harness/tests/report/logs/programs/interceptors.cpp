// Distributed under the Boost Software License, Version 1.0.
// Races inside of memcpy and strlen, which the runtime intercepts.
#include "turn.hpp"

#include <cstring>
#include <thread>

static char title[32];

__attribute__((noinline)) static void set_title(char const* text,
                                                std::size_t length) {
  memcpy(title, text, length);
}

__attribute__((noinline)) static std::size_t title_length() {
  return strlen(title);
}

int main(int argc, char**) {
  std::thread editor([argc] {
    set_title("Quarterly figures", 17U + static_cast<std::size_t>(argc));
    turn_next();
  });
  turn_wait(1);
  std::size_t const length = title_length();
  editor.join();
  return length == 17 ? 0 : 1;
}
