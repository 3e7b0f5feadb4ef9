// Distributed under the Boost Software License, Version 1.0.
// Threads with names, one with spaces, a comma, a quote and parentheses.
#include "turn.hpp"

#include <pthread.h>

int queue_length = 0;

static void* produce(void*) {
  pthread_setname_np(pthread_self(), "producer");
  queue_length = 1;
  turn_next();
  turn_wait(2);
  return nullptr;
}

static void* consume(void*) {
  pthread_setname_np(pthread_self(), "it's (1, idle)");
  turn_wait(1);
  queue_length = 0;
  turn_next();
  return nullptr;
}

int main() {
  pthread_t producer;
  pthread_t consumer;
  pthread_create(&producer, nullptr, produce, nullptr);
  pthread_create(&consumer, nullptr, consume, nullptr);
  pthread_join(producer, nullptr);
  pthread_join(consumer, nullptr);
}
