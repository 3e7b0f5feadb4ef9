// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "concurrency/happens_before.hpp"

#include <boost/thread/thread.hpp>

#include <utility>

namespace racelab::detail {

// A thread that runs `function`; throws boost::thread_resource_error if
// none can be started.
//
// Boost.Thread makes itself ready at its first use in a program, under
// a lock. That is done here, unseen, since otherwise the new thread and
// whatever the other one calls later would meet at that lock, and a
// race between the two be hidden.
template <class F>
boost::thread new_thread(F&& function) {
  {
    happens_before::bookkeeping unseen;
    static_cast<void>(boost::this_thread::interruption_enabled());
  }
  return boost::thread(std::forward<F>(function));
}

}  // namespace racelab::detail
