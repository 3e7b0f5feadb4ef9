// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/log/log_problems.hpp"

#include "harness/observe/symbolizer.hpp"
#include "harness/report/layout.hpp"
#include "harness/report/log/explanation.hpp"
#include "harness/report/log/likely_lesson.hpp"
#include "harness/report/log/log_summary.hpp"
#include "harness/report/log/user_code.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace racelab::report {
namespace {

using log::log_report;
using log::report_group;

int bounded(std::uint64_t number) {
  return static_cast<int>(std::min<std::uint64_t>(number, 1U << 30U));
}

place place_of(const log::frame& frame) {
  return {frame.file, bounded(frame.line), bounded(frame.column)};
}

place place_of(const log::stack& where) {
  const log::frame* told = log::telling_frame(where);
  return told == nullptr ? place{} : place_of(*told);
}

std::string access_and_locks(const log::access& each) {
  const std::string out = log::access_words(each);
  return each.locks.empty()
             ? out
             : fmt::format("{}, holding {}", out, fmt::join(each.locks, ", "));
}

std::string location_words(const log::location& each) {
  if (each.kind == "fd") {
    return fmt::format("file descriptor {} is {} here", each.name,
                       each.closed ? "closed" : "opened");
  }
  return each.kind == "global" ? fmt::format("the global {}", each.name)
                               : "the memory comes from here";
}

std::string edge_words(const log::lock_edge& each) {
  return fmt::format("{} takes {} while it holds {}",
                     log::thread_words(each.thread), each.acquired,
                     each.holding);
}

bool is_users(const related_place& each) {
  return !each.place.file.empty() && !log::is_library_file(each.place.file);
}

// Everything of a report that has a place in the user's own code, or in any
// code if there is none, in the order in which a person would tell it.
std::vector<related_place> places_of(const log_report& report) {
  std::vector<related_place> out;
  for (const log::access& each : report.accesses)
    out.push_back(
        {place_of(each.stack), "the other access: " + access_and_locks(each)});
  for (const log::lock_edge& each : report.edges) {
    out.push_back({place_of(each.stack), edge_words(each)});
    out.push_back({place_of(each.holding_stack), each.holding + " is taken"});
  }
  for (const log::titled_stack& each : report.stacks)
    out.push_back(
        {place_of(each.stack), each.title.empty() ? "here" : each.title});
  for (const log::thread& each : report.threads)
    out.push_back({place_of(each.stack),
                   log::thread_words(each.id) + " is started here"});
  for (const log::location& each : report.locations)
    out.push_back({each.file.empty() ? place_of(each.stack)
                                     : place{each.file, bounded(each.line), 0},
                   location_words(each)});
  for (const log::lock& each : report.locks)
    out.push_back({place_of(each.stack), each.id + " is first used here"});
  const bool any_own = std::any_of(out.begin(), out.end(), is_users);
  std::erase_if(out, [&](const related_place& each) {
    return each.place.file.empty() || (any_own && !is_users(each));
  });
  return out;
}

// The frames of a stack as steps, the outermost first, as it was called.
void add_calls(std::vector<flow_step>& flow, const std::string& thread,
               const log::stack& where, const std::string& last) {
  for (auto each = where.frames.rbegin(); each != where.frames.rend(); ++each) {
    const bool ends = &*each == log::telling_frame(where);
    if (!ends && (each->file.empty() || log::is_library_file(each->file)))
      continue;
    const std::string readable = observe::readable_function(each->function);
    flow.push_back(
        {log::thread_words(thread), place_of(*each),
         ends ? last : "in " + (readable.empty() ? each->function : readable),
         std::nullopt});
    if (ends) break;
  }
}

// A log does not tell which access came first; the one that ThreadSanitizer
// calls the previous one did.
std::vector<flow_step> flow_of(const log_report& report) {
  std::vector<flow_step> flow;
  for (const log::thread& each : report.threads)
    add_calls(flow, each.created_by, each.stack,
              "starts " + log::thread_words(each.id));
  for (auto each = report.accesses.rbegin(); each != report.accesses.rend();
       ++each)
    add_calls(flow, each->thread, each->stack, access_and_locks(*each));
  for (const log::lock_edge& each : report.edges) {
    add_calls(flow, each.thread, each.holding_stack, "takes " + each.holding);
    add_calls(flow, each.thread, each.stack, edge_words(each));
  }
  return flow;
}

// What cannot be placed in the source is placed in the log.
place place_of(const log_report& report, const std::string& log_name) {
  const std::vector<related_place> all = places_of(report);
  return all.empty() ? place{log_name, bounded(report.line), 0}
                     : all.front().place;
}

void add_details(problem& to, const log_report& report) {
  to.related = places_of(report);
  if (!to.related.empty()) to.related.erase(to.related.begin());
  to.flow = flow_of(report);
}

problem problem_of(const report_group& group, const std::string& log_name,
                   const sources& files) {
  const log_report report = group.first();
  const log::rule& kind = log::rule_of(report);
  problem out;
  out.rule = kind.id;
  out.kind = report.kind;
  out.meaning = kind.meaning;
  out.level = kind.level;
  out.sentence = log::explanation(report, files);
  out.place = place_of(report, log_name);
  out.fingerprint = fingerprint_of(group.key);
  out.count = group.count;
  if (const auto lesson = log::likely_lesson_of(report))
    out.lesson = lesson->subject;
  return out;
}

test failed_test(const problem& of, const std::string& log_name) {
  test out;
  out.suite = log_name;
  out.name = fmt::format("{} at {}", of.rule, words_for(of.place));
  out.file = of.place.file;
  out.outcome = outcome::failed;
  return out;
}

test log_test(const log::log_source& each) {
  test out;
  out.suite = each.name;
  out.name = "ThreadSanitizer";
  out.file = each.name;
  out.reasons = each.counts.runtime_failures;
  if (const std::string lacking = log::lacking_reports(each.counts);
      !lacking.empty())
    out.reasons.push_back(lacking);
  if (!each.unreadable.empty()) out.reasons.push_back(each.unreadable);
  if (!out.reasons.empty()) out.outcome = outcome::inconclusive;
  return out;
}

}  // namespace

problem_list problems_of(const log::log_result& result, const sources& files) {
  problem_list out;
  out.title = log::summary_of(result);
  for (const report_group& each : result.reports.groups()) {
    const std::string& name = result.sources.at(each.log).name;
    out.problems.push_back(problem_of(each, name, files));
    out.problems.back().test = out.tests.size();
    out.tests.push_back(failed_test(out.problems.back(), name));
  }
  for (const log::log_source& each : result.sources) {
    test own = log_test(each);
    if (each.counts.reports == each.ignored ||
        own.outcome == outcome::inconclusive)
      out.tests.push_back(std::move(own));
  }
  out.add_details = [&groups = result.reports.groups()](problem& to,
                                                        std::size_t number) {
    add_details(to, groups[number].first());
  };
  return out;
}

}  // namespace racelab::report
