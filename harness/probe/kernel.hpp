// Distributed under the Boost Software License, Version 1.0.
#pragma once

// System calls as the kernel knows them: no libc wrapper, hence nothing that
// ThreadSanitizer intercepts and takes for synchronisation.

#include <linux/futex.h>
#include <sys/syscall.h>
#include <cerrno>
#include <cstdint>
#include <ctime>

namespace racelab::probe::kernel {

// x86-64 System V. Returns the kernel's own value: -errno on failure.
[[gnu::always_inline]] inline long call(long number, long a = 0, long b = 0,
                                        long c = 0, long d = 0, long e = 0,
                                        long f = 0) {
  long result;
  register long r10 asm("r10") = d;
  register long r8 asm("r8") = e;
  register long r9 asm("r9") = f;
  asm volatile("syscall"
               : "=a"(result)
               : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
               : "rcx", "r11", "memory");
  return result;
}

template <class T>
[[gnu::always_inline]] inline long address(T* pointer) {
  return reinterpret_cast<long>(pointer);
}

// Blocks while `*word == expected`; may return early.
[[gnu::always_inline]] inline void futex_wait(const std::uint32_t* word,
                                              std::uint32_t expected) {
  call(SYS_futex, address(word), FUTEX_WAIT, static_cast<long>(expected), 0);
}

[[gnu::always_inline]] inline void futex_wake(const std::uint32_t* word) {
  call(SYS_futex, address(word), FUTEX_WAKE, 1);
}

}  // namespace racelab::probe::kernel
