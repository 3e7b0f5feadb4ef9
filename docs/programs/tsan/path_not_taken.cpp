// Distributed under the Boost Software License, Version 1.0.
//
// The race is in a branch that runs only when there is an error. The relaxed
// flag makes the second call the later one in every run, and orders nothing.

#include <atomic>
#include <cstdio>
#include <string>
#include <thread>

int errors = 0;
std::atomic<bool> first_is_over = false;

void call_first(bool fails) {
  if (fails) ++errors;
  first_is_over.store(true, std::memory_order_relaxed);
}

void call_second(bool fails) {
  while (!first_is_over.load(std::memory_order_relaxed))
    std::this_thread::yield();
  if (fails) ++errors;
}

int main(int count, char** arguments) {
  const bool fails = count == 2 && std::string(arguments[1]) == "with_error";
  std::thread first(call_first, fails);
  std::thread second(call_second, fails);
  first.join();
  second.join();
  std::puts("both calls have ended");
}
