// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <dlfcn.h>

namespace racelab::probe {

// The definition that the probe's own stands in front of: ThreadSanitizer's or
// the C library's. Static, so that the probe emits nothing that the subject
// could share.
template <class Function>
static Function* next_definition(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

}  // namespace racelab::probe
