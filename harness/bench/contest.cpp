// Distributed under the Boost Software License, Version 1.0.
#include "harness/bench/contest.hpp"

#include "harness/matrix/tool_failure.hpp"

#include <algorithm>

namespace racelab::bench {
namespace {

// One who takes part, and what was measured of it.
struct entrant {
  std::string name;
  const sampler* take = nullptr;
  std::vector<sample> samples;
  std::string why_not;

  void measure() {
    if (!why_not.empty()) return;
    try {
      samples.push_back((*take)());
    } catch (const matrix::tool_failure& failure) {
      why_not = failure.what();
      while (why_not.ends_with('\n')) why_not.pop_back();
    }
  }

  double middle() const {
    std::vector<double> values;
    for (const sample& each : samples) values.push_back(each.value);
    return median(values);
  }

  bool is_mostly_at_least() const {
    const auto count =
        std::count_if(samples.begin(), samples.end(),
                      [](const sample& each) { return each.at_least; });
    return 2 * static_cast<std::size_t>(count) > samples.size();
  }
};

std::vector<double> ratios_of(const entrant& ours, const entrant& theirs) {
  std::vector<double> all;
  for (std::size_t i = 0; i < ours.samples.size(); ++i)
    all.push_back(ours.samples[i].value / theirs.samples[i].value);
  return all;
}

figure figure_of(const contest& what, const rival& against, const entrant& ours,
                 const entrant& theirs) {
  figure out{.name = what.name,
             .about = what.about,
             .unit = what.unit,
             .peer = against.name,
             .wanted = against.wanted};
  out.why = ours.why_not.empty() ? theirs.why_not : ours.why_not;
  if (!out.why.empty()) return out;
  const std::vector<double> ratios = ratios_of(ours, theirs);
  out.rounds = static_cast<unsigned>(ratios.size());
  out.ratio = median(ratios);
  out.spread = interval_of_median(ratios);
  out.ours = ours.middle();
  out.theirs = theirs.middle();
  out.theirs_at_least = theirs.is_mostly_at_least();
  out.state = judge(out.ratio, out.spread, out.wanted);
  return out;
}

}  // namespace

std::vector<figure> hold(const contest& what,
                         const std::function<void(const std::string&)>& tell) {
  std::vector<entrant> all{{"racelab", &what.ours, {}, {}}};
  for (const rival& each : what.rivals)
    all.push_back({each.name, &each.take, {}, {}});
  for (unsigned round = 0; round < what.rounds; ++round)
    for (entrant& each : all) {
      tell(each.name);
      each.measure();
    }
  std::vector<figure> out;
  for (std::size_t i = 0; i < what.rivals.size(); ++i)
    out.push_back(figure_of(what, what.rivals[i], all.front(), all[i + 1]));
  return out;
}

std::size_t samples_of(const contest& what) {
  return what.rounds * (1 + what.rivals.size());
}

}  // namespace racelab::bench
