// Distributed under the Boost Software License, Version 1.0.
// An atomic against a plain access, in both orders.
#include "turn.hpp"

#include <thread>

struct Gate {
  int open = 0;
  int waiting = 0;
};

Gate gate;

static void open_gate() {
  __atomic_store_n(&gate.open, 1, __ATOMIC_RELEASE);
  gate.waiting = 1;
  turn_next();
}

static bool pass() {
  turn_wait(1);
  bool const open = gate.open != 0;
  return __atomic_load_n(&gate.waiting, __ATOMIC_ACQUIRE) == 0 && open;
}

int main() {
  std::thread keeper(open_gate);
  pass();
  keeper.join();
}
