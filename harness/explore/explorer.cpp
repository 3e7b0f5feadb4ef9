// Distributed under the Boost Software License, Version 1.0.
#include "harness/explore/explorer.hpp"

#include "harness/detect/consequences.hpp"
#include "harness/explore/finder.hpp"
#include "harness/explore/proof.hpp"
#include "harness/explore/search.hpp"
#include "harness/explore/subject_session.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace racelab::explore {
namespace {

constexpr char state_is_kept[] =
    "shown only after other schedules in the same process: state is kept "
    "between calls";

class judgement {
 public:
  judgement(runner& runs, finder& finds, const options& how,
            const progress_function& report)
      : runs_(runs), options_(how), report_(report), finder_(finds) {}

  outcome run() {
    outcome result;
    try {
      search seen(finder_, runs_.offered(), options_, report_);
      explore(result, seen);
    } catch (const environment_failure& error) {
      result.inconclusive.emplace_back(error.what());
    }
    return result;
  }

 private:
  void explore(outcome& result, search& seen) {
    using clock = std::chrono::steady_clock;
    const clock::time_point begun = clock::now();
    seen.run();
    const clock::time_point searched = clock::now();
    result.searched = searched - begun;
    prove_all(result, seen);
    result.proved = clock::now() - searched;
  }

  void prove_all(outcome& result, search& seen) {
    result.explored = seen.covered;
    result.inconclusive.assign(seen.inconclusive.begin(),
                               seen.inconclusive.end());
    std::vector<detect::finding> found;
    for (const auto& [key, sightings] : seen.sightings)
      found.push_back(sightings.front().finding);
    std::set<finding_key> tried;
    while (const auto next = untried_cause(found, tried)) {
      tried.insert(*next);
      if (add_proof(result, *next, seen.sightings.at(*next))) continue;
      // What seemed to follow from it stands alone.
      std::erase_if(found, [&](const detect::finding& each) {
        return key_of(each) == *next;
      });
    }
  }

  static std::optional<finding_key> untried_cause(
      const std::vector<detect::finding>& found,
      const std::set<finding_key>& tried) {
    for (const detect::finding& each : detect::without_consequences(found))
      if (!tried.contains(key_of(each))) return key_of(each);
    return std::nullopt;
  }

  // Returns false if it was nothing, and says nothing of it then.
  bool add_proof(outcome& result, const finding_key& key,
                 const sightings_of_one& sightings) {
    auto proven = prove(finder_, key, sightings, options_,
                        [&] { tick(result.explored.explored); });
    if (!proven && is_nothing(sightings)) return false;
    if (!proven) {
      result.inconclusive.push_back(
          fmt::format("{} was {} ({})", key.id, state_is_kept,
                      token(sightings.front().shown_by)));
      return true;
    }
    const finding_key found = key_of(proven->finding);
    const bool known = std::any_of(
        result.findings.begin(), result.findings.end(),
        [&](const auto& each) { return key_of(each.finding) == found; });
    if (!known) result.findings.push_back(std::move(*proven));
    return true;
  }

  // What a crash or a hang leaves behind is not the next schedule's doing.
  bool is_nothing(const sightings_of_one& unproven) {
    return unproven.front().after_damage ||
           std::any_of(
               unproven.begin(), unproven.end(),
               [&](const sighting& each) { return is_explained_afresh(each); });
  }

  // ThreadSanitizer may overlook a race, and then what follows from it stands
  // alone: but not where the same schedule in a new process shows the race.
  bool is_explained_afresh(const sighting& what) {
    const look* seen = finder_.seen_in_new_process(what.shown_by);
    return seen != nullptr &&
           std::any_of(seen->findings.begin(), seen->findings.end(),
                       [&](const detect::finding& cause) {
                         return detect::follows_within(seen->run.seen,
                                                       what.finding, cause);
                       });
  }

  void tick(unsigned explored) {
    if (report_) report_({explored, explored});
  }

  runner& runs_;
  const options options_;
  const progress_function& report_;
  finder& finder_;
};

std::string plural(unsigned count) {
  return fmt::format("{} schedule{}", count, count == 1 ? "" : "s");
}

}  // namespace

explorer::explorer(runner& runs, find_function find)
    : runs_(runs), finder_(std::make_unique<finder>(runs, std::move(find))) {}

explorer::~explorer() = default;

outcome explorer::explore(const options& how, const progress_function& report) {
  return judgement(runs_, *finder_, how, report).run();
}

outcome explore(runner& runs, const options& how, const find_function& find,
                const progress_function& report) {
  return explorer(runs, find).explore(how, report);
}

observe::observation replay(const subject& what, const schedule& which) {
  subject_session session(what);
  return session.run(which, stacks::every_event).seen;
}

std::string printed_by(const subject& what, const schedule& which) {
  session_options how;
  how.print_reports = true;
  subject_session session(what, how);
  session.run(which, stacks::calls);
  return session.output();
}

std::string describe(const coverage& what) {
  if (!what.cut_short.empty()) return what.cut_short;
  if (what.explored == 0) return "no schedule";
  if (what.exhaustive)
    return "all " + plural(what.explored) +
           (what.concurrent ? " with at most one preemption" : "");
  const auto exponent = static_cast<int>(std::lround(what.log10_total));
  std::string text =
      fmt::format("{} of about 10^{} schedules", what.explored, exponent);
  if (what.seed) text += fmt::format(", seed {}", *what.seed);
  return text;
}

}  // namespace racelab::explore
