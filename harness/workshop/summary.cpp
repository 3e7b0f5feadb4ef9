// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/summary.hpp"

#include "harness/command_line.hpp"
#include "harness/workshop/course_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace racelab::workshop {
namespace {

std::string most_frequent(const std::map<std::string, unsigned>& findings) {
  const auto found = std::max_element(findings.begin(), findings.end(),
                                      [](const auto& one, const auto& other) {
                                        return one.second < other.second;
                                      });
  return found == findings.end() ? "" : found->first;
}

learner_summary learner_in(const exercise_set& set, const handed_in& from) {
  learner_summary out;
  out.name = from.name;
  for (const exercise& each : set.exercises) {
    exercise_progress mine = progress_of(from.state, each);
    mine.hints = std::min<unsigned>(mine.hints, exercise_text::levels);
    out.tries += mine.tries.size();
    out.hints += mine.hints;
    out.last_pass = std::max(out.last_pass, mine.passed_at);
    if (!mine.passed_at.empty()) {
      ++out.passed;
    } else if (out.at == nullptr) {
      out.at = &each;
      out.stopped_by = most_frequent(mine.findings);
    }
    out.exercises.push_back(std::move(mine));
  }
  return out;
}

std::vector<exercise_summary> exercises_of(const class_summary& of) {
  std::vector<exercise_summary> out;
  for (std::size_t i = 0; i < of.set.exercises.size(); ++i) {
    exercise_summary next;
    next.which = &of.set.exercises[i];
    for (const learner_summary& each : of.learners) {
      next.passed += each.exercises[i].passed_at.empty() ? 0 : 1;
      next.here += each.at == next.which ? 1 : 0;
      next.tries += each.exercises[i].tries.size();
      next.hints += each.exercises[i].hints;
    }
    out.push_back(next);
  }
  return out;
}

std::vector<finding_summary> findings_of(const class_summary& of) {
  std::map<std::string, finding_summary> found;
  for (const learner_summary& each : of.learners) {
    std::set<std::string> met;
    std::set<std::string> stops;
    for (const exercise_progress& one : each.exercises) {
      for (const auto& [id, count] : one.findings) {
        met.insert(id);
        if (one.passed_at.empty()) stops.insert(id);
      }
    }
    for (const std::string& id : met) ++found[id].met;
    for (const std::string& id : stops) ++found[id].stops;
  }
  std::vector<finding_summary> out;
  for (auto& [id, each] : found) {
    each.id = id;
    out.push_back(std::move(each));
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const finding_summary& one, const finding_summary& two) {
                     return std::tie(one.stops, one.met) >
                            std::tie(two.stops, two.met);
                   });
  return out;
}

}  // namespace

class_summary summary_of(exercise_set set, const std::vector<handed_in>& all) {
  class_summary out;
  out.set = std::move(set);
  for (const handed_in& each : all) {
    if (!each.problem.empty()) {
      out.problems.push_back({each.name, each.problem});
    } else if (each.state.set != out.set.name) {
      out.problems.push_back(
          {each.name,
           fmt::format("it is a course of the set \"{}\": --set DIR says "
                       "where that is",
                       each.state.set)});
    } else {
      out.learners.push_back(learner_in(out.set, each));
    }
  }
  out.exercises = exercises_of(out);
  out.findings = findings_of(out);
  return out;
}

int status_of(const class_summary& of) {
  return of.problems.empty() ? exit_status::good : exit_status::inconclusive;
}

}  // namespace racelab::workshop
