// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/seeds.hpp"

#include "harness/report/json.hpp"
#include "harness/report/layout.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <boost/json.hpp>

#include <algorithm>

namespace racelab::report {
namespace {

constexpr std::size_t most_seeds_named = 10;

std::uint64_t seeds_in(const seed_range& range) {
  return std::uint64_t{range.last} - range.first + 1;
}

std::string expected_of(const seeds_result& each) {
  return each.expected.empty()
             ? "nothing"
             : fmt::format("{}", fmt::join(each.expected, " "));
}

std::string others_of(const seeds_result& each) {
  const std::size_t shown = std::min(each.others.size(), most_seeds_named);
  std::string words = fmt::format(
      "not with {} {}", shown == 1 ? "seed" : "seeds",
      fmt::join(each.others.begin(),
                each.others.begin() + static_cast<std::ptrdiff_t>(shown),
                ", "));
  if (shown < each.others.size()) {
    words += fmt::format(" and {} more", each.others.size() - shown);
  }
  return words + ": " + printable(each.why);
}

std::string line_of(const seeds_result& each, unsigned names,
                    const look& screen) {
  const symbols& signs = symbols_of(screen);
  const bool good = each.others.empty();
  std::string out = cell(good ? signs.good : signs.bad, 2,
                         good ? ink::good : ink::bad, screen);
  out += cell(each.subject, names + 2, ink::plain, screen);
  out += fmt::format("{} of {}: {}", each.as_expected, seeds_in(each.seeds),
                     expected_of(each));
  out = end_line(std::move(out));
  return good ? out : out + paragraph(others_of(each), 4, screen);
}

}  // namespace

std::string seeds_table(const std::vector<seeds_result>& all,
                        const look& screen) {
  unsigned names = 0;
  for (const seeds_result& each : all) {
    names = std::max(names, width(each.subject));
  }
  std::string out;
  for (const seeds_result& each : all) {
    out += line_of(each, names, screen);
  }
  return out;
}

std::string seeds_json(const std::vector<seeds_result>& all) {
  boost::json::array subjects;
  for (const seeds_result& each : all) {
    subjects.push_back(boost::json::object{
        {"subject", each.subject},
        {"expected",
         boost::json::array(each.expected.begin(), each.expected.end())},
        {"from", each.seeds.first},
        {"to", each.seeds.last},
        {"as_expected", each.as_expected},
        {"others",
         boost::json::array(each.others.begin(), each.others.end())}});
  }
  return pretty(
      boost::json::object{{"schema", 1}, {"subjects", std::move(subjects)}});
}

}  // namespace racelab::report
