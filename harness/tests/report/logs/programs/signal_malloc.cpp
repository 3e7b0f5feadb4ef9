// Distributed under the Boost Software License, Version 1.0.
// A signal handler allocates memory.
#include <csignal>
#include <cstdlib>

static char* last_words = nullptr;

static void on_interrupt(int) { last_words = static_cast<char*>(malloc(10)); }

int main() {
  std::signal(SIGUSR1, on_interrupt);
  std::raise(SIGUSR1);
  free(last_words);
}
