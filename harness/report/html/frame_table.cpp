// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/html/frame_table.hpp"

#include <string_view>

namespace racelab::report {

boost::json::array frame_table::numbers_of(const boost::json::array& stack) {
  boost::json::array out;
  for (const boost::json::value& each : stack) {
    const auto [known, is_new] =
        numbers_.try_emplace(boost::json::serialize(each), frames_.size());
    if (is_new) frames_.push_back(&known->first);
    out.push_back(known->second);
  }
  return out;
}

boost::json::value frame_table::frame(std::size_t number) const {
  return boost::json::parse(*frames_.at(number));
}

boost::json::array frame_table::frames() const {
  boost::json::array out;
  for (std::size_t i = 0; i < size(); ++i) out.push_back(frame(i));
  return out;
}

void frame_table::take_from(boost::json::value& value) {
  if (value.is_array()) {
    for (boost::json::value& each : value.get_array()) take_from(each);
  } else if (value.is_object()) {
    for (auto& [key, member] : value.get_object()) {
      if (std::string_view(key).ends_with("stack") && member.is_array())
        member = numbers_of(member.get_array());
      else
        take_from(member);
    }
  }
}

}  // namespace racelab::report
