// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/log/log_report.hpp"
#include "harness/report/log/report_builder.hpp"

#include <cstdint>
#include <functional>
#include <list>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace racelab::report::log {

struct numbered_line {
  std::uint64_t number = 0;  // in the log, from 1
  std::string text;          // its beginning, if it is long
};

// What a log has besides its reports.
struct log_counts {
  std::uint64_t lines = 0;
  std::uint64_t reports = 0;

  // Lines that are the sanitizer's, beyond doubt or by their place and look,
  // and that were not understood; the first of them are kept.
  std::uint64_t unparsed_lines = 0;
  std::vector<numbered_line> first_unparsed;

  // Lines of something else between those of a report.
  std::uint64_t interleaved_lines = 0;

  // Where reports begin whose lines came mixed, with nothing in front of the
  // lines that tells whose they are: some may stand in the wrong report. The
  // first of them.
  std::set<std::uint64_t> mixed_reports;

  // "FATAL: ThreadSanitizer: …", "CHECK failed: …": the runtime itself gave
  // up. The first of them are kept.
  std::uint64_t failures = 0;
  std::vector<std::string> runtime_failures;

  std::uint64_t bytes = 0;
  bool only_nul = true;  // there is no byte of another value

  // Lines too long to be kept whole; only their beginnings were looked at.
  std::uint64_t shortened_lines = 0;

  // The most reports that a process says it has made: "Found 2 data race(s)",
  // "ThreadSanitizer: reported 3 warnings".
  std::uint64_t claimed_reports = 0;

  // Summaries of reports that are not in the log.
  std::uint64_t lone_summaries = 0;
};

// Finds ThreadSanitizer's reports in a log of any size, in constant memory,
// and hands over each as soon as it is complete. The formats are those of
// libtsan (GCC 8 to 14), of LLVM (9 to 20), also for Rust and Swift, and of Go;
// among the output of programs and of other processes, coloured, behind
// whatever a CI system puts in front of each line, in the strings of Docker's
// and TeamCity's logs, with any line ends and with an empty line after each.
//
// Not thread-safe. What `on_report` throws comes out of feed or finish, after
// which the parser must not be used any more.
class log_parser {
 public:
  using report_function = std::function<void(log_report&&)>;

  explicit log_parser(report_function on_report);

  // The log's next bytes, cut anywhere.
  void feed(std::string_view piece);

  // The log is over. Hands over what is not complete. To be called once.
  void finish();

  const log_counts& counts() const { return counts_; }

 private:
  struct open_report {
    report_builder builder;
    std::string source;         // see source_of
    std::size_t prefix_length;  // of its header's line
    bool announced;             // by a separator
    std::uint64_t last_line;    // that was its own
    numbered_line first;        // what it began with

    // The reports of the same source that had a line since its last one.
    std::set<std::uint64_t> between = {};
  };
  using open_list = std::list<open_report>;  // the last touched is at the back

  class hints;

  void take_lines(std::string_view lines);
  std::size_t skip_to_hint(std::string_view lines, std::size_t at, hints&);
  bool may_skip() const;
  void take_line(std::string_view line);
  void take_pieces(std::string_view line);
  void take_wrapped(std::string_view line);
  void take_text(std::string_view line);
  void keep_partial(std::string_view piece);
  void append_partial(std::string_view piece);
  void take_ended_part();
  void take_outside(std::string_view text);
  void take_inside(std::string_view text);
  bool take_list_item(std::string_view text);
  void take_said(log_line&&, std::string_view text);
  static bool owns(const open_report&, std::string_view text);
  void take_stranger(const stranger&, std::string_view text);
  bool take_bare_prefix(std::string_view text);
  void open(std::string_view prefix, const header&, std::string_view text);
  void open_headless(log_line&&, std::string_view text);
  void add_to_best(log_line&&, std::string_view text);
  void goes_on(open_list::iterator);
  void take_lone_summary(std::string_view text);
  void end_at_separator(std::string_view prefix);
  void close(open_list::iterator, bool complete);
  void close_forgotten();
  void fail(std::string words);
  void not_understood(std::string_view text);
  void not_understood(numbered_line&&);

  report_function on_report_;
  log_counts counts_;
  std::string partial_;     // the beginning of a line
  bool shortened_ = false;  // the line's rest is thrown away
  std::string bare_;
  open_list open_;
  // So many lines in a row each were another report's than the one before.
  unsigned turns_ = 0;
  bool any_header_ = false;
  bool in_failure_ = false;           // its stack may follow
  bool in_list_ = false;              // of suppressions
  bool deadly_signal_ = false;        // whose error has not come yet
  std::uint64_t separator_line_ = 0;  // of the last that ended nothing
};

}  // namespace racelab::report::log
