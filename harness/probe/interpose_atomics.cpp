// Distributed under the Boost Software License, Version 1.0.
//
// Atomic operations of instrumented code, as scheduling points. The linker's
// --wrap sends them here. Each function must end in a tail call: what called it
// is then what ThreadSanitizer takes for the place of the access, and that is
// the subject's line (this file is compiled with optimisation for that reason).
#include "harness/probe/recorder.hpp"
#include "harness/probe/scheduler.hpp"

namespace racelab::probe {
namespace {

// What a place may run again while nobody else runs, and see the same.
[[gnu::noinline]] void before_load(const void* pc, const volatile void* at) {
  thread* me = self();
  if (me == nullptr) {
    note_look(at);
    return;
  }
  me->read = at;
  if (me->last_load == pc) return;
  scheduling_point();
  me->last_load = pc;
  if (me->recorded_load == pc) return;
  me->recorded_load = pc;
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
  me->last_load = nullptr;
  me->recorded_load = nullptr;
  record(event_kind::atomic);
  note_change();
  wake(block_kind::service, const_cast<const void*>(at), wire::max_threads);
}

void before_update(const void* pc, const volatile void* at, bool changes) {
  changes ? before_change(at) : before_load(pc, at);
}

// What others do before it, it sees by itself.
void before_exchange(const void* pc, const volatile void* at, bool exchanges) {
  if (thread* me = self()) me->read = nullptr;
  before_update(pc, at, exchanges);
}

template <class T>
bool differs(const volatile T* current, T wanted) {
  return *current != wanted;  // nobody else runs
}

}  // namespace
}  // namespace racelab::probe

using namespace racelab::probe;

#define RACELAB_PC __builtin_return_address(0)

#define RACELAB_UPDATE(bits, type, operation, changes)                      \
  type __real___tsan_atomic##bits##_##operation(volatile type*, type, int); \
  type __wrap___tsan_atomic##bits##_##operation(volatile type* at, type by, \
                                                int order) {                \
    before_update(RACELAB_PC, at, changes);                                 \
    return __real___tsan_atomic##bits##_##operation(at, by, order);         \
  }

#define RACELAB_COMPARE(bits, type, operation)                                 \
  int __real___tsan_atomic##bits##_##operation(volatile type*, type*, type,    \
                                               int, int);                      \
  int __wrap___tsan_atomic##bits##_##operation(volatile type* at,              \
                                               type* expected, type desired,   \
                                               int order, int failure_order) { \
    before_exchange(RACELAB_PC, at, !differs(at, *expected));                  \
    return __real___tsan_atomic##bits##_##operation(at, expected, desired,     \
                                                    order, failure_order);     \
  }

#define RACELAB_ATOMICS(bits, type)                                            \
  type __real___tsan_atomic##bits##_load(const volatile type*, int);           \
  type __wrap___tsan_atomic##bits##_load(const volatile type* at, int order) { \
    before_load(RACELAB_PC, at);                                               \
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
    before_exchange(RACELAB_PC, at, !differs(at, expected));                   \
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
  before_load(RACELAB_PC, nullptr);
  __real___tsan_atomic_thread_fence(order);
}

}  // extern "C"
