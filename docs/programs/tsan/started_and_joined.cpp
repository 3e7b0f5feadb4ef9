// Distributed under the Boost Software License, Version 1.0.
//
// A start and a join order everything before against everything after: the
// three accesses need no lock.

#include <cstdio>
#include <thread>

int main() {
  int price = 3;
  std::thread doubled([&price] { price *= 2; });
  doubled.join();
  std::printf("%d\n", price);
}
