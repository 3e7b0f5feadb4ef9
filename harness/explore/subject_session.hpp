// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/explore/runner.hpp"
#include "harness/explore/subject.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace racelab::explore {

// Which of a subject's executables is run, and what it may cost.
struct session_options {
  // A run is given up when nothing was recorded, and no considerable part of
  // `memory` taken, while the process used this much processor time: a busy
  // machine makes it longer, never shorter. The process may use it up before
  // its first schedule as well.
  std::chrono::milliseconds patience{3000};

  // …or when nothing was recorded and no processor time was used for this
  // long on the clock: it waits for something that no schedule can bring.
  std::chrono::milliseconds idle_patience{5000};

  // …or, whatever it does, after this long on the clock.
  std::chrono::milliseconds most{120'000};

  // Resident memory, in bytes, of the process and all that it starts.
  // ThreadSanitizer's own share is some 100 MiB with many threads.
  std::uint64_t memory = std::uint64_t{1} << 30U;

  // Bytes, of each process; ThreadSanitizer reserves more than there is. What
  // the harness has to look for can be exceeded between two looks, this cannot:
  // each thread reserves a stack of 4 MiB, and then no more can be started.
  std::optional<std::uint64_t> address_space;

  // Of the controlled scheduler's threads, one runs at a time.
  bool one_processor = true;

  // Read the executable's debug information, for stacks.
  bool stacks = true;

  // ThreadSanitizer prints each report in its own words as well: `output`.
  bool print_reports = false;

  // "NAME=value" each, besides what every subject is given.
  std::vector<std::string> environment;

  // Ends the run that is under way, as one that was given up, and every later
  // one at once.
  std::stop_token stop;
};

// Runs schedules in a process of the subject, under limits of its own, and
// starts a new process whenever the last one is spent: it died, was given up,
// or its probe says that it is not fit for another schedule.
//
// The process is untrusted. What it leaves in the shared memory is checked
// (observe::decode), and what makes no sense is an environment_failure.
class subject_session : public runner {
 public:
  explicit subject_session(subject what, session_options = {});
  ~subject_session() override;  // ends the process

  scenario offered() override;
  run_result run(const schedule& what, stacks detail) override;
  void renew() override;
  unsigned processes() const override;

  // With `print_reports`: what the process of the latest run had written to
  // standard output and error by then.
  std::string output() const;

 private:
  class implementation;
  std::unique_ptr<implementation> implementation_;
};

}  // namespace racelab::explore
