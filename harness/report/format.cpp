// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/format.hpp"

#include "harness/report/annotated.hpp"
#include "harness/report/gcc.hpp"
#include "harness/report/html.hpp"
#include "harness/report/json.hpp"
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

std::string as_gcc(const run_result& run, const sources&, const look&) {
  return gcc(run);
}

std::string as_html(const run_result& run, const sources& files, const look&) {
  return html(run, files);
}

}  // namespace

const std::vector<format>& formats() {
  static const std::vector<format> all{
      {"terminal", "for people", as_table, as_pages},
      {"json", "for programs, schema 1", as_json, as_json},
      {"gcc", "for editors: FILE:LINE: warning: MESSAGE [ID]", as_gcc, as_gcc},
      {"html", "for a browser: one file with everything in it", as_html,
       as_html},
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
