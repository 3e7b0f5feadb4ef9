// Distributed under the Boost Software License, Version 1.0.
#pragma once

// What every format for tools is written from, whether it comes from a run of
// Racelab's own or from somebody's log: plain values. Their text may be a
// log's or a subject's own and so hold any byte; who writes it down makes it
// printable first.

#include "harness/observe/observation.hpp"
#include "harness/report/result.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace racelab::report {

struct place {
  std::string file;  // empty: not known
  int line = 0;      // 0: not known
  int column = 0;    // the same

  bool operator==(const place&) const = default;
};

struct related_place {
  report::place place;
  std::string words;
};

// One step of how it came about.
struct flow_step {
  std::string thread;
  report::place place;
  std::string words;
  std::optional<observe::virtual_time> time;
};

enum class level { error, warning, note };

struct problem {
  std::string rule;     // "data-race", "read-before-fetch"
  std::string kind;     // as a log has it, "data race"; empty: the rule
  std::string meaning;  // of the rule, in one line
  report::level level = level::error;
  std::string sentence;
  report::place place;
  std::vector<related_place> related;
  std::vector<flow_step> flow;  // in order; empty: not known
  std::string fingerprint;      // see group_key for a log's; 36 characters
  std::uint64_t count = 1;      // how often it was seen
  std::string again;     // the command that runs it again; empty: there is none
  std::string lesson;    // LESSON/VARIANT that explains it; empty: none
  std::size_t test = 0;  // the number of the test that it came up in
  bool expected = false;  // of a broken twin that declares it
  bool known = false;     // from a baseline

  // Whether it makes the whole fail: not if it is expected, known, or of a
  // kind that was said not to matter.
  bool fails = true;
};

enum class outcome { passed, failed, inconclusive };

// What was looked at: a subject, a log, or one group of a log's reports.
struct test {
  std::string suite;
  std::string name;
  std::string file;  // empty: none
  report::outcome outcome = outcome::passed;
  std::vector<std::string> reasons;  // why it has not passed
  std::string diagnostics;           // the compiler's, if it did not compile
  std::optional<observe::latency::milliseconds> took;  // a call; the median
};

struct problem_list {
  std::string title;  // what was looked at, in a few words
  std::vector<std::pair<std::string, std::string>> versions;  // of which tool
  std::vector<test> tests;
  std::vector<problem> problems;  // in the order of their tests
  bool compared = false;          // with a baseline

  // Fills in what would be too much to be kept of so many problems as a log may
  // have: what is related, and the flow. None: they are there.
  std::function<void(problem&, std::size_t number)> add_details = {};

  // The problem with that number, and all of it.
  problem whole(std::size_t number) const;
};

// What the formats call themselves.
inline constexpr std::string_view tool_name = "Racelab";

// "error", "warning", "note".
std::string_view name_of(level);

// "FILE:LINE:COLUMN", as far as they are known.
std::string words_for(const place&);

// The name of what stays the same from run to run.
std::string fingerprint_of(std::string_view lasting);

// What of a finding stays the same from run to run.
std::string key_of(const subject_result&, const detect::finding&);

// Its sentence, and behind it what else one line can tell: that it is
// expected, known, or how often it was seen.
std::string full_sentence(const problem&);

// A test that failed for its problems alone passes if none of them fails any
// more.
void pass_tests_without_failure(problem_list&);

// The subjects of a run are the tests, their findings the problems.
problem_list problems_of(const run_result&);

}  // namespace racelab::report
