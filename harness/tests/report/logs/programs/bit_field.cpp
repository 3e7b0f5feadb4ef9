// Distributed under the Boost Software License, Version 1.0.
// A race between neighbours in one word of bit fields.
#include "turn.hpp"

#include <thread>

struct Flags {
  unsigned dirty : 1;
  unsigned locked : 1;
  unsigned owner : 20;
};

Flags page_flags;

static void mark_dirty(Flags* flags) { flags->dirty = 1; }

static void set_owner(Flags* flags, unsigned owner) {
  flags->owner = owner & 0xfffffU;
}

int main() {
  std::thread writer([] {
    mark_dirty(&page_flags);
    turn_next();
  });
  turn_wait(1);
  set_owner(&page_flags, 42);
  writer.join();
}
