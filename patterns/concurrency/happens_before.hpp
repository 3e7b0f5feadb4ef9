// Distributed under the Boost Software License, Version 1.0.
#pragma once

// What ThreadSanitizer is told about the primitives' own
// synchronisation.
//
// A primitive has to synchronise more than it promises: the mutex round
// a group's counters orders one task's end before its sibling's, and a
// race between the two is hidden. So bookkeeping is done where the
// sanitizer does not look, and the edges that a contract promises are
// stated one by one:
//
//   happens_before::release(&edge);     // here, and earlier, ...
//   {
//     happens_before::bookkeeping unseen;
//     boost::unique_lock<boost::mutex> lock(mutex_);
//     finished_ = true;
//   }
//   ...
//   happens_before::acquire(&edge);     // ... happens before this
//
// Nothing that belongs to the user (a task, a callback, a destructor of
// his) may run in a bookkeeping section: its races would be hidden.
//
// Without ThreadSanitizer all of it compiles to nothing. Code that is
// built without the sanitizer but runs under it (a library linked into
// an instrumented program) defines RACELAB_TSAN_ANNOTATIONS as 1, so
// that whichever copy of an inline function the linker keeps is the
// annotated one.

#if !defined(RACELAB_TSAN_ANNOTATIONS)
#if defined(__SANITIZE_THREAD__)
#define RACELAB_TSAN_ANNOTATIONS 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define RACELAB_TSAN_ANNOTATIONS 1
#endif
#endif
#endif
#if !defined(RACELAB_TSAN_ANNOTATIONS)
#define RACELAB_TSAN_ANNOTATIONS 0
#endif

#if RACELAB_TSAN_ANNOTATIONS
extern "C" {
void __tsan_acquire(void* edge);
void __tsan_release(void* edge);
void AnnotateIgnoreSyncBegin(const char* file, int line);
void AnnotateIgnoreSyncEnd(const char* file, int line);
void AnnotateIgnoreReadsBegin(const char* file, int line);
void AnnotateIgnoreReadsEnd(const char* file, int line);
void AnnotateIgnoreWritesBegin(const char* file, int line);
void AnnotateIgnoreWritesEnd(const char* file, int line);
}
#endif

namespace racelab::happens_before {

// All that this thread did so far happens before whatever follows a
// later acquire() of the same address, in any thread. Has no effect
// within a bookkeeping section.
inline void release([[maybe_unused]] const void* edge) noexcept {
#if RACELAB_TSAN_ANNOTATIONS
  __tsan_release(const_cast<void*>(edge));
#endif
}

inline void acquire([[maybe_unused]] const void* edge) noexcept {
#if RACELAB_TSAN_ANNOTATIONS
  __tsan_acquire(const_cast<void*>(edge));
#endif
}

namespace detail {

inline void stop_looking() noexcept {
#if RACELAB_TSAN_ANNOTATIONS
  AnnotateIgnoreSyncBegin(__FILE__, __LINE__);
  AnnotateIgnoreReadsBegin(__FILE__, __LINE__);
  AnnotateIgnoreWritesBegin(__FILE__, __LINE__);
#endif
}

inline void look_again() noexcept {
#if RACELAB_TSAN_ANNOTATIONS
  AnnotateIgnoreWritesEnd(__FILE__, __LINE__);
  AnnotateIgnoreReadsEnd(__FILE__, __LINE__);
  AnnotateIgnoreSyncEnd(__FILE__, __LINE__);
#endif
}

}  // namespace detail

// While it lives, this thread's synchronisation orders nothing and its
// accesses to memory are not checked. Correct only round code that is
// race-free by a lock the section itself takes.
class bookkeeping {
 public:
  bookkeeping() noexcept { detail::stop_looking(); }
  ~bookkeeping() { detail::look_again(); }
  bookkeeping(const bookkeeping&) = delete;
  bookkeeping& operator=(const bookkeeping&) = delete;
};

// The inverse, for a promised edge in the middle of a section: a
// release that must come after a decision and before its publication.
class seen {
 public:
  seen() noexcept { detail::look_again(); }
  ~seen() { detail::stop_looking(); }
  seen(const seen&) = delete;
  seen& operator=(const seen&) = delete;
};

}  // namespace racelab::happens_before
