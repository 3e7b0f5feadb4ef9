// Distributed under the Boost Software License, Version 1.0.
#pragma once

// Drives the function under test through one schedule: hands it a context that
// is stopped as the environment says, and tells the probe what came of it.

#include "concurrency/context.hpp"
#include "harness/probe/probe.hpp"

#include <new>
#include <span>
#include <string>

namespace racelab::scenario {

// Not instrumented: what the function leaves on the stack when it returns must
// stay as it is, for threads that outlive it.
#if defined(__clang__)
#define RACELAB_NOT_INSTRUMENTED \
  __attribute__((no_sanitize("thread", "coverage")))
#else
#define RACELAB_NOT_INSTRUMENTED \
  __attribute__((no_sanitize("thread"), no_sanitize_coverage))
#endif

// Where a RACELAB_NOT_INSTRUMENTED function makes, by placement new and without
// a temporary, what the function under test returns.
template <class T>
class returned {
 public:
  void* place() { return storage_; }
  T& value() { return *std::launder(reinterpret_cast<T*>(storage_)); }
  void destroy() { value().~T(); }

 private:
  // Not initialised: ThreadSanitizer remembers four accesses to a word, and of
  // bytes that are set one by one four would leave no room for the subject's.
  alignas(T) unsigned char storage_[sizeof(T)];
};

struct driven {
  bool returned = false;  // it did not throw
  bool alone = false;     // no call outlived it
};

// Calls `function(ctx, state)`, which is to be RACELAB_NOT_INSTRUMENTED and to
// call the function under test. That it threw although the environment has
// neither a fault nor a stop that the error tells of is a wrong result.
driven drive(const wire::environment& env,
             void (*function)(const context& ctx, void* state), void* state);

// The same with a function that makes a `result`, about which `mistake_in` says
// in words what is wrong; empty: nothing. Not asked if calls outlived the
// function, for then the result does not stay as it is.
template <class T, class MistakeIn>
void drive_to_result(const wire::environment& env,
                     void (*function)(const context& ctx, void* state),
                     void* state, returned<T>& result, MistakeIn mistake_in) {
  const driven came = drive(env, function, state);
  if (!came.returned) return;
  if (came.alone) {
    const std::string mistake = mistake_in(result.value());
    if (!mistake.empty()) racelab_wrong_result(mistake.c_str());
  }
  result.destroy();
}

// Fills in what is to be varied: so many services, each slower by 10 ms than
// another one.
void describe_services(wire::scenario* about,
                       std::span<const char* const> names);

// Adds a way to use what is under test: with calls to the first so many of the
// services, at most `limit` at once (0: any number). An empty name: as usual.
void describe_use(wire::scenario* about, const char* name, unsigned services,
                  unsigned limit);

// Uses what the lessons' libraries initialise at their first use, so that the
// first schedule of a process runs like any later one.
void warm_up_libraries();

}  // namespace racelab::scenario
