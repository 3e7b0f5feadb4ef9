// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/log/log_summary.hpp"

#include "harness/report/layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace racelab::report::log {
namespace {

constexpr std::size_t shown_lines = 8;

}  // namespace

std::string summary_of(const log_result& result) {
  const std::uint64_t total = result.reports.total();
  const std::uint64_t ignored = ignored_reports(result);
  const auto& groups = result.reports.groups();
  const auto known =
      std::count_if(groups.begin(), groups.end(),
                    [](const report_group& each) { return each.known; });
  if (total == 0 && ignored == 0) return "No report of ThreadSanitizer.";
  if (total == 0)
    return fmt::format("No report of ThreadSanitizer but {} ignored.", ignored);
  std::string out = count_of(total, "report");
  if (groups.size() != total)
    out += fmt::format(", {} different", groups.size());
  if (known != 0) out += fmt::format(", {} known", known);
  if (ignored != 0) out += fmt::format(", and {} more ignored", ignored);
  return out + '.';
}

std::string lacking_reports(const log_counts& counts) {
  if (counts.claimed_reports > counts.reports)
    return fmt::format(
        "The log speaks of {}, and contains {}.",
        count_of(counts.claimed_reports, "report"),
        counts.reports == 0 ? "none" : fmt::format("{}", counts.reports));
  if (counts.lone_summaries != 0)
    return fmt::format("The log has {} without the report that {} of.",
                       counts.lone_summaries == 1
                           ? "a summary"
                           : fmt::format("{} summaries", counts.lone_summaries),
                       counts.lone_summaries == 1 ? "it speaks" : "they speak");
  return "";
}

std::string mixed_reports(const log_counts& counts) {
  const auto& lines = counts.mixed_reports;
  if (lines.empty()) return "";
  const auto end = std::next(
      lines.begin(),
      static_cast<std::ptrdiff_t>(std::min(shown_lines, lines.size())));
  return fmt::format(
      "Lines of {} came mixed, and nothing in front of them tells whose they "
      "are: some may stand in the wrong one. The reports begin at lines {}{} "
      "of the log. With TSAN_OPTIONS=log_path=FILE each process has a file of "
      "its own.",
      count_of(lines.size(), "report"), fmt::join(lines.begin(), end, ", "),
      end == lines.end() ? "" : ", …");
}

bool inconclusive(const log_result& result) {
  return std::any_of(result.sources.begin(), result.sources.end(),
                     [](const log_source& each) {
                       return each.counts.failures != 0 ||
                              !lacking_reports(each.counts).empty();
                     });
}

}  // namespace racelab::report::log
