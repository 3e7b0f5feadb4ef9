// Distributed under the Boost Software License, Version 1.0.
//
// The primitives bracket their bookkeeping with these annotations. They are
// counted, since a thread that is abandoned in the middle must leave them.
#include "harness/probe/ignores.hpp"

#define RACELAB_IGNORE(what)                                                \
  extern "C" void __real_AnnotateIgnore##what##Begin(const char*, int);     \
  extern "C" void __real_AnnotateIgnore##what##End(const char*, int);       \
  namespace {                                                               \
  thread_local unsigned ignoring_##what [[gnu::tls_model("initial-exec")]]; \
  void end_ignoring_##what() {                                              \
    for (; ignoring_##what > 0; --ignoring_##what)                          \
      __real_AnnotateIgnore##what##End(__FILE__, __LINE__);                 \
  }                                                                         \
  }                                                                         \
  extern "C" void __wrap_AnnotateIgnore##what##Begin(const char* file,      \
                                                     int line) {            \
    ++ignoring_##what;                                                      \
    __real_AnnotateIgnore##what##Begin(file, line);                         \
  }                                                                         \
  extern "C" void __wrap_AnnotateIgnore##what##End(const char* file,        \
                                                   int line) {              \
    __real_AnnotateIgnore##what##End(file, line);                           \
    if (ignoring_##what > 0) --ignoring_##what;                             \
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

}  // namespace racelab::probe
