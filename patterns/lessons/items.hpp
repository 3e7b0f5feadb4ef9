// Distributed under the Boost Software License, Version 1.0.
#pragma once

// Items, and what is done with each of them. A lesson is handed both
// and never knows what it is.

#include "concurrency/context.hpp"

#include <string>
#include <vector>

namespace racelab {

struct item {
  std::string id;
};

// Processes one item. Blocks until that is done, and throws if it
// cannot be. Gives up as soon as `ctx` is done, by throwing ctx.err().
// May be called by any number of threads at once.
class process_function {
 public:
  virtual ~process_function() = default;

  virtual void operator()(const context& ctx, const item& item) = 0;
};

// Makes a result of one item, and otherwise as process_function.
class result_function {
 public:
  virtual ~result_function() = default;

  virtual std::string operator()(const context& ctx,
                                 const item& item) = 0;
};

}  // namespace racelab
