// Distributed under the Boost Software License, Version 1.0.
#include "harness/explore/search.hpp"

#include "harness/detect/inconclusive.hpp"
#include "harness/explore/sampler.hpp"
#include "harness/explore/shrink.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

#include <fmt/format.h>

namespace racelab::explore {
namespace {

constexpr unsigned most_preemptions = 1;

// More environments than this are not all run: five calls have 720 without a
// stop, six have 5040.
constexpr std::uint64_t most_unstopped = 1000;

// How long the function took. Where it never came back, all of the schedule.
observe::virtual_time elapsed_in(const observe::observation& seen) {
  if (seen.outcome != observe::function_outcome::pending) return seen.elapsed;
  return seen.events.empty() ? seen.elapsed : seen.events.back().time;
}

bool better(const sighting& a, const sighting& b) {
  if (a.after_damage != b.after_damage) return b.after_damage;
  return simpler(a.shown_by, b.shown_by);
}

bool same_kind(const schedule& a, const schedule& b) {
  return a.sampled == b.sampled && a.deviations.empty() == b.deviations.empty();
}

void keep_best(sightings_of_one& known, sighting seen) {
  const auto rival =
      std::find_if(known.begin(), known.end(), [&](const sighting& each) {
        return same_kind(each.shown_by, seen.shown_by);
      });
  if (rival == known.end())
    known.push_back(std::move(seen));
  else if (better(seen, *rival))
    *rival = std::move(seen);
  std::sort(known.begin(), known.end(), better);
}

// Floyd's algorithm (Bentley, Floyd: A Sample of Brilliance, CACM 1987), with
// the plainest order always among them.
std::vector<std::uint32_t> sample_orders(std::uint64_t from, std::size_t count,
                                         random_source& random) {
  std::set<std::uint64_t> chosen{0};
  for (std::uint64_t last = from - count + 1; last < from; ++last) {
    const std::uint64_t pick = 1 + random.below(last);
    chosen.insert(chosen.contains(pick) ? last : pick);
  }
  return {chosen.begin(), chosen.end()};
}

}  // namespace

search::search(finder& finds, const scenario& about, const options& how,
               const progress_function& report)
    : finder_(finds), about_(about), options_(how), report_(report) {}

void search::run() {
  try {
    finder_.allow(options_.processes);
    run_environments();
    covered.environments = covered.explored;
    run_interleavings();
  } catch (const environment_failure& failure) {
    inconclusive.insert(failure.what());
    covered.cut_short = fmt::format("stopped after {} schedules by a failure",
                                    covered.explored);
    covered.by_chance = true;
  }
  estimate_total();
  if (!covered.cut_short.empty() || choices_lost_) covered.exhaustive = false;
}

// ---- environments -----------------------------------------------------------

void search::run_environments() {
  const std::vector<std::uint32_t> orders = choose_orders();
  const auto all_unstopped = unstopped(about_, orders);
  // A guess: most functions take about as long as their services together.
  progress_.planned =
      static_cast<unsigned>(all_unstopped.size() + 2 +
                            2 * orders.size() * about_.services) +
      options_.interleavings;
  for (const auto& env : all_unstopped) run_environment(env);
  run_stops(orders);
}

void search::run_stops(const std::vector<std::uint32_t>& orders) {
  std::vector<observe::environment> stops = stopped_before();
  for (const std::uint32_t order : orders) {
    const auto elapsed = elapsed_.find(order);
    if (elapsed == elapsed_.end()) continue;
    const auto steps = stopped_at_each_step(about_, order, elapsed->second);
    stops.insert(stops.end(), steps.begin(), steps.end());
  }
  progress_.planned = progress_.done + static_cast<unsigned>(stops.size()) +
                      options_.interleavings;
  for (const auto& env : stops) run_environment(env);
}

std::vector<std::uint32_t> search::choose_orders() {
  const std::uint64_t orders = count_orders(about_.services);
  const std::uint64_t affordable =
      std::max<std::uint64_t>(most_unstopped / (about_.services + 1), 1);
  if (orders > affordable) {
    covered.seed = options_.seed;
    random_source random(options_.seed);
    return sample_orders(orders, static_cast<std::size_t>(affordable), random);
  }
  std::vector<std::uint32_t> all(static_cast<std::size_t>(orders));
  std::iota(all.begin(), all.end(), 0U);
  return all;
}

void search::run_environment(const observe::environment& env) {
  if (stopped()) return;
  const schedule what{env, {}, false, 0};
  look seen = look_at(what);
  if (env.fault == 0 && env.use == 0 && env.stopped_by == observe::stop::none)
    elapsed_[env.order] = elapsed_in(seen.run.seen);
  environments_.push_back({what, std::move(seen.run.choices)});
}

// ---- interleavings ----------------------------------------------------------

void search::run_interleavings() {
  covered.concurrent = std::any_of(
      environments_.begin(), environments_.end(),
      [](const environment_run& each) { return !each.choices.empty(); });
  const bool all_orders = !covered.seed;
  if (!covered.concurrent || enumerate()) {
    covered.exhaustive = all_orders;
    return;
  }
  run_newest_first();
  preempt_windows();
  sample(left());
}

unsigned search::left() const {
  const unsigned run = covered.explored - covered.environments;
  return options_.interleavings - std::min(run, options_.interleavings);
}

// Runs every schedule with at most one preemption, if they turn out to be few
// enough. Returns false as soon as they do not.
bool search::enumerate() {
  std::vector<branch> pending;
  for (const environment_run& each : environments_) {
    const auto more = branches({each.what, 0}, each.choices, most_preemptions);
    pending.insert(pending.end(), more.begin(), more.end());
    if (pending.size() > options_.interleavings) return false;
  }
  for (std::size_t next = 0; next < pending.size(); ++next) {
    if (stopped()) return true;
    progress_.planned =
        covered.environments + static_cast<unsigned>(pending.size());
    const branch present = pending[next];
    const look seen = look_at(present.what);
    const auto more = branches(present, seen.run.choices, most_preemptions);
    pending.insert(pending.end(), more.begin(), more.end());
    if (pending.size() > options_.interleavings) return false;
  }
  return true;
}

// The plainest order of each use.
std::vector<const search::environment_run*> search::plainest() const {
  std::vector<const environment_run*> all;
  for (const environment_run& each : environments_) {
    observe::environment plain;
    plain.use = each.what.environment.use;
    if (each.what.environment == plain && !each.choices.empty())
      all.push_back(&each);
  }
  return all;
}

void search::run_newest_first() {
  for (const environment_run* each : plainest()) {
    if (left() == 0 || stopped()) return;
    schedule what = each->what;
    what.sampled = true;
    what.seed = newest_first;
    look_at(what);
  }
}

// With half of what may be spent.
void search::preempt_windows() {
  const unsigned sampled = options_.interleavings / 2;
  for (const environment_run* each : plainest()) {
    for (const schedule& next : preempted_windows(each->what, each->choices)) {
      if (left() <= sampled || stopped()) return;
      look_at(next);
    }
  }
}

// Every environment is sampled about as often as every other.
void search::sample(unsigned count) {
  std::vector<const environment_run*> concurrent;
  for (const environment_run& each : environments_)
    if (!each.choices.empty()) concurrent.push_back(&each);
  covered.seed = options_.seed;
  progress_.planned = progress_.done + count;
  random_source random(options_.seed);
  for (unsigned i = 0; i < count && !stopped(); ++i) {
    const std::size_t place = i % concurrent.size();
    const std::size_t other = place + random.below(concurrent.size() - place);
    std::swap(concurrent[place], concurrent[other]);
    schedule what = concurrent[place]->what;
    what.sampled = true;
    what.seed = sampled_seed(static_cast<std::uint32_t>(random.next() >> 32U),
                             concurrent[place]->choices.size());
    look_at(what);
  }
}

// ---- one schedule -----------------------------------------------------------

look search::look_at(const schedule& what) {
  look seen = first_look_at(what);
  choices_lost_ |= seen.run.choices_lost;
  ++covered.explored;
  note(seen, what);
  ++progress_.done;
  progress_.planned = std::max(progress_.planned, progress_.done);
  if (report_) report_(progress_);
  return seen;
}

look search::first_look_at(const schedule& what) {
  if (const look* known = finder_.seen(what)) return *known;
  // The first one has a new process anyway: what it shows is proven.
  return covered.explored == 0
             ? finder_.run_in_new_process(what, stacks::every_event)
             : finder_.run(what);
}

void search::note(const look& seen, const schedule& what) {
  note_inconclusive(seen);
  for (const detect::finding& each : seen.findings) {
    keep_best(sightings[key_of(each)],
              {each, what,
               what.sampled ? deviations_of(seen.run.choices) : what.deviations,
               seen.after_damage});
  }
}

// A run in which nothing was found proves something only if it came to its
// end and all of it was seen.
void search::note_inconclusive(const look& seen) {
  const observe::observation& run = seen.run.seen;
  if (const auto why = detect::why_inconclusive(run)) {
    inconclusive.insert(*why);
    return;
  }
  // Whatever the detectors think of it: no end, no proof.
  if (seen.findings.empty() &&
      (run.ending != observe::ending::finished ||
       run.outcome == observe::function_outcome::pending))
    inconclusive.insert(
        "a schedule did not come to its end" +
        (run.ending_reason.empty() ? "" : ": " + run.ending_reason));
}

bool search::out_of_time() const {
  return options_.time_budget &&
         std::chrono::steady_clock::now() - begun_ >= *options_.time_budget;
}

bool search::stopped() {
  if (!covered.cut_short.empty()) return true;
  if (out_of_time()) {
    covered.cut_short =
        fmt::format("stopped after {} schedules by the time budget of {} s",
                    covered.explored, options_.time_budget->count());
    covered.by_chance = true;
    return true;
  }
  if (!finder_.spent()) return false;
  covered.cut_short =
      fmt::format("stopped after {} schedules, which have used up {} processes",
                  covered.explored, options_.processes);
  return true;
}

void search::estimate_total() {
  double total = -std::numeric_limits<double>::infinity();
  for (const environment_run& each : environments_)
    total = log10_sum(total, log10_interleavings(each.choices));
  covered.log10_total = std::max(total, 0.0);
}

}  // namespace racelab::explore
