// Distributed under the Boost Software License, Version 1.0.
// The first access held a lock that is destroyed when the race is seen.
#include "turn.hpp"

#include <pthread.h>

#include <thread>

static int balance = 0;

static void book(pthread_mutex_t* mutex) {
  pthread_mutex_lock(mutex);
  balance += 5;
  pthread_mutex_unlock(mutex);
  pthread_mutex_destroy(mutex);
}

static int peek() { return balance; }

int main() {
  std::thread booker([] {
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    book(&mutex);
    turn_next();
  });
  turn_wait(1);
  int const seen = peek();
  booker.join();
  return seen == 5 ? 0 : 1;
}
