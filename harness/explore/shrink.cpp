// Distributed under the Boost Software License, Version 1.0.
#include "harness/explore/shrink.hpp"

#include <algorithm>
#include <cstddef>
#include <tuple>

namespace racelab::explore {
namespace {

using deviations = std::vector<deviation>;

deviations without(const deviations& all, std::size_t begin, std::size_t end) {
  deviations rest(all.begin(),
                  all.begin() + static_cast<std::ptrdiff_t>(begin));
  rest.insert(rest.end(), all.begin() + static_cast<std::ptrdiff_t>(end),
              all.end());
  return rest;
}

// Makes `from` the first of `candidates` that shows it, if one does.
bool take_first(schedule& from, const std::vector<schedule>& candidates,
                const shows_function& shows) {
  const auto found = std::find_if(candidates.begin(), candidates.end(), shows);
  if (found == candidates.end()) return false;
  from = *found;
  return true;
}

// The values below one of the environment's, smallest first.
template <class Set>
std::vector<schedule> below(const schedule& from, unsigned first,
                            unsigned present, Set set) {
  std::vector<schedule> candidates;
  for (unsigned value = first; value < present; ++value) {
    candidates.push_back(from);
    set(candidates.back().environment, value);
  }
  return candidates;
}

bool drop_stop(schedule& from, const shows_function& shows) {
  if (from.environment.stopped_by == observe::stop::none) return false;
  schedule candidate = from;
  candidate.environment.stopped_by = observe::stop::none;
  candidate.environment.stop_step = 0;
  return take_first(from, {candidate}, shows);
}

bool lower_environment(schedule& from, const shows_function& shows) {
  const observe::environment env = from.environment;
  bool changed = drop_stop(from, shows);
  changed |=
      take_first(from,
                 below(from, 0, env.fault,
                       [](auto& to, unsigned value) { to.fault = value; }),
                 shows);
  changed |=
      take_first(from,
                 below(from, 0, env.order,
                       [](auto& to, unsigned value) { to.order = value; }),
                 shows);
  changed |= take_first(
      from,
      below(from, 0, env.use, [](auto& to, unsigned value) { to.use = value; }),
      shows);
  if (from.environment.stopped_by != observe::stop::none)
    changed |= take_first(
        from,
        below(from, 0, env.stop_step,
              [](auto& to, unsigned value) { to.stop_step = value; }),
        shows);
  return changed;
}

bool drop_deviations(schedule& from, const shows_function& shows) {
  if (from.deviations.empty()) return false;
  const std::size_t before = from.deviations.size();
  from.deviations = minimise(from.deviations, [&](const deviations& fewer) {
    schedule candidate = from;
    candidate.deviations = fewer;
    return shows(candidate);
  });
  return from.deviations.size() != before;
}

}  // namespace

deviations minimise(deviations all,
                    const std::function<bool(const deviations&)>& shows) {
  if (all.empty() || shows({})) return {};
  std::size_t parts = 2;
  while (all.size() >= 2) {
    const std::size_t size = (all.size() + parts - 1) / parts;
    bool reduced = false;
    for (std::size_t begin = 0; begin < all.size(); begin += size) {
      deviations rest = without(all, begin, std::min(begin + size, all.size()));
      if (rest.empty() || !shows(rest)) continue;
      all = std::move(rest);
      parts = std::max<std::size_t>(parts - 1, 2);
      reduced = true;
      break;
    }
    if (reduced) continue;
    if (size == 1) break;
    parts = std::min(parts * 2, all.size());
  }
  return all;
}

schedule shrink(schedule from, const shows_function& shows) {
  // One helps the other: a later order may need no preemption at all.
  while (lower_environment(from, shows) || drop_deviations(from, shows)) {
  }
  return from;
}

bool simpler(const schedule& a, const schedule& b) {
  const auto rank = [](const schedule& what) {
    const observe::environment& env = what.environment;
    const bool stopped = env.stopped_by != observe::stop::none;
    return std::tuple(what.sampled, what.deviations.size(),
                      int{stopped} + int{env.fault != 0}, stopped, env.order,
                      env.use, env.fault, env.stop_step,
                      static_cast<int>(env.stopped_by), what.seed);
  };
  return rank(a) < rank(b);
}

}  // namespace racelab::explore
