// Distributed under the Boost Software License, Version 1.0.
#include "harness/campaign/table.hpp"

#include "harness/report/layout.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

namespace racelab::campaign {
namespace {

using report::ink;
using report::look;

constexpr std::size_t most_seeds_named = 10;

std::string expected_of(const subject_seeds& each) {
  return each.expected.empty()
             ? "nothing"
             : fmt::format("{}", fmt::join(each.expected, " "));
}

std::vector<std::uint32_t> others_in(const subject_seeds& all) {
  std::vector<std::uint32_t> others;
  for (const auto& [seed, each] : all.judged)
    if (!each.as_expected) others.push_back(seed);
  return others;
}

std::string why(const judgement& each) {
  return each.reasons.empty() ? std::string(detect::name_of(each.verdict))
                              : report::printable(each.reasons.front());
}

std::string others_of(const subject_seeds& each,
                      const std::vector<std::uint32_t>& others) {
  const std::size_t shown = std::min(others.size(), most_seeds_named);
  std::string words = fmt::format(
      "not with {} {}", shown == 1 ? "seed" : "seeds",
      fmt::join(others.begin(),
                others.begin() + static_cast<std::ptrdiff_t>(shown), ", "));
  if (shown < others.size())
    words += fmt::format(" and {} more", others.size() - shown);
  return words + ": " + why(each.judged.at(others.front()));
}

std::string sign_of(const subject_seeds& each, bool any_others,
                    const look& screen) {
  const report::symbols& signs = report::symbols_of(screen);
  if (any_others) return report::cell(signs.bad, 2, ink::bad, screen);
  return each.judged.empty()
             ? report::cell(signs.unsure, 2, ink::unsure, screen)
             : report::cell(signs.good, 2, ink::good, screen);
}

std::string line_of(const subject_seeds& each, unsigned names,
                    const look& screen) {
  const std::vector<std::uint32_t> others = others_in(each);
  std::string out = sign_of(each, !others.empty(), screen);
  out += report::cell(report::printable(each.subject), names + 2, ink::plain,
                      screen);
  out += fmt::format("{} of {}: {}", each.judged.size() - others.size(),
                     each.judged.size(), expected_of(each));
  out = report::end_line(std::move(out));
  if (others.empty()) return out;
  return out + report::paragraph(report::printable(others_of(each, others)), 4,
                                 screen);
}

unsigned widest_name(const result& all) {
  unsigned names = 0;
  for (const subject_seeds& each : all.subjects)
    names = std::max(names, report::width(report::printable(each.subject)));
  return names;
}

std::string summary_of(const result& all) {
  return fmt::format("{}, {}.",
                     report::count_of(judgements_in(all), "judgement"),
                     report::count_of(schedules_in(all), "schedule"));
}

}  // namespace

std::string table(const result& all, const look& screen) {
  const unsigned names = widest_name(all);
  std::string out;
  std::string compiler;
  for (const subject_seeds& each : all.subjects) {
    if (each.compiler != compiler) {
      if (!out.empty()) out += '\n';
      out += (compiler = each.compiler) + '\n';
    }
    out += line_of(each, names, screen);
  }
  return out + report::paragraph(summary_of(all), 0, screen);
}

std::string missing_table(const result& all, const look& screen) {
  std::string out;
  for (const missing_shard& each : missing_shards(all))
    out += report::paragraph(
        fmt::format("Missing: shard {} of {}, {} of {}", name_of(each.which),
                    each.compiler, each.judged,
                    report::count_of(each.planned, "judgement")),
        0, screen);
  return out;
}

}  // namespace racelab::campaign
