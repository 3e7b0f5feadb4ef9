// Distributed under the Boost Software License, Version 1.0.
#pragma once

// What a report says, in plain words that every form of it shares. Text of the
// log goes in as it is: who shows it makes it printable.

#include "harness/report/log/log_report.hpp"
#include "harness/report/problem.hpp"
#include "harness/report/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace racelab::report::log {

// A kind of report, as tools know it.
struct rule {
  std::string_view id;       // "data-race"
  std::string_view meaning;  // one line, for who reads the name only
  report::level level = report::level::error;
};

// The rule of a report's kind; "other" for one that nobody knows.
const rule& rule_of(const log_report&);

// All that there are.
std::vector<rule> rules();

// What happened, in one sentence: "T2 reads `order` at checkout.cpp:31 while
// T1 may still be writing it at checkout.cpp:25; nothing orders the two." What
// was accessed is named only where the log or the source says so.
std::string explanation(const log_report&, const sources&);

// "the main thread", "T1", "a thread"
std::string thread_words(const std::string& thread);

// "write of 8 bytes by T1"
std::string access_words(const access&);

// Why a stack has no frames, and what to do.
std::string missing_stack(const stack&);

// With a capital letter.
std::string sentence_start(std::string words);

// The frame that a person wants to see first: the user's own, else the
// innermost that has a file, else the innermost. Null if there is none.
const frame* telling_frame(const stack&);

}  // namespace racelab::report::log
