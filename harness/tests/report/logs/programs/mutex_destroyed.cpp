// Distributed under the Boost Software License, Version 1.0.
// A mutex is destroyed while another thread may still be unlocking it.
#include "turn.hpp"

#include <pthread.h>

#include <thread>

struct Job {
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  bool done = false;
};

static void finish(Job* job) {
  pthread_mutex_lock(&job->mutex);
  job->done = true;
  pthread_mutex_unlock(&job->mutex);
  turn_next();
}

static void dispose(Job* job) {
  turn_wait(1);
  pthread_mutex_destroy(&job->mutex);
}

int main() {
  Job job;
  std::thread worker(finish, &job);
  dispose(&job);
  worker.join();
}
