// Distributed under the Boost Software License, Version 1.0.
// Races on objects that only their interface describes, as in Swift and in
// libraries of collections; the argument is "swift" or a type's name.
#include "turn.hpp"

#include <string_view>
#include <thread>

extern "C" {
void* __tsan_external_register_tag(char const* object_type);
void __tsan_external_register_header(void* tag, char const* header);
void __tsan_external_assign_tag(void* address, void* tag);
void __tsan_external_read(void* address, void* caller, void* tag);
void __tsan_external_write(void* address, void* caller, void* tag);
}

static void* tag = nullptr;
static void* collection = nullptr;

// Like a library that is not instrumented and tells the runtime itself.
__attribute__((no_sanitize("thread"), noinline)) static void insert() {
  __tsan_external_write(collection, __builtin_return_address(0), tag);
}

__attribute__((no_sanitize("thread"), noinline)) static void count() {
  __tsan_external_read(collection, __builtin_return_address(0), tag);
}

static void add_guest() {
  insert();
  turn_next();
}

int main(int, char** argv) {
  bool const swift = std::string_view(argv[1]) == "swift";
  tag = swift ? reinterpret_cast<void*>(1)
              : __tsan_external_register_tag(argv[1]);
  collection = new long{0};
  __tsan_external_assign_tag(collection, tag);
  std::thread host(add_guest);
  turn_wait(1);
  count();
  host.join();
}
