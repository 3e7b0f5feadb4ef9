// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/html/page.hpp"
#include "harness/report/layout.hpp"
#include "harness/workshop/summary.hpp"

#include <fmt/format.h>

namespace racelab::workshop {
namespace {

namespace json = boost::json;
using report::printable;

json::value text_or_null(const std::string& text) {
  return text.empty() ? json::value(nullptr) : json::value(printable(text));
}

json::value place_json(const class_summary& of, const learner_summary& who) {
  return who.at == nullptr ? json::value(nullptr)
                           : json::value(numbered_name(of.set, *who.at));
}

json::object attempted_json(const exercise_progress& from) {
  json::object findings;
  for (const auto& [id, count] : from.findings) findings[printable(id)] = count;
  return {{"passed_at", text_or_null(from.passed_at)},
          {"tries", from.tries.size()},
          {"hints", from.hints},
          {"findings", std::move(findings)}};
}

json::object learner_json(const class_summary& of, const learner_summary& who) {
  json::array exercises;
  for (const exercise_progress& each : who.exercises) {
    exercises.push_back(attempted_json(each));
  }
  return {{"name", printable(who.name)},
          {"passed", who.passed},
          {"at", place_json(of, who)},
          {"tries", who.tries},
          {"hints", who.hints},
          {"last_pass", text_or_null(who.last_pass)},
          {"stopped_by", text_or_null(who.stopped_by)},
          {"exercises", std::move(exercises)}};
}

json::object exercise_json(const class_summary& of,
                           const exercise_summary& each) {
  return {{"name", numbered_name(of.set, *each.which)},
          {"kind", name_of(each.which->kind)},
          {"passed", each.passed},
          {"here", each.here},
          {"tries", each.tries},
          {"hints", each.hints}};
}

json::object object_of(const class_summary& of) {
  json::array learners;
  for (const learner_summary& each : of.learners) {
    learners.push_back(learner_json(of, each));
  }
  json::array exercises;
  for (const exercise_summary& each : of.exercises) {
    exercises.push_back(exercise_json(of, each));
  }
  json::array findings;
  for (const finding_summary& each : of.findings) {
    findings.push_back(json::object{
        {"id", printable(each.id)}, {"stops", each.stops}, {"met", each.met}});
  }
  json::array problems;
  for (const not_counted& each : of.problems) {
    problems.push_back(json::object{{"name", printable(each.name)},
                                    {"why", printable(each.why)}});
  }
  return {{"schema", 1},
          {"set", printable(of.set.name)},
          {"title", printable(of.set.title)},
          {"learners", std::move(learners)},
          {"exercises", std::move(exercises)},
          {"findings", std::move(findings)},
          {"problems", std::move(problems)}};
}

std::string csv_field(const std::string& text) {
  std::string out = printable(text);
  if (!out.empty() &&
      std::string_view("=+-@").find(out.front()) != std::string_view::npos) {
    out.insert(out.begin(), '\'');
  }
  for (std::size_t at = 0; (at = out.find('"', at)) != std::string::npos;
       at += 2) {
    out.insert(at, 1, '"');
  }
  return '"' + out + '"';
}

}  // namespace

json::value summary_json(const class_summary& of) { return object_of(of); }

std::string summary_csv(const class_summary& of) {
  std::string out =
      "learner,passed,of,at,tries,hints,last_pass,stopped_by,problem\r\n";
  for (const learner_summary& each : of.learners) {
    out += fmt::format(
        "{},{},{},{},{},{},{},{},\r\n", csv_field(each.name), each.passed,
        of.set.exercises.size(),
        each.at == nullptr ? "" : numbered_name(of.set, *each.at), each.tries,
        each.hints, csv_field(each.last_pass), csv_field(each.stopped_by));
  }
  for (const not_counted& each : of.problems) {
    out += fmt::format("{},,,,,,,,{}\r\n", csv_field(each.name),
                       csv_field(each.why));
  }
  return out;
}

std::string summary_html(const class_summary& of) {
  json::object page = object_of(of);
  page["kind"] = "class";
  page["facts"] =
      json::array{json::array{"Set", printable(of.set.title)},
                  json::array{"Learners", of.learners.size()},
                  json::array{"Exercises", of.set.exercises.size()}};
  return report::html_page(page);
}

}  // namespace racelab::workshop
