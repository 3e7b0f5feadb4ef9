// Distributed under the Boost Software License, Version 1.0.

// Peer: oneTBB's task_group.

#include "harness/bench/programs/tasks.hpp"

#include <oneapi/tbb/task_group.h>

namespace racelab::bench {
namespace {

const bool added = [] {
  add_trivial_tasks([](int count, auto task) {
    oneapi::tbb::task_group group;
    for (int i = 0; i < count; ++i) group.run([=] { task(i); });
    group.wait();
  });
  return true;
}();

}  // namespace
}  // namespace racelab::bench
