// Distributed under the Boost Software License, Version 1.0.
// Parent and child each have a race of their own.
#include "turn.hpp"

#include <thread>

#include <sys/wait.h>
#include <unistd.h>

int parent_total = 0;
int child_total = 0;

static void add(int& total) { ++total; }

static void race_on(int& total) {
  std::thread adder([&total] {
    add(total);
    turn_next();
  });
  turn_wait(1);
  add(total);
  adder.join();
}

int main() {
  if (fork() == 0) {
    race_on(child_total);
    return 0;
  }
  wait(nullptr);
  race_on(parent_total);
}
