// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/detect/finding.hpp"
#include "harness/explore/runner.hpp"
#include "harness/explore/schedule.hpp"
#include "harness/explore/subject.hpp"
#include "harness/observe/observation.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace racelab::explore {

struct options {
  std::uint32_t seed = 1;  // of the sample, where one is drawn

  // Thread interleavings to run besides the environments' plain schedules:
  // all with at most one preemption if they are no more than this, else a
  // sample of this size.
  unsigned interleavings = 200;

  // How long the search may go on, on the clock; null: until it is through.
  // What is found is proven however long that takes. A search that ends so
  // is cut short, and may be so at another schedule the next time.
  std::optional<std::chrono::seconds> time_budget;

  // Processes that the search may use up. A schedule that crashes costs one,
  // about fifty times the price of one that does not. Confirming and
  // shrinking what was found have a bound of the same size for each finding.
  unsigned processes = 12;
};

struct progress {
  unsigned done = 0;
  unsigned planned = 0;  // an estimate, it grows and shrinks as runs tell more
};

// Finds what one observation shows: detect::detect_all.
using find_function =
    std::function<std::vector<detect::finding>(const observe::observation&)>;

// Called after every schedule. May throw to end the exploration; the
// exception passes through and no process is left behind.
using progress_function = std::function<void(const progress&)>;

// One distinct anti-pattern (its id, file and line), shown by the smallest
// schedule that shows it, in a process that had run nothing before.
struct proven_finding {
  detect::finding finding;  // its `schedule` is the token of `shown_by`
  schedule shown_by;
  observe::observation evidence;  // of that run, with all stacks
};

// How much was looked at.
struct coverage {
  unsigned explored = 0;      // schedules run in search of findings
  unsigned environments = 0;  // of them, with the default interleaving
  bool exhaustive = false;    // all with at most one preemption
  bool concurrent = false;    // there were interleavings to choose between
  double log10_total = 0;     // of the number of all schedules, estimated
  std::optional<std::uint32_t> seed;  // of the sample, if one was drawn
  std::string
      cut_short;  // why less was run than was planned; empty: it was not
  // Whether the machine is why, and not the subject: an environment_failure, or
  // the time budget. The next time it may be otherwise.
  bool by_chance = false;
};

// "all 48 schedules with at most one preemption", "284 of about 10^6
// schedules, seed 7", …
std::string describe(const coverage&);

struct outcome {
  std::vector<proven_finding> findings;  // in order of id, file and line
  coverage explored;

  // Of the clock: for the search, and then to prove and shrink what it found.
  std::chrono::duration<double> searched{};
  std::chrono::duration<double> proved{};

  // Why nothing, or not everything, could be decided. A subject is correct
  // only if this and `findings` are both empty.
  std::vector<std::string> inconclusive;
};

class finder;

// Runs a subject through every environment (orders of completion, single
// faults, a cancellation and a deadline at every step) and through thread
// interleavings, and proves and shrinks what `find` finds.
class explorer {
 public:
  // `runner` must outlive this.
  explorer(runner&, find_function find);
  ~explorer();

  // Blocks until that is done. The same subject, options and `find` give the
  // same outcome, whatever the machine's load. An environment that fails is
  // an inconclusive outcome, not an exception.
  //
  // What does not depend on the options, all but the sampled schedules, is run
  // the first time only: it would show the same again.
  outcome explore(const options&, const progress_function& report = {});

 private:
  runner& runs_;
  std::unique_ptr<finder> finder_;
};

// The same, once.
outcome explore(runner&, const options&, const find_function& find,
                const progress_function& report = {});

// Runs exactly `what` in a new process and returns it with all stacks.
// Throws environment_failure.
observe::observation replay(const subject&, const schedule& what);

// The same, for what the subject and ThreadSanitizer, in its own words, write
// to standard output and error meanwhile.
std::string printed_by(const subject&, const schedule& what);

}  // namespace racelab::explore
