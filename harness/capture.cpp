// Distributed under the Boost Software License, Version 1.0.
#include "harness/capture.hpp"

#include "harness/explore/schedule.hpp"
#include "harness/for_each_at_once.hpp"
#include "harness/report/annotated.hpp"
#include "harness/report/json.hpp"
#include "harness/report/layout.hpp"
#include "harness/report/run_page.hpp"
#include "harness/report/schedule_json.hpp"
#include "harness/report/source_coverage.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace racelab {
namespace {

namespace json = boost::json;

using report::subject_result;

const report::look page_look{.width = 80, .colour = false, .unicode = true};

// Who reads a page did not wait for its subject to be judged.
subject_result of_no_run(subject_result result) {
  result.from_earlier_run = false;
  return result;
}

// The circumstances alone, with nobody interrupted: what a reader compares.
explore::schedule plain(const explore::schedule& of) {
  return {.environment = of.environment, .deviations = {}};
}

explore::schedule first_schedule(const subject_result& result) {
  return result.findings.empty()
             ? explore::schedule{}
             : explore::parse_token(result.findings.front().finding.schedule);
}

const task& pattern_of(std::span<const task> tasks, const task& what) {
  return *std::find_if(tasks.begin(), tasks.end(), [&](const task& each) {
    return each.result.lesson == what.result.lesson &&
           each.result.kind == report::kind::pattern;
  });
}

json::value timeline_of(const installation& here, const task& what,
                        const explore::schedule& schedule, const judging& how) {
  return report::timeline_json(replay(here, what, schedule, how).seen);
}

json::value timelines(const installation& here, std::span<const task> tasks,
                      const task& what, const subject_result& result,
                      const judging& how) {
  const explore::schedule schedule = first_schedule(result);
  json::object out{{"own", timeline_of(here, what, schedule, how)}};
  if (result.kind != report::kind::pattern) {
    out["pattern"] =
        timeline_of(here, pattern_of(tasks, what), plain(schedule), how);
  }
  return out;
}

// Where a race was found, else null.
json::value tsan_report(const installation& here, const task& what,
                        const subject_result& result, const judging& how) {
  const auto racing = std::find_if(
      result.findings.begin(), result.findings.end(),
      [](const auto& each) { return each.finding.race.has_value(); });
  if (racing == result.findings.end()) {
    return nullptr;
  }
  const std::string& token = racing->finding.schedule;
  return json::object{
      {"schedule", token},
      {"text", report::printable_lines(
                   printed_by(here, what, explore::parse_token(token), how))}};
}

json::array names_of(const std::vector<std::string>& names) {
  return json::value_from(names).as_array();
}

json::object captured(const installation& here, std::span<const task> tasks,
                      const task& what, const subject_result& result,
                      const judging& how) {
  const report::run_result run = run_of(here, {of_no_run(result)});
  const report::sources files = sources_of(here, run);
  const catalogue::variant& entry =
      *catalogue::find_subject(here.catalogue, report::name_of(result)).variant;
  return {
      {"schema", 1},
      {"name", report::name_of(result)},
      {"lesson", result.lesson},
      {"variant", result.variant},
      {"hint", entry.hint},
      {"sources", names_of(entry.sources)},
      {"run", report::run_page(run, files)},
      {"annotated", report::annotated(run.subjects.front(), files, page_look)},
      {"tsan", tsan_report(here, what, result, how)},
      {"timelines", timelines(here, tasks, what, result, how)}};
}

json::array lessons_of(const installation& here) {
  json::array out;
  for (const catalogue::lesson& each : here.catalogue.lessons) {
    json::array variants;
    for (const catalogue::variant& variant : each.variants) {
      variants.emplace_back(variant.name);
    }
    out.push_back(json::object{{"name", each.name},
                               {"title", each.title},
                               {"header", "patterns/" + each.header},
                               {"contract", each.contract},
                               {"variants", std::move(variants)}});
  }
  return out;
}

json::object index_of(const installation& here, const report::run_result& run) {
  return {
      {"schema", 1},
      {"compiler", run.tools.compiler},
      {"tsan", run.tools.tsan},
      {"boost", run.tools.boost},
      {"lessons", lessons_of(here)},
      {"sources", json::parse(report::source_coverage_json(here.catalogue))}};
}

}  // namespace

std::vector<report::written_file> capture(const installation& here,
                                          std::span<const task> tasks,
                                          const report::run_result& run,
                                          const judging& how,
                                          const step_function& tell) {
  std::vector<report::written_file> files(tasks.size());
  for_each_at_once(tasks.size(), how.at_once, [&](std::size_t i) {
    const subject_result& result = run.subjects[i];
    tell({i, "is captured", 0});
    files[i] = {report::name_of(result) + ".json",
                json::serialize(captured(here, tasks, tasks[i], result, how))};
    tell({i, "", 1});
  });
  files.push_back({"index.json", report::pretty(index_of(here, run))});
  return files;
}

}  // namespace racelab
