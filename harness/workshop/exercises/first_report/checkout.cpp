// Distributed under the Boost Software License, Version 1.0.
//
// The checkout shows what an order costs while the order is still on
// its way.

#include <thread>

struct order {
  int number = 0;
  int price = 0;
};

void fetch(order& into, int number) {
  into.number = number;
  into.price = 40 + number;
}

int main() {
  order current;
  std::thread shop([&] { fetch(current, 2); });
  const int total = current.price;
  shop.join();
  return total == 42 ? 0 : 1;
}
