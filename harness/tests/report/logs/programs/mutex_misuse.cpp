// Distributed under the Boost Software License, Version 1.0.
// A mistake in the use of a mutex; the argument says which one.
#include <pthread.h>

#include <string_view>
#include <thread>

#include <sanitizer/tsan_interface.h>

static void unlock_unlocked() {
  pthread_mutex_t door = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_unlock(&door);
}

static void unlock_by_other_thread() {
  pthread_mutex_t door = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&door);
  std::thread([&door] { pthread_mutex_unlock(&door); }).join();
}

static void destroy_locked() {
  pthread_mutex_t door;
  pthread_mutex_init(&door, nullptr);
  pthread_mutex_lock(&door);
  pthread_mutex_destroy(&door);
}

static void use_destroyed() {
  static pthread_mutex_t door;
  pthread_mutex_init(&door, nullptr);
  pthread_mutex_destroy(&door);
  pthread_mutex_lock(&door);
}

// A lock of the program's own, as the annotations describe it.
static char own_lock[8];

static void lock(unsigned kind) {
  __tsan_mutex_pre_lock(own_lock, kind);
  __tsan_mutex_post_lock(own_lock, kind, 0);
}

static void double_lock() {
  lock(0);
  std::thread([] { lock(0); }).join();
}

static void read_lock_written() {
  lock(0);
  lock(__tsan_mutex_read_lock);
}

static void read_unlock_written() {
  lock(0);
  __tsan_mutex_pre_unlock(own_lock, __tsan_mutex_read_lock);
  __tsan_mutex_post_unlock(own_lock, __tsan_mutex_read_lock);
}

// The runtime itself stops: it wants a pre_lock before each post_lock.
static void unpaired_annotation() { __tsan_mutex_post_lock(own_lock, 0, 0); }

int main(int, char** argv) {
  std::string_view const mistake = argv[1];
  mistake == "unlock_unlocked"          ? unlock_unlocked()
  : mistake == "unlock_by_other_thread" ? unlock_by_other_thread()
  : mistake == "destroy_locked"         ? destroy_locked()
  : mistake == "use_destroyed"          ? use_destroyed()
  : mistake == "double_lock"            ? double_lock()
  : mistake == "read_lock_written"      ? read_lock_written()
  : mistake == "unpaired_annotation"    ? unpaired_annotation()
                                        : read_unlock_written();
}
