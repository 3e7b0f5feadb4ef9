// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace racelab::report {

// Takes the next piece of a text that may be too large to be kept whole.
using text_sink = std::function<void(std::string_view)>;

// All that `write` hands to the sink it is called with.
template <class Write>
std::string collected(Write write) {
  std::string out;
  write(text_sink([&out](std::string_view piece) { out += piece; }));
  return out;
}

}  // namespace racelab::report
