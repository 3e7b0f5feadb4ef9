// Distributed under the Boost Software License, Version 1.0.
//
// page_samples FOLDER: writes pages of results made by hand, for the browser's
// tests.

#include "harness/report/html.hpp"
#include "harness/tests/report/samples.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>

namespace racelab::report {
namespace {

constexpr const char* hostile =
    "</script><script>window.hacked = 1</script>"
    "<img src=x onerror=window.hacked=2> <a "
    "href=\"javascript:hacked=3\">\x1b[2J"
    "\u2028\u202e\x01 &lt;b&gt; ]]> <!-- \xff";

// What a subject and its services say may be anything.
run_result hostile_run() {
  run_result out = good_run();
  out.tools.compiler = hostile;
  subject_result subject = racing_subject();
  subject.lesson = out.lessons.back().name;
  subject.variant = std::string("twin") + hostile;
  subject.shows = hostile;
  subject.why_not = {hostile};
  shown_finding& shown = subject.findings.front();
  shown.finding.message = hostile;
  shown.evidence.services.front() = hostile;
  shown.evidence.ending_reason = hostile;
  shown.evidence.ending = observe::ending::crashed;
  for (observe::event& each : shown.evidence.events) {
    each.text = hostile;
    for (observe::frame& frame : each.stack) frame.function = hostile;
  }
  for (observe::access& each : shown.finding.race->accesses)
    for (observe::frame& frame : each.stack) frame.function = hostile;
  out.subjects.push_back(std::move(subject));
  return out;
}

// A thread that sleeps 10,000 times.
run_result long_run() {
  run_result out;
  subject_result subject = racing_subject();
  observe::observation& seen = subject.findings.front().evidence;
  observe::event end = seen.events.back();
  seen.events.pop_back();
  for (int i = 0; i < 10000; ++i) {
    observe::event next;
    next.thread = 2;
    next.kind = observe::event_kind::sleep;
    next.value = 1000000;
    next.time = end.time + i * std::chrono::milliseconds(1);
    seen.events.push_back(next);
    next.kind = observe::event_kind::unblocked;
    next.time += std::chrono::milliseconds(1);
    seen.events.push_back(next);
  }
  end.time = seen.events.back().time;
  seen.events.push_back(end);
  out.subjects = {std::move(subject)};
  return out;
}

void write(const std::filesystem::path& file, const std::string& text) {
  std::ofstream(file, std::ios::binary) << text;
}

// The run of the other samples, with a hang to step through as well.
run_result sample_run() {
  run_result out = good_run();
  out.subjects.push_back(hanging_subject());
  return out;
}

}  // namespace
}  // namespace racelab::report

int main(int argc, char** argv) {
  namespace report = racelab::report;
  if (argc != 2) return 64;
  const std::filesystem::path folder = argv[1];
  report::write(folder / "run.html",
                report::html(report::sample_run(), report::sample_sources()));
  report::write(folder / "long.html",
                report::html(report::long_run(), report::sample_sources()));
  report::sources hostile_sources = report::sample_sources();
  for (auto& [name, file] : hostile_sources)
    for (std::string& line : file.lines) line += report::hostile;
  report::write(folder / "hostile_run.html",
                report::html(report::hostile_run(), hostile_sources));
}
