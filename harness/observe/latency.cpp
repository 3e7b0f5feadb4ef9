// Distributed under the Boost Software License, Version 1.0.
#include "harness/observe/latency.hpp"

#include "harness/observe/critical_path.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace racelab::observe {
namespace {

// The smallest value that `percent` of all are not above.
virtual_time percentile(std::vector<virtual_time> values, double percent) {
  std::sort(values.begin(), values.end());
  const auto rank = static_cast<std::size_t>(
      std::ceil(percent / 100 * static_cast<double>(values.size())));
  return values[std::clamp<std::size_t>(rank, 1, values.size()) - 1];
}

template <class Measure>
latency::milliseconds median(std::span<const observation> runs,
                             Measure measure) {
  std::vector<virtual_time> values;
  for (const observation& run : runs) values.push_back(measure(run));
  return percentile(std::move(values), 50);
}

bool threw(const observation& run) {
  return run.ending == ending::finished &&
         run.outcome == function_outcome::threw;
}

bool crashed(const observation& run) {
  return run.ending == ending::crashed || run.ending == ending::ended_process;
}

bool ran_to_its_end(const observation& run) {
  return run.ending == ending::finished &&
         run.outcome == function_outcome::returned;
}

}  // namespace

latency_result latency_of(std::span<const observation> runs) {
  if (runs.empty()) return {std::nullopt, "it was not run", false};
  for (const observation& run : runs)
    if (!ran_to_its_end(run))
      return {std::nullopt,
              "a run did not come to its end" +
                  (run.ending_reason.empty() ? "" : ": " + run.ending_reason),
              crashed(run)};
  std::vector<virtual_time> elapsed;
  for (const observation& run : runs) elapsed.push_back(run.elapsed);
  latency measured;
  measured.p50 = percentile(elapsed, 50);
  measured.p99 = percentile(elapsed, 99);
  measured.critical_path = median(runs, [](const observation& run) {
    return critical_path(run.calls, run.limit);
  });
  measured.sequential = median(
      runs, [](const observation& run) { return sequential_time(run.calls); });
  measured.runs = static_cast<unsigned>(runs.size());
  return {measured, {}, false};
}

std::optional<latency::milliseconds> failing_time(
    std::span<const observation> runs) {
  std::vector<virtual_time> elapsed;
  for (const observation& run : runs)
    if (threw(run)) elapsed.push_back(run.elapsed);
  if (elapsed.empty()) return std::nullopt;
  return percentile(std::move(elapsed), 50);
}

}  // namespace racelab::observe
