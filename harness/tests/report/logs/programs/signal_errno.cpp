// Distributed under the Boost Software License, Version 1.0.
// A signal handler overwrites errno.
#include <pthread.h>

#include <cerrno>
#include <csignal>
#include <thread>

static void on_alarm(int) { errno = EINVAL; }

int main() {
  std::signal(SIGUSR1, on_alarm);
  pthread_t const main_thread = pthread_self();
  std::thread([main_thread] { pthread_kill(main_thread, SIGUSR1); }).join();
}
