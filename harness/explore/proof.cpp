// Distributed under the Boost Software License, Version 1.0.
#include "harness/explore/proof.hpp"

#include "harness/explore/schedule_space.hpp"
#include "harness/explore/shrink.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace racelab::explore {
namespace {

// ThreadSanitizer overlooks a race about once in a thousand runs.
constexpr int attempts = 3;

std::optional<proven_finding> proof_in(const look& seen,
                                       const finding_key& wanted,
                                       const schedule& what) {
  const detect::finding* found = find_again(seen.findings, wanted);
  if (found == nullptr) return std::nullopt;
  proven_finding proven{*found, what, seen.run.seen};
  proven.finding.schedule = token(what);
  return proven;
}

// With the stacks of every event a detector may blame another line than
// without: then the line stands that it was shrunk for.
std::optional<proven_finding> confirm(finder& finds, const finding_key& wanted,
                                      const schedule& what,
                                      const std::function<void()>& tick) {
  if (const look* seen = finds.seen_in_new_process(what))
    if (auto proven = proof_in(*seen, wanted, what)) return proven;
  for (int i = 0; i < attempts; ++i)
    for (const stacks detail : {stacks::every_event, stacks::calls}) {
      tick();
      if (auto proven =
              proof_in(finds.run_in_new_process(what, detail), wanted, what))
        return proven;
    }
  return std::nullopt;
}

// A sampled schedule has nothing to take away; the deviations that it came to
// have, if they repeat it.
schedule shrinkable(const sighting& first, const shows_function& shows) {
  if (!first.shown_by.sampled) return first.shown_by;
  schedule listed = first.shown_by;
  listed.sampled = false;
  listed.seed = 0;
  listed.deviations = first.as_deviations;
  return listed.deviations.size() <= 1024 && shows(listed) ? listed
                                                           : first.shown_by;
}

// ddmin finds a list none of whose deviations can be left out; a single one,
// elsewhere, may do instead. Tries those of the same environment.
schedule with_one_deviation(finder& finds, const schedule& from,
                            const shows_function& shows) {
  constexpr std::size_t most_tried = 256;
  if (from.sampled || from.deviations.size() < 2 || finds.spent()) return from;
  const schedule plain{from.environment, {}, false, 0};
  const auto single = branches({plain, 0}, finds.run(plain).run.choices, 1);
  const auto end = single.begin() + static_cast<std::ptrdiff_t>(
                                        std::min(single.size(), most_tried));
  const auto found = std::find_if(single.begin(), end, [&](const branch& each) {
    return shows(each.what);
  });
  return found == end ? from : shrink(found->what, shows);
}

std::optional<proven_finding> prove_by(finder& finds, const finding_key& wanted,
                                       const sighting& seen,
                                       const shows_function& shows,
                                       const std::function<void()>& tick) {
  const schedule smallest =
      with_one_deviation(finds, shrink(shrinkable(seen, shows), shows), shows);
  if (token(smallest).size() <= longest_token)
    if (auto proven = confirm(finds, wanted, smallest, tick)) return proven;
  if (smallest == seen.shown_by) return std::nullopt;
  return confirm(finds, wanted, seen.shown_by, tick);
}

}  // namespace

std::optional<proven_finding> prove(finder& finds, const finding_key& wanted,
                                    const sightings_of_one& all,
                                    const options& how,
                                    const std::function<void()>& tick) {
  finds.allow(how.processes);
  const shows_function shows = [&](const schedule& what) {
    tick();
    return finds.shows(what, wanted);
  };
  for (const sighting& each : all)
    if (auto proven = prove_by(finds, wanted, each, shows, tick)) return proven;
  return std::nullopt;
}

}  // namespace racelab::explore
