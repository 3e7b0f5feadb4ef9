// Distributed under the Boost Software License, Version 1.0.
//
// Atomic operations of instrumented code, as scheduling points. The linker's
// --wrap sends them here. Each function must end in a tail call: what called it
// is then what ThreadSanitizer takes for the place of the access, and that is
// the subject's line (this file is compiled with optimisation for that reason).
#include "harness/probe/recorder.hpp"
#include "harness/probe/scheduler.hpp"

#include <cstdint>

extern "C" const char __executable_start;
extern "C" const char _etext;

namespace racelab::probe {
namespace {

// What a function leaves on the stack that keeps its frame pointer, as the
// subject's and the probe's do.
struct frame {
  const frame* caller;
  const char* returns_to;
};

bool returns_into_program(const frame* f) {
  return f->returns_to >= &__executable_start && f->returns_to < &_etext;
}

// One number for the calls that have led here, as far as the program's own
// code goes, and what is read. The innermost alone would not do: what the
// standard library does not inline is the same whoever calls it.
[[gnu::noinline]] std::uintptr_t place(const thread* me,
                                       const volatile void* at) {
  constexpr std::uintptr_t prime = 0x100000001b3;  // FNV-1a's
  auto hash = reinterpret_cast<std::uintptr_t>(at);
  const auto* f = static_cast<const frame*>(__builtin_frame_address(0));
  while (f < me->outermost_frame && returns_into_program(f)) {
    hash = (hash ^ reinterpret_cast<std::uintptr_t>(f->returns_to)) * prime;
    if (f->caller <= f) break;
    f = f->caller;
  }
  return hash;
}

// What a place may run again while nobody else runs, and see the same.
[[gnu::noinline]] void before_load(const volatile void* at) {
  thread* me = self();
  if (me == nullptr) {
    note_look(at);
    return;
  }
  me->read = at;
  const std::uintptr_t here = place(me, at);
  if (me->last_load == here) return;
  scheduling_point();
  me->last_load = here;
  if (me->recorded_load == here) return;
  me->recorded_load = here;
  record(event_kind::atomic);
}

[[gnu::noinline]] void before_change(const volatile void* at) {
  thread* me = self();
  if (me == nullptr) return;
  if (me->read == at)
    point_in_window();
  else
    scheduling_point();
  me->read = nullptr;
  me->last_load = 0;
  me->recorded_load = 0;
  record(event_kind::atomic);
  note_change();
  wake(block_kind::service, const_cast<const void*>(at), wire::max_threads);
}

void before_update(const volatile void* at, bool changes) {
  changes ? before_change(at) : before_load(at);
}

// What others do before it, it sees by itself.
void before_exchange(const volatile void* at, bool exchanges) {
  if (thread* me = self()) me->read = nullptr;
  before_update(at, exchanges);
}

template <class T>
bool differs(const volatile T* current, T wanted) {
  return *current != wanted;  // nobody else runs
}

}  // namespace
}  // namespace racelab::probe

using namespace racelab::probe;

#define RACELAB_UPDATE(bits, type, operation, changes)                      \
  type __real___tsan_atomic##bits##_##operation(volatile type*, type, int); \
  type __wrap___tsan_atomic##bits##_##operation(volatile type* at, type by, \
                                                int order) {                \
    before_update(at, changes);                                             \
    return __real___tsan_atomic##bits##_##operation(at, by, order);         \
  }

#define RACELAB_COMPARE(bits, type, operation)                                 \
  int __real___tsan_atomic##bits##_##operation(volatile type*, type*, type,    \
                                               int, int);                      \
  int __wrap___tsan_atomic##bits##_##operation(volatile type* at,              \
                                               type* expected, type desired,   \
                                               int order, int failure_order) { \
    before_exchange(at, !differs(at, *expected));                              \
    return __real___tsan_atomic##bits##_##operation(at, expected, desired,     \
                                                    order, failure_order);     \
  }

#define RACELAB_ATOMICS(bits, type)                                            \
  type __real___tsan_atomic##bits##_load(const volatile type*, int);           \
  type __wrap___tsan_atomic##bits##_load(const volatile type* at, int order) { \
    before_load(at);                                                           \
    return __real___tsan_atomic##bits##_load(at, order);                       \
  }                                                                            \
  void __real___tsan_atomic##bits##_store(volatile type*, type, int);          \
  void __wrap___tsan_atomic##bits##_store(volatile type* at, type value,       \
                                          int order) {                         \
    before_change(at);                                                         \
    __real___tsan_atomic##bits##_store(at, value, order);                      \
  }                                                                            \
  RACELAB_UPDATE(bits, type, exchange, differs(at, by))                        \
  RACELAB_UPDATE(bits, type, fetch_add, by != 0)                               \
  RACELAB_UPDATE(bits, type, fetch_sub, by != 0)                               \
  RACELAB_UPDATE(bits, type, fetch_and, true)                                  \
  RACELAB_UPDATE(bits, type, fetch_or, true)                                   \
  RACELAB_UPDATE(bits, type, fetch_xor, by != 0)                               \
  RACELAB_UPDATE(bits, type, fetch_nand, true)                                 \
  RACELAB_COMPARE(bits, type, compare_exchange_strong)                         \
  RACELAB_COMPARE(bits, type, compare_exchange_weak)                           \
  type __real___tsan_atomic##bits##_compare_exchange_val(volatile type*, type, \
                                                         type, int, int);      \
  type __wrap___tsan_atomic##bits##_compare_exchange_val(                      \
      volatile type* at, type expected, type desired, int order,               \
      int failure_order) {                                                     \
    before_exchange(at, !differs(at, expected));                               \
    return __real___tsan_atomic##bits##_compare_exchange_val(                  \
        at, expected, desired, order, failure_order);                          \
  }

using atomic_8 = char;
using atomic_16 = short;
using atomic_32 = int;
using atomic_64 = long;
__extension__ using atomic_128 = __int128;

extern "C" {

RACELAB_ATOMICS(8, atomic_8)
RACELAB_ATOMICS(16, atomic_16)
RACELAB_ATOMICS(32, atomic_32)
RACELAB_ATOMICS(64, atomic_64)
RACELAB_ATOMICS(128, atomic_128)

void __real___tsan_atomic_thread_fence(int);
void __wrap___tsan_atomic_thread_fence(int order) {
  before_load(nullptr);
  __real___tsan_atomic_thread_fence(order);
}

}  // extern "C"
