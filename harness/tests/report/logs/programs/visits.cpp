// Distributed under the Boost Software License, Version 1.0.
// A data race on a global, with pthreads, in which both threads write.
#include "turn.hpp"

#include <pthread.h>

int visits = 0;

__attribute__((noinline)) void count_visit() { ++visits; }

static void* serve_first(void*) {
  count_visit();
  turn_next();
  return nullptr;
}

static void* serve_second(void*) {
  turn_wait(1);
  count_visit();
  return nullptr;
}

int main() {
  pthread_t first;
  pthread_t second;
  pthread_create(&first, nullptr, serve_first, nullptr);
  pthread_create(&second, nullptr, serve_second, nullptr);
  pthread_join(first, nullptr);
  pthread_join(second, nullptr);
  return 0;
}
