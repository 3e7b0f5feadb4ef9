// Distributed under the Boost Software License, Version 1.0.
// A write under a read lock: both sets hold the same lock, which does not help.
#include "turn.hpp"

#include <pthread.h>

struct Catalogue {
  pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
  int lookups = 0;
};

static Catalogue catalogue;

static void look_up() {
  pthread_rwlock_rdlock(&catalogue.lock);
  ++catalogue.lookups;
  pthread_rwlock_unlock(&catalogue.lock);
}

static void* serve(void*) {
  look_up();
  turn_next();
  return nullptr;
}

int main() {
  pthread_t server;
  pthread_create(&server, nullptr, serve, nullptr);
  turn_wait(1);
  look_up();
  pthread_join(server, nullptr);
}
