// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "concurrency/happens_before.hpp"

// How the tasks of an errgroup or a wait_group come to a thread.
//
// Where ThreadSanitizer looks on, each has a new thread: an executor's
// threads do more than one thing, and what they do in between orders
// one task before the next for the sanitizer, which then misses a race
// of the two. Elsewhere they share an executor.
//
// RACELAB_EXECUTOR, defined as 1 or 0, chooses otherwise. On an
// executor under the sanitizer each task is a fiber of it, and the
// edges are the same.

#if !defined(RACELAB_EXECUTOR)
#define RACELAB_EXECUTOR (!RACELAB_TSAN_ANNOTATIONS)
#endif

// Put into the names of all functions of a class that is not the same
// in both cases, so that no linker takes one for the other.
#if RACELAB_EXECUTOR
#define RACELAB_TASKS_ABI [[gnu::abi_tag("executor")]]
#include "concurrency/detail/crew.hpp"
#else
#define RACELAB_TASKS_ABI
#include "concurrency/detail/counted_threads.hpp"
#include "concurrency/detail/task_threads.hpp"
#endif

namespace racelab::detail {

#if RACELAB_EXECUTOR
using limited_tasks = crew;
using counted_tasks = crew;
#else
using limited_tasks = task_threads;
using counted_tasks = counted_threads;
#endif

}  // namespace racelab::detail
