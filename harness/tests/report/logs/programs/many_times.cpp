// Distributed under the Boost Software License, Version 1.0.
// One race seen at ten addresses, and another one twice in between.
#include "turn.hpp"

#include <thread>

struct alignas(64) Seat {
  int booked;
  int price;
};

Seat seats[10];

__attribute__((noinline)) static void book(Seat& seat) { seat.booked = 1; }

__attribute__((noinline)) static void reprice(Seat& seat) { seat.price = 80; }

static void sell_all() {
  for (int i = 0; i < 10; ++i) {
    book(seats[i]);
    if (i % 4 == 3) {
      reprice(seats[i]);
    }
  }
}

int main() {
  std::thread office([] {
    sell_all();
    turn_next();
  });
  turn_wait(1);
  sell_all();
  office.join();
}
