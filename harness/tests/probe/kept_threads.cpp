// Distributed under the Boost Software License, Version 1.0.
//
// What a thread must not inherit from one of an earlier schedule, and what
// starting and joining one must order, no more and no less. `order` chooses.
#include "harness/probe/probe.hpp"

#include <pthread.h>
#include <signal.h>
#include <chrono>
#include <mutex>
#include <thread>

extern "C" {
void AnnotateIgnoreSyncBegin(const char* file, int line);
void AnnotateIgnoreSyncEnd(const char* file, int line);
}

namespace {

using namespace std::chrono_literals;

void expect(bool right, const char* what) {
  if (!right) racelab_wrong_result(what);
}

int shared;
void write_shared() { ++shared; }

void siblings() {
  std::thread a(write_shared);
  std::thread b(write_shared);
  a.join();
  b.join();
}

// Once LLVM's runtime has reported a word, it overlooks all reads of it.
void reads_a_global() {
  std::thread a(write_shared);
  std::thread b([] { expect(shared >= 0, "less than nothing"); });
  a.join();
  b.join();
}

void reads_a_local() {
  int local = 0;
  std::thread a([&] { ++local; });
  std::thread b([&] { expect(local >= 0, "less than nothing"); });
  a.join();
  b.join();
}

// ThreadSanitizer has room for four accesses to each eight bytes. What every
// other schedule leaves there must not crowd out those of the next.
void three_words_of_a_crowded_stack() {
  static bool race = true;
  race = !race;
  struct alignas(8) {
    volatile char bytes[4];
    volatile int number;
  } words[3];
  for (auto& each : words) each.number = 0;
  if (!race)
    for (auto& each : words)
      for (volatile char& byte : each.bytes) byte = 1;
  std::thread a([&] {
    for (auto& each : words) {
      if (!race) return;
      each.number = 1;
      each.bytes[0] = 1;
      each.bytes[1] = 1;
    }
  });
  std::thread b([&] {
    for (const auto& each : words)
      if (race) expect(each.number < 2, "more than one");
  });
  a.join();
  b.join();
}

void one_after_the_end_of_another() {
  std::thread(write_shared).detach();
  std::this_thread::sleep_for(1ms);
  std::thread(write_shared).join();
}

// Nothing that a thread does in such a bracket orders anything.
void started_and_joined_unseen() {
  ++shared;
  AnnotateIgnoreSyncBegin(__FILE__, __LINE__);
  std::thread task(write_shared);
  task.join();
  AnnotateIgnoreSyncEnd(__FILE__, __LINE__);
}

void started_and_joined() {
  ++shared;
  std::thread(write_shared).join();
  std::thread(write_shared).join();
  ++shared;
}

pthread_key_t key_of_values;
pthread_key_t key_without_destructor;
std::once_flag keys_made;
int destroyed;

void make_keys() {
  pthread_key_create(&key_of_values, [](void*) { ++destroyed; });
  pthread_key_create(&key_without_destructor, nullptr);
}

void specific_values() {
  std::call_once(keys_made, make_keys);
  destroyed = 0;
  std::thread([] {
    for (const pthread_key_t key : {key_of_values, key_without_destructor}) {
      expect(pthread_getspecific(key) == nullptr, "a value of another thread");
      pthread_setspecific(key, &shared);
    }
  }).join();
  expect(destroyed == 1, "a value that was not destroyed");
}

void* block_signal(void* result) {
  sigset_t seen;
  pthread_sigmask(SIG_SETMASK, nullptr, &seen);
  expect(sigismember(&seen, SIGUSR1) == 1, "a mask that was not inherited");
  expect(sigismember(&seen, SIGUSR2) == 0, "the mask of another thread");
  sigset_t more;
  sigemptyset(&more);
  sigaddset(&more, SIGUSR2);
  pthread_sigmask(SIG_BLOCK, &more, nullptr);
  return result;
}

void signal_mask_and_result() {
  sigset_t blocked;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGUSR1);
  pthread_sigmask(SIG_BLOCK, &blocked, nullptr);
  pthread_t thread;
  pthread_create(&thread, nullptr, block_signal, &shared);
  void* result = nullptr;
  pthread_join(thread, &result);
  expect(result == &shared, "what a thread returned is lost");
  expect(pthread_join(thread, nullptr) == ESRCH, "joined twice");
}

std::mutex left_locked;
std::mutex other;

// Were the thread of the schedule before still taken to hold its lock, the two
// would be taken in two orders.
void ends_with_a_lock() {
  std::thread([] {
    { const std::lock_guard lock(other); }
    left_locked.lock();
  }).join();
  expect(!left_locked.try_lock(), "the lock is gone");
  left_locked.unlock();
  const std::lock_guard first(other);
  const std::lock_guard second(left_locked);
}

#ifdef RACELAB_THREAD_LOCAL
struct counted {
  std::mutex* mutex = nullptr;
  ~counted() {
    if (mutex != nullptr) std::lock_guard lock(*mutex);
    ++destroyed;
  }
};

thread_local counted last;

void thread_local_objects() {
  std::mutex mutex;
  destroyed = 0;
  std::thread([&] {
    expect(last.mutex == nullptr, "the object of another thread");
    last.mutex = &mutex;
  }).join();
  expect(destroyed == 1, "an object that was not destroyed");
}
#endif

}  // namespace

void racelab_describe(racelab::wire::scenario* about) {
  about->services = 1;
  about->unit = 10'000'000;
}

void racelab_scenario(const racelab::wire::environment* env) {
  constexpr void (*cases[])() = {siblings,
                                 reads_a_global,
                                 reads_a_local,
                                 one_after_the_end_of_another,
                                 started_and_joined_unseen,
                                 started_and_joined,
                                 specific_values,
                                 signal_mask_and_result,
                                 ends_with_a_lock,
                                 three_words_of_a_crowded_stack,
#ifdef RACELAB_THREAD_LOCAL
                                 thread_local_objects
#endif
  };
  void (*chosen)() = cases[env->order];
  racelab_call_function(
      [](void* body) { reinterpret_cast<void (*)()>(body)(); },
      reinterpret_cast<void*>(chosen));
  racelab_outcome(false, "");
}
