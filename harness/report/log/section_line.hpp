// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/log/log_report.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace racelab::report::log {

// "[failed to restore the stack]", in place of the stack's frames.
struct no_stack {
  std::string words;
};

// "Mutex M0 previously acquired by the same thread here:", before the second
// stack of the cycle's step before it.
struct holding_stack {
  std::string lock;
};

struct lock_cycle {
  std::vector<std::string> locks;
};

// "And 3 more similar thread leaks."
struct more_similar {
  std::uint64_t count = 0;
};

// A line that is complete in itself.
struct note {
  std::string words;
};

// A line of a report that begins a part of it. Its stack follows.
using section =
    std::variant<access, location, thread, lock, lock_edge, titled_stack,
                 no_stack, holding_stack, lock_cycle, more_similar, note>;

// `text` is the line without what a CI system has put in front of it and
// without its indentation.
std::optional<section> parse_section(std::string_view text);

// As Go's runtime words it.
std::optional<section> parse_go_section(std::string_view text);

}  // namespace racelab::report::log
