// Distributed under the Boost Software License, Version 1.0.
// As many leaked threads as the argument says.
#include "turn.hpp"

#include <pthread.h>

#include <cstdlib>

static void* send_mail(void*) {
  turn_next();
  return nullptr;
}

static void start_mailer() {
  pthread_t mailer;
  pthread_create(&mailer, nullptr, send_mail, nullptr);
}

int main(int, char** argv) {
  int const mailers = atoi(argv[1]);
  for (int i = 0; i < mailers; ++i) {
    start_mailer();
    turn_wait(i + 1);
  }
  return 0;
}
