// Distributed under the Boost Software License, Version 1.0.
//
// The primitives bracket their bookkeeping with these annotations. They are
// counted, since a thread that is abandoned in the middle must leave them.
#include "harness/probe/ignores.hpp"

#include "harness/probe/interceptors.hpp"

#define RACELAB_IGNORE(what)                                                \
  extern "C" void __real_AnnotateIgnore##what##Begin(const char*, int);     \
  extern "C" void __real_AnnotateIgnore##what##End(const char*, int);       \
  namespace racelab::probe {                                                \
  namespace {                                                               \
  thread_local unsigned ignoring_##what [[gnu::tls_model("initial-exec")]]; \
  unsigned end_ignoring_##what() {                                          \
    const unsigned brackets = ignoring_##what;                              \
    for (; ignoring_##what > 0; --ignoring_##what)                          \
      __real_AnnotateIgnore##what##End(__FILE__, __LINE__);                 \
    return brackets;                                                        \
  }                                                                         \
  void ignore_##what##_again(unsigned brackets) {                           \
    for (; ignoring_##what < brackets; ++ignoring_##what)                   \
      __real_AnnotateIgnore##what##Begin(__FILE__, __LINE__);               \
  }                                                                         \
  }                                                                         \
  }                                                                         \
  extern "C" void __wrap_AnnotateIgnore##what##Begin(const char* file,      \
                                                     int line) {            \
    ++racelab::probe::ignoring_##what;                                      \
    __real_AnnotateIgnore##what##Begin(file, line);                         \
  }                                                                         \
  extern "C" void __wrap_AnnotateIgnore##what##End(const char* file,        \
                                                   int line) {              \
    __real_AnnotateIgnore##what##End(file, line);                           \
    if (racelab::probe::ignoring_##what > 0)                                \
      --racelab::probe::ignoring_##what;                                    \
  }

RACELAB_IGNORE(Sync)
RACELAB_IGNORE(Reads)
RACELAB_IGNORE(Writes)

namespace racelab::probe {
void end_ignores() {
  end_ignoring_Writes();
  end_ignoring_Reads();
  end_ignoring_Sync();
}

in_no_bracket::in_no_bracket()
    : sync_(end_ignoring_Sync()),
      reads_(end_ignoring_Reads()),
      writes_(end_ignoring_Writes()) {}

in_no_bracket::~in_no_bracket() {
  ignore_Sync_again(sync_);
  ignore_Reads_again(reads_);
  ignore_Writes_again(writes_);
}

bool ignores_nothing() {
  return ignoring_Sync == 0 && ignoring_Reads == 0 && ignoring_Writes == 0;
}

void release(const void* object) {
  AnnotateHappensBefore(__FILE__, __LINE__, object);
}

void acquire(const void* object) {
  AnnotateHappensAfter(__FILE__, __LINE__, object);
}

}  // namespace racelab::probe
