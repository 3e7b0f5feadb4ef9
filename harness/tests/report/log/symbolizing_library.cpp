// Distributed under the Boost Software License, Version 1.0.
//
// The part of the fixture that is a shared library.
#include <pthread.h>

namespace library {
namespace {

pthread_mutex_t free_mutex = PTHREAD_MUTEX_INITIALIZER;

template <class Mutex>
struct guard {
  inline __attribute__((always_inline)) ~guard() {
    pthread_mutex_unlock(&mutex);
  }
  Mutex& mutex;
};

}  // namespace

void unlock_what_is_free() { const guard<pthread_mutex_t> one{free_mutex}; }

}  // namespace library
