// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/run_page.hpp"

#include "harness/report/html/frame_table.hpp"
#include "harness/report/html/marked_part.hpp"
#include "harness/report/json.hpp"
#include "harness/report/layout.hpp"
#include "harness/report/log/accessed_expression.hpp"
#include "harness/report/race_view.hpp"
#include "harness/report/schedule_json.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

#include <map>

namespace racelab::report {
namespace {

namespace json_ = boost::json;

json_::array related_json(const detect::finding& found) {
  json_::array out;
  for (const observe::frame& each : found.related)
    out.push_back(
        json_::object{{"file", printable(each.file)}, {"line", each.line}});
  return out;
}

const std::string* own_line(const observe::access& each, const sources& files) {
  const observe::frame* own = observe::subject_frame(each.stack);
  return own == nullptr ? nullptr : source_line(files, own->file, own->line);
}

// The part of the subject's own line that an access was to; `name` is what the
// memory is called.
std::string_view raced_part(const observe::access& each, std::string_view name,
                            const std::string& line) {
  const observe::frame* own = observe::subject_frame(each.stack);
  const bool itself = own == &each.stack.front();
  return log::expression_in(
      line, {.column = static_cast<unsigned>(own->column),
             .write = each.operation.find("write") != std::string::npos,
             .name = name,
             .within = itself ? std::string_view()
                              : std::string_view((own - 1)->function)});
}

// What one of the accesses shows is what the other was to as well.
std::string memory_name(const observe::race& what, const sources& files) {
  for (const observe::access& each : what.accesses)
    if (const std::string* line = own_line(each, files))
      if (const auto part = raced_part(each, what.location_name, *line);
          !part.empty())
        return std::string(part);
  return what.location_name;
}

void add_raced(json_::object& to, const observe::race& what,
               const sources& files) {
  const std::string name = memory_name(what, files);
  json_::array& accesses = to["race"].as_object()["accesses"].as_array();
  for (std::size_t i = 0; i < accesses.size(); ++i)
    if (const std::string* line = own_line(what.accesses[i], files))
      accesses[i].as_object()["raced"] =
          marked_part(*line, raced_part(what.accesses[i], name, *line));
}

// What the page shows of a finding beyond what json.hpp tells of it.
void add_evidence(json_::object& to, const subject_result& subject,
                  const shown_finding& shown, const sources& files) {
  const detect::finding& found = shown.finding;
  json_::array events;
  for (const std::size_t each : found.events) events.emplace_back(each);
  to["events"] = std::move(events);
  to["related"] = related_json(found);
  to["replay"] = printable(replay_command(subject, found.schedule));
  if (found.race) {
    add_raced(to, *found.race, files);
    to["memory"] = memory_words(*found.race);
    to["graph"] = graph_json(shown.evidence, *found.race);
  }
}

// Several findings may be of one and the same schedule.
json_::array schedules_of(const subject_result& subject) {
  json_::array out;
  std::map<std::string, bool> known;
  for (const shown_finding& each : subject.findings)
    if (!each.evidence.events.empty() &&
        known.try_emplace(each.finding.schedule, true).second) {
      json_::value schedule = schedule_json(each.evidence);
      schedule.get_object()["token"] = each.finding.schedule;
      out.push_back(std::move(schedule));
    }
  return out;
}

json_::object page_subject(const subject_result& subject,
                           const sources& files) {
  json_::value out = subject_json(subject);
  json_::object& to = out.get_object();
  to["name"] = printable(name_of(subject));
  to["shows"] = printable(subject.shows);
  to["show"] = printable(show_command(subject));
  to["latency_reason"] = printable(subject.latency.reason);
  json_::array& findings = to["findings"].get_array();
  for (std::size_t i = 0; i < findings.size(); ++i)
    add_evidence(findings[i].get_object(), subject, subject.findings[i], files);
  to["evidence"] = schedules_of(subject);
  return to;
}

json_::object sources_json(const sources& files) {
  json_::object out;
  for (const auto& [name, file] : files) {
    json_::array text;
    for (const std::string& line : file.lines)
      text.emplace_back(printable(line));
    out[printable(name)] =
        json_::array{json_::object{{"first", 1}, {"lines", std::move(text)}}};
  }
  return out;
}

json_::object page_of(json_::value subjects, std::string summary,
                      json_::array lessons, json_::array facts,
                      const sources& files) {
  frame_table table;
  table.take_from(subjects);
  return {{"schema", 1},
          {"kind", "run"},
          {"summary", std::move(summary)},
          {"facts", std::move(facts)},
          {"lessons", std::move(lessons)},
          {"subjects", std::move(subjects)},
          {"frames", table.frames()},
          {"sources", sources_json(files)}};
}

json_::array facts_of(const tools& used) {
  return {json_::array{"Compiler", printable(used.compiler)},
          json_::array{"ThreadSanitizer", printable(used.tsan)},
          json_::array{"Boost", printable(used.boost)}};
}

}  // namespace

json_::object run_page(const run_result& run, const sources& files) {
  json_::array subjects;
  for (const subject_result& each : run.subjects)
    subjects.push_back(page_subject(each, files));
  json_::array lessons;
  for (const lesson_result& each : run.lessons)
    lessons.push_back(json_::object{{"name", printable(each.name)},
                                    {"contract", printable(each.contract)}});
  return page_of(std::move(subjects), summary_of(run), std::move(lessons),
                 facts_of(run.tools), files);
}

json_::object replay_page(const replayed& again, const sources& files) {
  json_::object subject = page_subject(again.subject, files);
  json_::value schedule = schedule_json(again.seen);
  schedule.get_object()["token"] = again.token;
  // Nothing is promised of a single schedule, not even of a broken twin's.
  subject["as_expected"] = again.subject.findings.empty();
  subject["evidence"] = again.seen.events.empty()
                            ? json_::array{}
                            : json_::array{std::move(schedule)};
  for (json_::value& each : subject["findings"].get_array())
    each.get_object()["schedule"] = again.token;
  return page_of(
      json_::array{std::move(subject)},
      fmt::format("Schedule {} of {}.", again.token, name_of(again.subject)),
      {}, {}, files);
}

}  // namespace racelab::report
