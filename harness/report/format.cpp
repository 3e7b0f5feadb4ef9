// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/format.hpp"

#include "harness/report/annotated.hpp"
#include "harness/report/chrome_trace.hpp"
#include "harness/report/gcc.hpp"
#include "harness/report/github.hpp"
#include "harness/report/html.hpp"
#include "harness/report/json.hpp"
#include "harness/report/junit.hpp"
#include "harness/report/log/log_html.hpp"
#include "harness/report/log/log_json.hpp"
#include "harness/report/log/log_terminal.hpp"
#include "harness/report/markdown.hpp"
#include "harness/report/sarif.hpp"
#include "harness/report/table.hpp"

#include <algorithm>

namespace racelab::report {
namespace {

std::string as_table(const run_result& run, const sources&,
                     const look& screen) {
  return table(run, screen);
}

std::string as_pages(const run_result& run, const sources& files,
                     const look& screen) {
  std::string out;
  for (const subject_result& each : run.subjects) {
    out += (out.empty() ? "" : "\n") + annotated(each, files, screen);
  }
  return out;
}

std::string as_json(const run_result& run, const sources&, const look&) {
  return json(run);
}

std::string as_trace(const run_result& run, const sources&, const look&) {
  return chrome_trace(run);
}

void log_as_json(const log::log_result& result, const sources&, const look&,
                 const text_sink& to) {
  log::log_json(result, to);
}

void log_as_html(const log::log_result& result, const sources& files,
                 const look&, const text_sink& to) {
  log::log_html(result, files, to);
}

std::string as_html(const run_result& run, const sources& files, const look&) {
  return html(run, files);
}

}  // namespace

const std::vector<format>& formats() {
  static const std::vector<format> all{
      {.name = "terminal",
       .summary = "for people",
       .catalogue = as_table,
       .subject = as_pages,
       .logs = log::log_text},
      {.name = "json",
       .summary = "for programs, schema 1",
       .catalogue = as_json,
       .subject = as_json,
       .logs = log_as_json},
      {.name = "gcc",
       .summary = "for editors: FILE:LINE[:COLUMN]: warning: MESSAGE [ID]",
       .problems = gcc},
      {.name = "sarif",
       .summary = "for code scanners, SARIF 2.1.0",
       .problems = sarif},
      {.name = "junit", .summary = "for CI systems, XML", .problems = junit},
      {.name = "github",
       .summary = "for GitHub's CI: ::error file=...",
       .problems = github},
      {.name = "markdown",
       .summary = "for a merge request",
       .problems = markdown},
      {.name = "trace",
       .summary = "for Perfetto, Chrome's trace events; not of a log",
       .catalogue = as_trace,
       .subject = as_trace},
      {.name = "html",
       .summary = "for a browser: one file with everything in it",
       .catalogue = as_html,
       .subject = as_html,
       .logs = log_as_html},
  };
  return all;
}

const format* find_format(std::string_view name) {
  const auto& all = formats();
  const auto found =
      std::find_if(all.begin(), all.end(),
                   [&](const format& each) { return each.name == name; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace racelab::report
