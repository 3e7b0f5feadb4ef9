// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/detect/finding.hpp"
#include "harness/explore/explorer.hpp"
#include "harness/explore/runner.hpp"

#include <compare>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace racelab::explore {

// What makes two findings the same one.
struct finding_key {
  std::string id;
  std::string file;
  int line = 0;

  auto operator<=>(const finding_key&) const = default;
};

finding_key key_of(const detect::finding&);

// The finding of `all` that is `wanted`; null if there is none. A finding
// whose line was not known is found again at any line.
const detect::finding* find_again(const std::vector<detect::finding>& all,
                                  const finding_key& wanted);

struct look {
  std::vector<detect::finding> findings;
  run_result run;
  // An earlier schedule in this process did not come to its end. What it left
  // behind, a locked mutex say, may be what was found.
  bool after_damage = false;
};

// Runs schedules and looks for findings in what was seen, within an allowance
// of processes. Remembers what each schedule showed, so that neither shrinking
// nor a search with another seed need run again what a search has run; all that
// was seen it remembers only of the first five hundred.
class finder {
 public:
  finder(runner& runs, find_function find)
      : runs_(runs), find_(std::move(find)) {}

  look run(const schedule& what, stacks detail = stacks::calls);

  look run_in_new_process(const schedule& what, stacks detail);

  // What was seen of a schedule without a sampler that has been run; null if it
  // has not been, or is not remembered.
  const look* seen(const schedule& what) const;

  // What `what` last showed in a new process, with all stacks; null if it has
  // not been run that way. One schedule often shows several findings.
  const look* seen_in_new_process(const schedule& what) const;

  // From memory if it has been run before; false, without running it, once
  // the allowance is spent.
  bool shows(const schedule& what, const finding_key& wanted);

  // From here on, this many processes may be used up. One that had to be
  // given up after a long time counts as several.
  void allow(unsigned processes);
  bool spent() const;

 private:
  void remember(const schedule& what, const look& result);

  runner& runs_;
  const find_function find_;
  std::map<std::string, look> seen_;                       // by token
  std::map<std::string, std::vector<finding_key>> shown_;  // by token
  std::map<std::string, look> fresh_;                      // by token
  unsigned allowed_ = 0;
  unsigned processes_before_ = 0;
  unsigned surcharge_ = 0;
  bool damaged_ = false;
};

}  // namespace racelab::explore
