// Distributed under the Boost Software License, Version 1.0.
#include "harness/detect/verdict.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

namespace racelab::detect {
namespace {

using id_set = std::set<std::string>;

id_set ids_of(const std::vector<finding>& findings) {
  id_set ids;
  for (const finding& each : findings) ids.insert(each.id);
  return ids;
}

id_set less(const id_set& from, const id_set& these) {
  id_set rest;
  std::set_difference(from.begin(), from.end(), these.begin(), these.end(),
                      std::inserter(rest, rest.end()));
  return rest;
}

std::string listed(const id_set& ids) {
  std::string words;
  for (const std::string& each : ids)
    words += (words.empty() ? "" : ", ") + each;
  return words;
}

// What an antipattern shows against what it declares.
void compare(const evidence& given, std::vector<std::string>& reasons) {
  const id_set expected(given.expected.begin(), given.expected.end());
  const id_set seen = ids_of(given.findings);
  if (expected.empty())
    reasons.emplace_back("It declares no finding, so nothing can confirm it.");
  if (const id_set missing = less(expected, seen); !missing.empty())
    reasons.push_back(
        fmt::format("It does not show what it declares: {}.", listed(missing)));
  if (const id_set extra = less(seen, expected); !extra.empty())
    reasons.push_back(
        fmt::format("It shows what it does not declare: {}.", listed(extra)));
}

// What ought to be correct and shows something.
void blame(const evidence& given, std::vector<std::string>& reasons) {
  if (!given.findings.empty())
    reasons.push_back(fmt::format("It ought to be correct, and shows: {}.",
                                  listed(ids_of(given.findings))));
}

void doubt(const evidence& given, std::vector<std::string>& reasons) {
  if (given.schedules == 0)
    reasons.emplace_back("No schedule was run.");
  else if (!given.complete)
    reasons.emplace_back("Not everything that was planned was run to its end.");
  reasons.insert(reasons.end(), given.inconclusive.begin(),
                 given.inconclusive.end());
}

verdict_kind kind_of(const evidence& given,
                     const std::vector<std::string>& doubts) {
  if (!given.findings.empty()) return verdict_kind::broken;
  return doubts.empty() ? verdict_kind::correct : verdict_kind::inconclusive;
}

}  // namespace

std::string_view name_of(verdict_kind kind) {
  switch (kind) {
    case verdict_kind::correct:
      return "correct";
    case verdict_kind::broken:
      return "broken";
    case verdict_kind::inconclusive:
      break;
  }
  return "inconclusive";
}

verdict judge(const evidence& given) {
  std::vector<std::string> doubts;
  doubt(given, doubts);
  verdict result;
  result.kind = kind_of(given, doubts);
  if (given.kind == subject_kind::antipattern)
    compare(given, result.reasons);
  else
    blame(given, result.reasons);
  result.reasons.insert(result.reasons.end(), doubts.begin(), doubts.end());
  result.as_expected = result.reasons.empty();
  return result;
}

}  // namespace racelab::detect
