// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/log/section_line.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace racelab::report::log {

// The line of '=' before and after a report.
struct separator {};

struct blank {};

// "WARNING: ThreadSanitizer: data race (pid=7)",
// "==7==ERROR: ThreadSanitizer: SEGV on unknown address …",
// "WARNING: DATA RACE"
struct header {
  std::string kind;
  std::string format;
  std::optional<std::uint64_t> pid;
  std::string words;   // of an error, all of them
  bool error = false;  // ends with its summary; has no separators
};

// "SUMMARY: ThreadSanitizer: " and these words.
struct summary {
  std::string words;
};

// The runtime itself gave up: no report, and a stack may follow.
struct runtime_failure {
  std::string words;
};

// "ThreadSanitizer:DEADLYSIGNAL", before the error's header.
struct deadly_signal {};

// "==7==Hint: address points to the zero page."
struct pid_note {
  std::uint64_t pid = 0;
  std::string words;
};

// "ThreadSanitizer: Matched 2 suppressions (pid=7):", before a list of them.
struct suppression_list {};

// How many reports the process has made, as it says when it ends: "Found 2 data
// race(s)", "ThreadSanitizer: reported 3 warnings".
struct report_claim {
  std::uint64_t count = 0;
};

// The sanitizer's, and nothing that a reader needs.
struct chatter {};

// A Go frame's two lines.
struct go_function {
  std::string name;
};
struct go_place {
  frame where;
};

// Not understood.
struct stranger {
  bool sanitizers = false;  // beyond doubt the sanitizer's own
};

using said =
    std::variant<stranger, separator, blank, header, summary, runtime_failure,
                 deadly_signal, pid_note, suppression_list, report_claim,
                 chatter, go_function, go_place, frame, section>;

// What is known of the report that the line may be part of.
struct line_context {
  bool go = false;
  std::size_t prefix_length = 0;  // of its header
};

// What a bare line says, and what stands before it: what a CI system prepends
// to every line, or a piece of something else's output that had no end yet.
struct log_line {
  std::string_view prefix;
  said what;
  bool indented = false;  // as parts of a report are
};

// A line outside of reports: only what begins one, or is the runtime's own.
log_line read_outer_line(std::string_view text);

// A line that may be a part of a report.
log_line read_line(std::string_view text, const line_context&);

// Whether `text` has a word without which read_outer_line finds nothing in it.
inline constexpr std::string_view sanitizer_word = "Sanitizer";
inline constexpr std::string_view go_words = "WARNING: D";
inline constexpr std::string_view go_claim = " data race(s)";
inline constexpr std::string_view go_limit =
    " simultaneously alive goroutines is exceeded, dying";

// The kinds of report that logs have, as they name them; "race on NAME" is one
// more, with any name.
std::vector<std::string_view> kinds();

// The kind at the front of a summary's words; empty if it is none that is
// known.
std::string_view kind_of_summary(std::string_view words);

}  // namespace racelab::report::log
