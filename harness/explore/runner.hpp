// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/explore/schedule.hpp"
#include "harness/observe/observation.hpp"

#include <cstdint>
#include <vector>

namespace racelab::explore {

// One scheduling point at which more than one thread could run.
struct choice {
  std::uint64_t enabled = 0;  // bit i: thread i could run
  unsigned standard = 0;      // whom the default policy would have run
  unsigned taken = 0;
  bool preemptive = false;  // the running thread could have gone on
  bool window = false;      // and acts now on what it has seen
  unsigned events = 0;      // of observation::events, those that came before

  bool operator==(const choice&) const = default;
};

struct run_result {
  observe::observation seen;
  std::vector<choice> choices;
  bool choices_lost = false;  // there were more than can be recorded
};

// What a subject's scenario offers to vary.
struct scenario {
  unsigned services = 0;   // calls whose latencies are permuted
  unsigned max_steps = 0;  // the last step at which a stop is worth trying
  observe::virtual_time unit{1};  // of the shortest latency
  bool infallible = false;        // no call fails
  // Further ways in which the caller uses it: how many services each calls.
  std::vector<unsigned> other_uses;
};

// calls: stacks of calls and of what ended a thread only; every_event: of
// every event, for people to read.
enum class stacks { calls, every_event };

// Runs schedules one after another, in one process as long as it stays
// whole. Not thread-safe. Everything throws environment_failure if nothing
// can be said about the subject.
class runner {
 public:
  virtual ~runner() = default;

  virtual scenario offered() = 0;

  // Blocks until the schedule has ended, in whatever way.
  virtual run_result run(const schedule& what, stacks detail) = 0;

  // Makes the next run the first one of a new process, even where the
  // present process could go on.
  virtual void renew() = 0;

  // How many processes have been used so far.
  virtual unsigned processes() const = 0;
};

}  // namespace racelab::explore
