// Distributed under the Boost Software License, Version 1.0.
// Asks for memory that cannot be had; the argument says how.
#include <malloc.h>

#include <cstdint>
#include <cstdlib>
#include <new>
#include <string_view>

static std::size_t volatile huge = SIZE_MAX / 2;
static std::size_t volatile odd = 17;

static void* allocate(std::string_view way) {
  void* block = nullptr;
  if (way == "too_big") {
    block = malloc(huge);
  } else if (way == "new_too_big") {
    block = operator new(huge);
  } else if (way == "calloc_overflow") {
    block = calloc(huge, 16);
  } else if (way == "reallocarray_overflow") {
    block = reallocarray(nullptr, huge, 16);
  } else if (way == "pvalloc_overflow") {
    block = pvalloc(SIZE_MAX - odd);
  } else if (way == "aligned_alloc") {
    block = aligned_alloc(odd, 100);
  } else if (way == "aligned_new") {
    block = operator new (huge, std::align_val_t{64});
  } else if (way == "posix_memalign" && posix_memalign(&block, odd, 8) != 0) {
    return nullptr;
  } else if (way == "memalign") {
    block = memalign(odd, 64);
  } else if (way == "rss_limit") {
    for (int i = 0; i < 1000000; ++i) {
      block = calloc(1, 1U << 20U);
      for (std::size_t at = 0; at < 1U << 20U; at += 4096) {
        static_cast<char*>(block)[at] = 1;
      }
    }
  }
  return block;
}

int main(int, char** argv) { return allocate(argv[1]) == nullptr ? 1 : 0; }
