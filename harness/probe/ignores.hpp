// Distributed under the Boost Software License, Version 1.0.
#pragma once

namespace racelab::probe {

// Ends every bracket of AnnotateIgnore…Begin that the calling thread is in:
// ThreadSanitizer ends the process when a thread ends inside one.
void end_ignores();

// Whether the calling thread is in none.
bool ignores_nothing();

// While it lives, the calling thread is in no bracket, whichever it was in: a
// signal handler is not part of what it interrupts.
class in_no_bracket {
 public:
  in_no_bracket();
  ~in_no_bracket();
  in_no_bracket(const in_no_bracket&) = delete;
  in_no_bracket& operator=(const in_no_bracket&) = delete;

 private:
  unsigned sync_;
  unsigned reads_;
  unsigned writes_;
};

// Orders all that the calling thread has done before what another does after
// acquire(object), as starting or joining a thread would: not inside a bracket
// of AnnotateIgnoreSync.
void release(const void* object);
void acquire(const void* object);

}  // namespace racelab::probe
