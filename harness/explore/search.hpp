// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/explore/explorer.hpp"
#include "harness/explore/finder.hpp"
#include "harness/explore/schedule_space.hpp"

#include <chrono>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace racelab::explore {

// A finding, and a schedule that has shown it.
struct sighting {
  detect::finding finding;
  schedule shown_by;
  // The same schedule without a sampler, if it was sampled.
  std::vector<deviation> as_deviations;
  bool after_damage = false;  // see look
};

// The best sighting so far of each kind of schedule, the best first: those
// without a deviation, those with some and the sampled ones. One may be proven
// where another is not: of several races for one word ThreadSanitizer tells
// but one, and which one depends on the order of the accesses before it.
using sightings_of_one = std::vector<sighting>;

// Goes through a subject's schedules: first through every environment in its
// default interleaving, then through interleavings.
class search {
 public:
  search(finder&, const scenario&, const options&,
         const progress_function& report);

  void run();

  std::map<finding_key, sightings_of_one> sightings;
  coverage covered;
  // Why schedules prove nothing, each reason once.
  std::set<std::string> inconclusive;

 private:
  struct environment_run {
    schedule what;
    std::vector<choice> choices;
  };

  void run_environments();
  void run_stops(const std::vector<std::uint32_t>& orders);
  std::vector<std::uint32_t> choose_orders();
  void run_environment(const observe::environment& env);
  void run_interleavings();
  bool enumerate();
  std::vector<const environment_run*> plainest() const;
  unsigned left() const;  // of the interleavings that may be run
  void run_newest_first();
  void preempt_windows();
  void sample(unsigned count);
  look look_at(const schedule& what);
  look first_look_at(const schedule& what);
  void note(const look& seen, const schedule& what);
  void note_inconclusive(const look& seen);
  bool out_of_time() const;
  bool stopped();
  void estimate_total();

  finder& finder_;
  const scenario about_;
  const options options_;
  const progress_function& report_;
  const std::chrono::steady_clock::time_point begun_ =
      std::chrono::steady_clock::now();
  progress progress_;
  bool choices_lost_ = false;
  std::vector<environment_run> environments_;
  std::map<std::uint32_t, observe::virtual_time> elapsed_;  // by plain order
};

}  // namespace racelab::explore
