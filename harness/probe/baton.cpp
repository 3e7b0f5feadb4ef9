// Distributed under the Boost Software License, Version 1.0.
#include "harness/probe/baton.hpp"

#include "harness/probe/kernel.hpp"

namespace racelab::probe {

void give(std::uint32_t* baton) {
  __atomic_store_n(baton, 1, __ATOMIC_RELEASE);
  kernel::futex_wake(baton);
}

void take(std::uint32_t* baton) {
  while (__atomic_load_n(baton, __ATOMIC_ACQUIRE) == 0)
    kernel::futex_wait(baton, 0);
  __atomic_store_n(baton, 0, __ATOMIC_RELAXED);
}

bool take_in_time(std::uint32_t* baton, long seconds) {
  const timespec limit{seconds, 0};
  while (__atomic_load_n(baton, __ATOMIC_ACQUIRE) == 0)
    if (kernel::call(SYS_futex, kernel::address(baton), FUTEX_WAIT, 0,
                     kernel::address(&limit)) == -ETIMEDOUT)
      return false;
  __atomic_store_n(baton, 0, __ATOMIC_RELAXED);
  return true;
}

}  // namespace racelab::probe
