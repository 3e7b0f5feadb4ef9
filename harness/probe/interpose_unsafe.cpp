// Distributed under the Boost Software License, Version 1.0.
//
// What no signal handler may call, but for what is scheduled: memory and
// streams. It is only looked at.
#include "harness/probe/delivery.hpp"
#include "harness/probe/next_definition.hpp"

#include <cstdarg>
#include <cstddef>
#include <cstdio>

namespace {

constexpr const char* writes = "writes to a stream";

}  // namespace

using racelab::probe::next_definition;
using racelab::probe::note_unsafe;

extern "C" {

// ThreadSanitizer's runtime calls these, if they are there.
void __sanitizer_malloc_hook(const volatile void*, std::size_t) {
  note_unsafe("allocates memory");
}
void __sanitizer_free_hook(const volatile void*) {
  note_unsafe("frees memory");
}

std::size_t fwrite(const void* from, std::size_t size, std::size_t count,
                   FILE* to) {
  note_unsafe(writes);
  return next_definition<decltype(fwrite)>("fwrite")(from, size, count, to);
}

int fputs(const char* text, FILE* to) {
  note_unsafe(writes);
  return next_definition<decltype(fputs)>("fputs")(text, to);
}

int puts(const char* text) {
  note_unsafe(writes);
  return next_definition<decltype(puts)>("puts")(text);
}

int vfprintf(FILE* to, const char* format, va_list values) {
  note_unsafe(writes);
  return next_definition<decltype(vfprintf)>("vfprintf")(to, format, values);
}

int fprintf(FILE* to, const char* format, ...) {
  va_list values;
  va_start(values, format);
  const int result = vfprintf(to, format, values);
  va_end(values);
  return result;
}

int printf(const char* format, ...) {
  va_list values;
  va_start(values, format);
  const int result = vfprintf(stdout, format, values);
  va_end(values);
  return result;
}

}  // extern "C"
