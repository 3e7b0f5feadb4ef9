// Distributed under the Boost Software License, Version 1.0.
// Two different races on one variable: a write with a read, and with a write.
#include "turn.hpp"

#include <pthread.h>

int temperature = 20;

static void* heat(void*) {
  temperature = 25;
  turn_next();
  return nullptr;
}

static void* show(void* shown) {
  turn_wait(1);
  *static_cast<int*>(shown) = temperature;
  turn_next();
  return nullptr;
}

static void* cool(void*) {
  turn_wait(2);
  temperature = 18;
  return nullptr;
}

int main() {
  static int shown = 0;
  pthread_t threads[3];
  pthread_create(&threads[0], nullptr, heat, nullptr);
  pthread_create(&threads[1], nullptr, show, &shown);
  pthread_create(&threads[2], nullptr, cool, nullptr);
  for (pthread_t const thread : threads) {
    pthread_join(thread, nullptr);
  }
}
