// Distributed under the Boost Software License, Version 1.0.

// What any bytes at all do to the reader of logs: nothing may crash, hang or
// run out of its bounds, and how the log is cut into pieces makes no
// difference. See fuzz_log_parser.sh.

#include "harness/report/log/grouping.hpp"
#include "harness/tests/report/log/parse_text.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace racelab::report::log;

void require(bool what) {
  if (!what) std::abort();
}

void check_same(const parsed_log& one, const parsed_log& other) {
  require(one.counts.lines == other.counts.lines);
  require(one.counts.unparsed_lines == other.counts.unparsed_lines);
  require(one.counts.failures == other.counts.failures);
  require(one.reports.size() == other.reports.size());
  for (std::size_t i = 0; i < one.reports.size(); ++i)
    require(all_of(one.reports[i]) == all_of(other.reports[i]));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  parsed_log whole = parse_text(text.substr(1));
  check_same(whole, parse_text(text.substr(1), std::size_t{1} + data[0]));
  require(whole.counts.reports == whole.reports.size());
  grouping groups;
  for (log_report& each : whole.reports) {
    require(!each.kind.empty());
    groups.add(std::move(each), 0);
  }
  require(groups.total() == whole.counts.reports);
  return 0;
}
