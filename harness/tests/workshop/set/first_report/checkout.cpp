// Distributed under the Boost Software License, Version 1.0.
//
// A till counts what two clerks have sold.

#include <cstdio>
#include <thread>

namespace {

int sold = 0;

void sell() { ++sold; }

int run() {
  std::thread clerk(sell);
  const int so_far = sold;
  clerk.join();
  return so_far;
}

}  // namespace

int main() { std::printf("%d\n", run()); }
