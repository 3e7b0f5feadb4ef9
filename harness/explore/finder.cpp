// Distributed under the Boost Software License, Version 1.0.
#include "harness/explore/finder.hpp"

#include "harness/detect/timeline.hpp"

#include <algorithm>
#include <utility>

namespace racelab::explore {
namespace {

// The watchdog's patience is that of some ten new processes, and so is what a
// subject takes to reach its limits.
constexpr unsigned surcharge_for_time = 10;

// More than a search with the default number of schedules runs. All that was
// seen of one takes up to some hundred KiB.
constexpr std::size_t most_remembered = 500;

bool took_long(const observe::observation& seen) {
  switch (seen.ending) {
    case observe::ending::out_of_time:
    case observe::ending::over_limit:
      return true;
    case observe::ending::unmodelled:  // the probe says at once what it is
      return !detect::first_event(seen, observe::event_kind::unmodelled);
    default:
      return false;
  }
}

}  // namespace

finding_key key_of(const detect::finding& what) {
  return {what.id, what.file, what.line};
}

const detect::finding* find_again(const std::vector<detect::finding>& all,
                                  const finding_key& wanted) {
  for (const detect::finding& each : all)
    if (key_of(each) == wanted) return &each;
  if (wanted.line != 0) return nullptr;
  for (const detect::finding& each : all)
    if (each.id == wanted.id) return &each;
  return nullptr;
}

look finder::run(const schedule& what, stacks detail) {
  look result;
  const unsigned processes = runs_.processes();
  result.run = runs_.run(what, detail);
  result.after_damage = damaged_ && runs_.processes() == processes;
  damaged_ = result.after_damage ||
             result.run.seen.ending != observe::ending::finished;
  if (took_long(result.run.seen)) surcharge_ += surcharge_for_time;
  result.findings = find_(result.run.seen);
  std::vector<finding_key>& shown = shown_[token(what)];
  shown.clear();
  for (const detect::finding& each : result.findings)
    shown.push_back(key_of(each));
  if (!what.sampled) remember(what, result);
  return result;
}

// What was seen last, if there is room.
void finder::remember(const schedule& what, const look& result) {
  const auto known = seen_.find(token(what));
  if (known != seen_.end())
    known->second = result;
  else if (seen_.size() < most_remembered)
    seen_.emplace(token(what), result);
}

const look* finder::seen(const schedule& what) const {
  const auto known = seen_.find(token(what));
  return known == seen_.end() ? nullptr : &known->second;
}

look finder::run_in_new_process(const schedule& what, stacks detail) {
  runs_.renew();
  look seen = run(what, detail);
  if (detail == stacks::every_event) fresh_[token(what)] = seen;
  return seen;
}

const look* finder::seen_in_new_process(const schedule& what) const {
  const auto known = fresh_.find(token(what));
  return known == fresh_.end() ? nullptr : &known->second;
}

bool finder::shows(const schedule& what, const finding_key& wanted) {
  auto known = shown_.find(token(what));
  if (known == shown_.end()) {
    if (spent()) return false;
    run(what);
    known = shown_.find(token(what));
  }
  const std::vector<finding_key>& shown = known->second;
  return std::find(shown.begin(), shown.end(), wanted) != shown.end();
}

void finder::allow(unsigned processes) {
  allowed_ = processes;
  processes_before_ = runs_.processes();
  surcharge_ = 0;
}

bool finder::spent() const {
  return runs_.processes() - processes_before_ + surcharge_ > allowed_;
}

}  // namespace racelab::explore
