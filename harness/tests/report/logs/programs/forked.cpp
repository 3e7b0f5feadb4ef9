// Distributed under the Boost Software License, Version 1.0.
// Parent and child each have a race of their own.
#include "turn.hpp"

#include <thread>

#include <sys/wait.h>
#include <unistd.h>

int income = 0;
int expenses = 0;

static void earn() { ++income; }

static void spend() { ++expenses; }

static void race_in(void (*work)()) {
  std::thread worker([work] {
    work();
    turn_next();
  });
  turn_wait(1);
  work();
  worker.join();
}

int main() {
  if (fork() == 0) {
    race_in(spend);
    return 0;
  }
  wait(nullptr);
  race_in(earn);
}
