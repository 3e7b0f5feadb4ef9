// Distributed under the Boost Software License, Version 1.0.
// The race is inside of a shared library: pricing.cpp.
#include "turn.hpp"

#include <thread>

extern "C" {
void set_price(int cents);
int price();
}

static void discount() {
  set_price(99);
  turn_next();
}

int main() {
  std::thread marketing(discount);
  turn_wait(1);
  int const shown = price();
  marketing.join();
  return shown == 99 ? 0 : 1;
}
