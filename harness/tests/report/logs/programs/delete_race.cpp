// Distributed under the Boost Software License, Version 1.0.
// A race in operator delete: the buffer is freed while it may be in use.
#include "turn.hpp"

#include <thread>

struct Buffer {
  int length = 0;
  char bytes[60];
};

static void fill(Buffer* buffer) {
  buffer->length = 12;
  turn_next();
}

__attribute__((noinline)) static void release(Buffer* buffer) { delete buffer; }

int main() {
  Buffer* buffer = new Buffer;
  std::thread filler(fill, buffer);
  turn_wait(1);
  release(buffer);
  filler.join();
}
