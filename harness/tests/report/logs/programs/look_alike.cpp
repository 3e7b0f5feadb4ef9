// Distributed under the Boost Software License, Version 1.0.
// Prints what looks like parts of a report, before and after a real one.
#include "turn.hpp"

#include <cstdio>
#include <thread>

int level = 0;

static void print_look_alikes() {
  puts("==================");
  puts("Today's WARNING: ThreadSanitizer: data race is what we look for");
  puts("  Write of size 8 at the printer");
  puts("    #0 of our list: buy milk");
  puts("    #1 main street 5 (corner)");
  puts("Location is Berlin");
  puts("Thread T1 is a thread count of wool");
  puts("SUMMARY: ThreadSanitizer: nothing to say");
  puts("Found 1 data race(s)");
  puts("goroutine 7 is not here");
  fflush(stdout);
}

static void raise_level() {
  level = 1;
  turn_next();
}

int main() {
  print_look_alikes();
  std::thread lift(raise_level);
  turn_wait(1);
  level = 2;
  lift.join();
  print_look_alikes();
}
