// Distributed under the Boost Software License, Version 1.0.
#pragma once

// Reports as few bytes: a log can have a hundred thousand that differ, and as
// plain values each takes several kilobytes, most of them text that others have
// as well.

#include "harness/report/log/log_report.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace racelab::report::log {

// Texts by number, each kept once.
class text_pool {
 public:
  std::uint64_t number_of(const std::string& text);
  const std::string& text(std::uint64_t number) const {
    return *texts_.at(number);
  }

 private:
  std::unordered_map<std::string, std::uint64_t> numbers_;
  std::vector<const std::string*> texts_;
};

std::string packed(const log_report&, text_pool&);

// What packed() made the text of, with the same pool.
log_report unpacked(std::string_view bytes, const text_pool&);

}  // namespace racelab::report::log
