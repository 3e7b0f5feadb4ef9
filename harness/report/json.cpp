// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/json.hpp"

#include "harness/report/event_words.hpp"
#include "harness/report/layout.hpp"

#include <boost/json.hpp>

#include <fmt/format.h>

#include <cmath>

namespace racelab::report {
namespace {

namespace json_ = boost::json;

// A file's name or a message may hold any byte; JSON only text.
std::string text(const std::string& words) { return printable(words); }

json_::value text_or_null(const std::string& words) {
  return words.empty() ? json_::value(nullptr) : json_::value(words);
}

json_::value line(int number) {
  return number == 0 ? json_::value(nullptr) : json_::value(number);
}

double rounded(observe::latency::milliseconds time) {
  return std::round(time.count() * 1000) / 1000;
}

json_::value frame(const observe::frame& each) {
  return json_::object{{"function", text(each.function)},
                       {"file", text_or_null(text(each.file))},
                       {"line", line(each.line)},
                       {"column", line(each.column)},
                       {"subject", each.subject}};
}

json_::value access(const observe::access& each) {
  const observe::frame* place = observe::subject_frame(each.stack);
  const observe::frame nowhere;
  const observe::frame& at = place == nullptr ? nowhere : *place;
  return json_::object{{"op", each.operation},
                       {"size", each.size},
                       {"thread", thread_name(each.thread)},
                       {"file", text_or_null(text(at.file))},
                       {"line", line(at.line)},
                       {"stack", stack_json(each.stack)}};
}

json_::value race(const std::optional<observe::race>& what) {
  if (!what) {
    return nullptr;
  }
  json_::array accesses;
  for (const observe::access& each : what->accesses) {
    accesses.push_back(access(each));
  }
  return json_::object{
      {"kind", what->kind},
      {"location", json_::object{{"kind", what->location},
                                 {"name", text(what->location_name)},
                                 {"size", what->location_size}}},
      {"accesses", std::move(accesses)}};
}

json_::value finding(const shown_finding& shown) {
  const detect::finding& found = shown.finding;
  return json_::object{{"id", found.id},
                       {"message", text(found.message)},
                       {"file", text_or_null(text(found.file))},
                       {"line", line(found.line)},
                       {"schedule", found.schedule},
                       {"known", shown.known},
                       {"race", race(found.race)}};
}

json_::value schedules(const explore::coverage& seen) {
  json_::value seed = nullptr;
  if (seen.seed) {
    seed = *seen.seed;
  }
  return json_::object{{"explored", seen.explored},
                       {"exhaustive", seen.exhaustive},
                       {"seed", std::move(seed)},
                       {"description", text(explore::describe(seen))}};
}

json_::value latency(const observe::latency_result& result) {
  if (!result.measured) {
    return nullptr;
  }
  const observe::latency& real = *result.measured;
  return json_::object{
      {"p50_ms", rounded(real.p50)},
      {"p99_ms", rounded(real.p99)},
      {"critical_path_ms", rounded(real.critical_path)},
      {"sequential_ms", rounded(real.sequential)},
      {"runs", real.runs},
      {"services", real.over_http ? "http" : "simulated"},
      {"failing_ms", real.failing ? json_::value(rounded(*real.failing))
                                  : json_::value(nullptr)}};
}

void indent(std::string& out, unsigned depth) {
  out += '\n';
  out.append(2 * static_cast<std::size_t>(depth), ' ');
}

void print(std::string& out, const json_::value& what, unsigned depth);

void print(std::string& out, const json_::object& members, unsigned depth) {
  out += '{';
  bool first = true;
  for (const auto& [key, value] : members) {
    out += first ? "" : ",";
    first = false;
    indent(out, depth + 1);
    out += json_::serialize(json_::value(key)) + ": ";
    print(out, value, depth + 1);
  }
  indent(out, depth);
  out += '}';
}

void print(std::string& out, const json_::array& elements, unsigned depth) {
  out += '[';
  bool first = true;
  for (const json_::value& value : elements) {
    out += first ? "" : ",";
    first = false;
    indent(out, depth + 1);
    print(out, value, depth + 1);
  }
  indent(out, depth);
  out += ']';
}

// Boost writes a double as 3.1E1, which is right and which nobody reads.
void print(std::string& out, const json_::value& what, unsigned depth) {
  if (what.is_object() && !what.get_object().empty()) {
    print(out, what.get_object(), depth);
  } else if (what.is_array() && !what.get_array().empty()) {
    print(out, what.get_array(), depth);
  } else if (what.is_double()) {
    out += fmt::format("{}", what.get_double());
  } else {
    out += json_::serialize(what);
  }
}

}  // namespace

json_::array stack_json(const observe::stack& frames) {
  json_::array out;
  for (const observe::frame& each : frames) {
    out.push_back(frame(each));
  }
  return out;
}

boost::json::value subject_json(const subject_result& each) {
  json_::array expected;
  for (const std::string& id : each.expected) {
    expected.emplace_back(id);
  }
  json_::array findings;
  for (const shown_finding& shown : each.findings) {
    findings.push_back(finding(shown));
  }
  json_::object out{{"lesson", each.lesson},
                    {"variant", text_or_null(text(each.variant))},
                    {"kind", name_of(each.kind)},
                    {"file", text(each.file)},
                    {"verdict", detect::name_of(each.verdict)},
                    {"expected", std::move(expected)},
                    {"as_expected", each.as_expected}};
  json_::array reasons;
  for (const std::string& reason : each.why_not) {
    reasons.emplace_back(text(reason));
  }
  out["reasons"] = std::move(reasons);
  out["diagnostics"] = text_or_null(printable_lines(each.diagnostics));
  out["schedules"] = schedules(each.schedules);
  out["latency"] = latency(each.latency);
  out["findings"] = std::move(findings);
  json_::array profile;
  for (const time_spent& part : each.profile) {
    profile.push_back(
        json_::object{{"part", part.part},
                      {"seconds", std::round(part.seconds * 1000) / 1000},
                      {"beside", part.beside}});
  }
  out["profile"] = std::move(profile);
  out["from_earlier_run"] = each.from_earlier_run;
  return out;
}

std::string pretty(const boost::json::value& what) {
  std::string out;
  print(out, what, 0);
  return out + '\n';
}

json_writer::json_writer(const text_sink& to) : to_(to), open_{{'}'}} {
  to_("{");
}

void json_writer::next(std::string& out, std::string_view key) {
  if (!open_.back().empty) out += ',';
  open_.back().empty = false;
  indent(out, static_cast<unsigned>(open_.size()));
  if (open_.back().closing == '}') {
    out += json_::serialize(json_::value(key)) + ": ";
  }
}

void json_writer::write(std::string_view key, const json_::value& what) {
  std::string out;
  next(out, key);
  print(out, what, static_cast<unsigned>(open_.size()));
  to_(out);
}

void json_writer::begin(std::string_view key, char opening, char closing) {
  std::string out;
  next(out, key);
  to_(out + opening);
  open_.push_back({closing});
}

void json_writer::begin_object(std::string_view key) { begin(key, '{', '}'); }

void json_writer::begin_array(std::string_view key) { begin(key, '[', ']'); }

void json_writer::end() {
  const level done = open_.back();
  open_.pop_back();
  std::string out;
  if (!done.empty) indent(out, static_cast<unsigned>(open_.size()));
  out += done.closing;
  to_(open_.empty() ? out + '\n' : out);
}

std::string json(const run_result& run) {
  json_::array subjects;
  for (const subject_result& each : run.subjects) {
    subjects.push_back(subject_json(each));
  }
  return pretty(json_::object{
      {"schema", 1},
      {"environment", json_::object{{"compiler", run.tools.compiler},
                                    {"tsan", run.tools.tsan},
                                    {"boost", run.tools.boost}}},
      {"subjects", std::move(subjects)}});
}

}  // namespace racelab::report
