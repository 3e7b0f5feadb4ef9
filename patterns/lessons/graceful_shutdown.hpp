// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "concurrency/context.hpp"

#include <chrono>
#include <memory>

namespace racelab::graceful_shutdown {

// One unit of work. Blocks until it is done, and does not throw.
class work_function {
 public:
  virtual ~work_function() = default;

  virtual void operator()() = 0;
};

// Works at regular times, in a thread of its own.
class worker {
 public:
  // As stop().
  virtual ~worker() = default;

  // Has the first unit of work begin a period from now, and each later
  // one a period after the one before, until it is stopped. One that
  // takes too long delays the next; two never run at once. Does nothing
  // if it was stopped before. To be called once, by whoever made it.
  virtual void start() = 0;

  // When this returns, no work is under way and none will begin. Blocks
  // until the unit that is under way is done: it is not broken off.
  // Does not wait for the next one.
  //
  // Any number of threads may call it, any number of times, also before
  // start. When the work itself calls it, it returns at once, and that
  // unit of work is the last.
  virtual void stop() = 0;
};

// Makes a worker that does not work yet. When `ctx` is done, it begins
// no further unit of work, and is still to be stopped.
std::unique_ptr<worker> make_worker(const context& ctx,
                                    std::chrono::nanoseconds period,
                                    work_function& work);

// Works until the program is asked to shut down, by SIGINT or SIGTERM,
// or until `ctx` is done. Blocks until then and until the work that is
// under way is done. Both signals are handled afterwards as they were
// before.
void work_until_shutdown(const context& ctx,
                         std::chrono::nanoseconds period,
                         work_function& work);

}  // namespace racelab::graceful_shutdown
