// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/sarif.hpp"

#include "harness/report/json.hpp"
#include "harness/report/layout.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

#include <algorithm>
#include <map>
#include <string_view>

namespace racelab::report {
namespace {

namespace json_ = boost::json;

json_::object message(const std::string& words) {
  return {{"text", printable(words)}};
}

// A path as a URI reference (RFC 3986): what may not stand in one, and each
// byte that is no ASCII, is escaped. A colon in the first part of a relative
// path would be taken for a scheme's end.
std::string uri(const std::string& path) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
      "-._~/!$&'()*+,;=@";
  std::string out = path.starts_with('/') ? "file://" : "";
  for (const char c : path) {
    out += plain.find(c) != std::string_view::npos
               ? std::string(1, c)
               : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

json_::object physical(const place& where) {
  json_::object out{
      {"artifactLocation", json_::object{{"uri", uri(where.file)}}}};
  if (where.line > 0) {
    json_::object region{{"startLine", where.line}};
    if (where.column > 0) region["startColumn"] = where.column;
    out["region"] = std::move(region);
  }
  return out;
}

json_::object location(const place& where) {
  json_::object out;
  if (!where.file.empty()) out["physicalLocation"] = physical(where);
  return out;
}

json_::object location(const place& where, const std::string& words) {
  json_::object out = location(where);
  out["message"] = message(words);
  return out;
}

json_::array locations(const place& where) {
  json_::array out;
  if (!where.file.empty()) out.push_back(location(where));
  return out;
}

json_::array related(const problem& each) {
  json_::array out;
  for (const related_place& other : each.related) {
    json_::object one = location(other.place, other.words);
    one["id"] = out.size() + 1;
    out.push_back(std::move(one));
  }
  return out;
}

json_::object flow_location(const flow_step& step, std::size_t number) {
  json_::object out{{"location", location(step.place, step.words)},
                    {"executionOrder", number}};
  if (step.time) {
    // SARIF knows only the time of day; this time is virtual.
    const std::chrono::duration<double, std::milli> time = *step.time;
    out["properties"] = json_::object{{"virtualMilliseconds", time.count()}};
  }
  return out;
}

// One flow through all threads: the order of execution is what they share.
json_::array code_flows(const problem& each) {
  if (each.flow.empty()) return {};
  std::map<std::string, json_::array> by_thread;
  std::vector<std::string> order;
  for (const flow_step& step : each.flow) {
    const auto [thread, is_new] = by_thread.try_emplace(step.thread);
    if (is_new) order.push_back(step.thread);
    const auto number = static_cast<std::size_t>(&step - each.flow.data()) + 1;
    thread->second.push_back(flow_location(step, number));
  }
  json_::array threads;
  for (const std::string& name : order) {
    threads.push_back(json_::object{{"id", printable(name)},
                                    {"locations", by_thread.at(name)}});
  }
  return {json_::object{{"threadFlows", std::move(threads)}}};
}

json_::object properties(const problem& each) {
  json_::object out{{"fails", each.fails}, {"expected", each.expected}};
  if (!each.again.empty()) out["again"] = printable(each.again);
  if (!each.lesson.empty()) out["lesson"] = printable(each.lesson);
  return out;
}

class rules {
 public:
  explicit rules(const problem_list& list) {
    for (const problem& each : list.problems) {
      if (!indices_.try_emplace(each.rule, all_.size()).second) continue;
      all_.push_back(
          json_::object{{"id", printable(each.rule)},
                        {"shortDescription", message(each.meaning)}});
    }
  }

  std::size_t index_of(const problem& each) const {
    return indices_.at(each.rule);
  }

  const json_::array& all() const { return all_; }

 private:
  std::map<std::string, std::size_t> indices_;
  json_::array all_;
};

json_::object result(const problem& each, bool compared, const rules& known) {
  json_::object out{
      {"ruleId", printable(each.rule)},
      {"ruleIndex", known.index_of(each)},
      {"level", name_of(each.level)},
      {"message", message(full_sentence(each))},
      {"locations", locations(each.place)},
      {"relatedLocations", related(each)},
      {"occurrenceCount", each.count},
      {"partialFingerprints", json_::object{{"racelab/v1", each.fingerprint}}},
      {"properties", properties(each)}};
  if (json_::array flows = code_flows(each); !flows.empty()) {
    out["codeFlows"] = std::move(flows);
  }
  if (compared) out["baselineState"] = each.known ? "unchanged" : "new";
  return out;
}

json_::object notification(const test& from, const std::string& words) {
  json_::object out{
      {"level", from.outcome == outcome::inconclusive ? "warning" : "error"},
      {"message", message(from.name + ": " + words)}};
  if (!from.file.empty()) {
    out["locations"] = json_::array{location({from.file, 0, 0})};
  }
  return out;
}

json_::array notifications(const std::vector<test>& tests) {
  json_::array out;
  for (const test& each : tests) {
    for (const std::string& reason : each.reasons) {
      out.push_back(notification(each, reason));
    }
    if (!each.diagnostics.empty()) {
      out.push_back(json_::object{
          {"level", "error"},
          {"message",
           json_::object{{"text", printable_lines(each.diagnostics)}}}});
    }
  }
  return out;
}

json_::object invocation(const problem_list& list) {
  // "Successful" means that the tool did its work, whatever it found.
  const bool unsure = std::any_of(
      list.tests.begin(), list.tests.end(),
      [](const test& each) { return each.outcome == outcome::inconclusive; });
  return {{"executionSuccessful", !unsure},
          {"toolExecutionNotifications", notifications(list.tests)}};
}

json_::object versions(const problem_list& list) {
  json_::object out;
  for (const auto& [name, words] : list.versions) out[name] = printable(words);
  return out;
}

}  // namespace

void sarif(const problem_list& list, const text_sink& to) {
  const rules known(list);
  json_writer out(to);
  out.write("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
  out.write("version", "2.1.0");
  out.begin_array("runs");
  out.begin_object();
  out.write("tool",
            json_::object{{"driver", json_::object{{"name", tool_name},
                                                   {"rules", known.all()}}}});
  out.write("columnKind", "utf16CodeUnits");
  out.write("invocations", json_::array{invocation(list)});
  out.begin_array("results");
  for (std::size_t i = 0; i < list.problems.size(); ++i) {
    out.write(result(list.whole(i), list.compared, known));
  }
  out.end();
  out.write("properties", versions(list));
  out.end();
  out.end();
  out.end();
}

}  // namespace racelab::report
