// Distributed under the Boost Software License, Version 1.0.
// A lock-order inversion, a data race and a thread leak in one run.
#include "turn.hpp"

#include <pthread.h>

static pthread_mutex_t left = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t right = PTHREAD_MUTEX_INITIALIZER;
int forks = 2;

static void eat(pthread_mutex_t* first, pthread_mutex_t* second) {
  pthread_mutex_lock(first);
  pthread_mutex_lock(second);
  pthread_mutex_unlock(second);
  pthread_mutex_unlock(first);
}

static void* dine(void*) {
  --forks;
  turn_next();
  return nullptr;
}

int main() {
  eat(&left, &right);
  eat(&right, &left);
  pthread_t guest;
  pthread_create(&guest, nullptr, dine, nullptr);
  turn_wait(1);
  ++forks;
  return 0;
}
