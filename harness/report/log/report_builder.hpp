// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/log/log_line.hpp"
#include "harness/report/log/log_report.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace racelab::report::log {

// Puts one report together from its lines. Lines of several reports may come
// mixed, if several processes write into one log: `fit` says how well a line
// goes on from what the report has so far.
class report_builder {
 public:
  report_builder(const header&, std::uint64_t line);

  // A report whose header is not in the log.
  explicit report_builder(std::uint64_t line);

  // 0: the line cannot be this report's. The higher, the likelier it is.
  unsigned fit(const said&) const;

  // Takes a line with a fit.
  void add(said&&);

  // A line came that was not understood, and may have been this report's.
  void add_stranger();

  // Whether anything but its header was seen.
  bool has_body() const { return has_body_; }

  // Whether its last line may be the last that there is.
  bool may_end() const;

  // Its end was seen: an error's summary.
  bool ended() const { return error_ && rank_ == last_rank; }

  bool go() const { return report_.format == "go"; }
  bool headless() const { return report_.headless; }
  const std::optional<std::uint64_t>& pid() const { return report_.pid; }
  std::uint64_t lines() const { return lines_; }

  // The kind is empty if the log does not say enough of a headless report.
  log_report take(bool complete);

 private:
  static constexpr unsigned last_rank = 9;

  unsigned fit_frame(unsigned number) const;
  unsigned fit_section(const section&) const;
  unsigned fit_summary(const summary&) const;
  bool mentions(const std::string& thread) const;
  bool has_thread(const std::string& id) const;

  void add(frame&&);
  void add(section&&);
  void add_body(access&&);
  void add_body(location&&);
  void add_body(thread&&);
  void add_body(lock&&);
  void add_body(lock_edge&&);
  void add_body(titled_stack&&);
  void add_body(no_stack&&);
  void add_body(holding_stack&&);
  void add_body(lock_cycle&&);
  void add_body(more_similar&&);
  void add_body(note&&);
  void begin_stack(stack& where, bool has_frames = true);
  stack& current_stack();

  log_report report_;
  bool error_ = false;
  bool has_body_ = false;
  bool after_blank_ = false;
  bool spaced_ = false;        // an empty line follows each of its lines
  unsigned blanks_ = 0;        // since its last line
  bool wants_frames_ = false;  // as the current stack's title says
  unsigned rank_ = 0;          // of the last section: they come in an order
  stack* current_ = nullptr;   // gets the frames that follow
  std::uint64_t lines_ = 0;
  std::size_t size_ = 0;
};

}  // namespace racelab::report::log
