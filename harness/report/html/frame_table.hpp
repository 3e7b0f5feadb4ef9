// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <boost/json.hpp>

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

namespace racelab::report {

// Each frame once: stacks repeat the same few frames over and over, and a page
// of 10,000 reports would be too large to be opened.
class frame_table {
 public:
  // Replaces the frames of each stack in `value`, which are objects, by their
  // numbers. A stack is an array whose key ends in "stack".
  void take_from(boost::json::value& value);

  // The frames by their numbers.
  std::size_t size() const { return frames_.size(); }
  boost::json::value frame(std::size_t number) const;
  boost::json::array frames() const;

 private:
  boost::json::array numbers_of(const boost::json::array& stack);

  // As text, which takes a fifth of the memory that values would.
  std::vector<const std::string*> frames_;
  std::unordered_map<std::string, std::size_t> numbers_;  // by their text
};

}  // namespace racelab::report
