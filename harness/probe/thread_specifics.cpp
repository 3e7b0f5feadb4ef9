// Distributed under the Boost Software License, Version 1.0.
#include "harness/probe/thread_specifics.hpp"

#include "harness/probe/next_definition.hpp"

#include <limits.h>
#include <pthread.h>

namespace racelab::probe {
namespace {

struct noted_key {
  pthread_key_t key;
  void (*destructor)(void*);
};

bool noting;
noted_key keys[PTHREAD_KEYS_MAX];
unsigned key_count;

void forget(pthread_key_t key) {
  for (unsigned i = key_count; i-- > 0;)
    if (keys[i].key == key) keys[i] = keys[--key_count];
}

// Whether there was a value. By copy: a destructor may create a key.
bool destroy(noted_key which) {
  void* value = pthread_getspecific(which.key);
  if (value == nullptr) return false;
  pthread_setspecific(which.key, nullptr);
  if (which.destructor != nullptr) which.destructor(value);
  return true;
}

}  // namespace

void note_keys() { noting = true; }

void destroy_thread_specifics() {
  for (unsigned round = 0; round < PTHREAD_DESTRUCTOR_ITERATIONS; ++round) {
    bool any = false;
    for (unsigned i = 0; i < key_count; ++i) any |= destroy(keys[i]);
    if (!any) return;
  }
}

}  // namespace racelab::probe

using namespace racelab::probe;

extern "C" {

// The C library's. ThreadSanitizer creates a key before dlsym can be called.
int __pthread_key_create(pthread_key_t*, void (*)(void*)) noexcept;

int pthread_key_create(pthread_key_t* key, void (*destructor)(void*)) noexcept {
  const int error = __pthread_key_create(key, destructor);
  if (error == 0 && noting) keys[key_count++] = {*key, destructor};
  return error;
}

int pthread_key_delete(pthread_key_t key) noexcept {
  const int error =
      next_definition<decltype(pthread_key_delete)>("pthread_key_delete")(key);
  if (error == 0) forget(key);
  return error;
}

}  // extern "C"
