// Distributed under the Boost Software License, Version 1.0.
//
// Makes ThreadSanitizer report the same in every run: a race whose accesses
// follow each other in time and are ordered by nothing that the runtime
// counts, and an unlock of a mutex that is not locked, in a shared library.
#include <atomic>

#include <pthread.h>

namespace library {
void unlock_what_is_free();
}

namespace shop {

struct order {
  long items = 0;
  long total = 0;
};
order cart;

}  // namespace shop

namespace {

std::atomic<bool> was_written{false};

inline __attribute__((always_inline)) void add(long& to) { to += 2; }

inline __attribute__((always_inline)) void add_twice(long& to) {
  add(to);
  add(to);
}

template <class Function>
__attribute__((noinline)) void call(Function function) {
  function();
}

void* write(void*) {
  call([] { add_twice(shop::cart.total); });
  was_written.store(true, std::memory_order_relaxed);
  return nullptr;
}

}  // namespace

int main() {
  pthread_t writer;
  pthread_create(&writer, nullptr, write, nullptr);
  while (!was_written.load(std::memory_order_relaxed)) {
  }
  call([] { add_twice(shop::cart.total); });
  pthread_join(writer, nullptr);
  library::unlock_what_is_free();
}
