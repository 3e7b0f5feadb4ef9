// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <boost/json.hpp>

#include <cstddef>
#include <string>
#include <unordered_map>

namespace racelab::report {

// Each frame once: stacks repeat the same few frames over and over, and a page
// of 10,000 reports would be too large to be opened.
class frame_table {
 public:
  // Replaces the frames of each stack in `value`, which are objects, by their
  // numbers. A stack is an array whose key ends in "stack".
  void take_from(boost::json::value& value);

  // The frames by their numbers.
  const boost::json::array& frames() const { return frames_; }

 private:
  boost::json::array numbers_of(const boost::json::array& stack);

  boost::json::array frames_;
  std::unordered_map<std::string, std::size_t> numbers_;  // by their text
};

}  // namespace racelab::report
