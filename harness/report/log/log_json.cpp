// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/log/log_json.hpp"

#include "harness/report/json.hpp"
#include "harness/report/layout.hpp"
#include "harness/report/log/log_summary.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

namespace racelab::report::log {
namespace {

namespace json_ = boost::json;

// A log may hold any byte; JSON only text.
json_::value text(const std::string& words) {
  return words.empty() ? json_::value(nullptr) : json_::value(printable(words));
}

json_::value number(unsigned line) {
  return line == 0 ? json_::value(nullptr) : json_::value(line);
}

json_::value number(const std::optional<std::uint64_t>& value) {
  return value ? json_::value(*value) : json_::value(nullptr);
}

json_::value hexadecimal(const std::optional<std::uint64_t>& value) {
  return value ? json_::value(fmt::format("{:#x}", *value))
               : json_::value(nullptr);
}

json_::value json_of(const frame&);
json_::value json_of(const access&);
json_::value json_of(const location&);
json_::value json_of(const thread&);
json_::value json_of(const lock&);
json_::value json_of(const lock_edge&);
json_::value json_of(const titled_stack&);
json_::value json_of(const numbered_line&);
json_::value json_of(const log_source&);
json_::value json_of(const ignoring_line&);

template <class Parts>
json_::array array_of(const Parts& parts) {
  json_::array out;
  for (const auto& each : parts) out.push_back(json_of(each));
  return out;
}

json_::value json_of(const frame& each) {
  return json_::object{{"function", text(each.function)},
                       {"file", text(each.file)},
                       {"line", number(each.line)},
                       {"column", number(each.column)},
                       {"module", text(each.module)},
                       {"offset", hexadecimal(each.offset)},
                       {"address", hexadecimal(each.address)},
                       {"build_id", text(each.build_id)},
                       {"user", each.user}};
}

json_::array names(const std::vector<std::string>& all) {
  json_::array out;
  for (const std::string& each : all) out.emplace_back(printable(each));
  return out;
}

// The stack, and why there is none if so.
void put_stack(json_::object& out, const stack& where,
               const std::string& key = "stack") {
  out[key] = array_of(where.frames);
  out[key + "_missing"] = text(where.missing);
}

json_::value json_of(const access& each) {
  json_::object out{{"op", each.op}, {"previous", each.previous}};
  if (each.size) out["size"] = *each.size;
  out["address"] = hexadecimal(each.address);
  out["object"] = text(each.object);
  out["thread"] = each.thread;
  out["locks"] = names(each.locks);
  put_stack(out, each.stack);
  return out;
}

json_::value json_of(const location& each) {
  json_::object out{{"kind", each.kind},
                    {"name", text(each.name)},
                    {"size", number(each.size)},
                    {"address", hexadecimal(each.address)},
                    {"thread", text(each.thread)},
                    {"module", text(each.module)},
                    {"offset", hexadecimal(each.offset)},
                    {"file", text(each.file)},
                    {"line", number(each.line)},
                    {"closed", each.closed}};
  put_stack(out, each.stack);
  return out;
}

json_::value json_of(const thread& each) {
  json_::object out{{"id", each.id},
                    {"name", text(each.name)},
                    {"os_id", number(each.os_id)},
                    {"state", text(each.state)},
                    {"created_by", text(each.created_by)},
                    {"worker", each.worker}};
  put_stack(out, each.stack);
  return out;
}

json_::value json_of(const lock& each) {
  json_::object out{{"id", each.id},
                    {"address", hexadecimal(each.address)},
                    {"destroyed", each.destroyed}};
  put_stack(out, each.stack);
  return out;
}

json_::value json_of(const lock_edge& each) {
  json_::object out{{"acquired", text(each.acquired)},
                    {"holding", text(each.holding)},
                    {"thread", text(each.thread)}};
  put_stack(out, each.stack);
  put_stack(out, each.holding_stack, "holding_stack");
  return out;
}

json_::value json_of(const titled_stack& each) {
  json_::object out{{"title", text(each.title)}};
  put_stack(out, each.stack);
  return out;
}

// A report has one location, but for rare ones with another.
void put_locations(json_::object& out, const log_report& report) {
  json_::array all = array_of(report.locations);
  out["location"] = all.empty() ? json_::value(nullptr) : all.front();
  if (!all.empty()) all.erase(all.begin());
  out["more_locations"] = std::move(all);
}

}  // namespace

json_::object report_object(const log_result& result,
                            const report_group& each) {
  const log_report report = each.first();
  const std::string& file = result.sources.at(each.log).name;
  json_::object out{
      {"kind", printable(report.kind)},
      {"count", each.count},
      {"known", each.known},
      {"summary", text(report.summary)},
      {"format", report.format},
      {"pid", number(report.pid)},
      {"log", json_::object{{"file", printable(file)}, {"line", report.line}}},
      {"key", printable(each.key)},
      {"headless", report.headless},
      {"complete", report.complete},
      {"dropped_lines", report.dropped_lines},
      {"accesses", array_of(report.accesses)}};
  put_locations(out, report);
  out["threads"] = array_of(report.threads);
  out["locks"] = array_of(report.locks);
  out["cycle"] = names(report.cycle);
  out["edges"] = array_of(report.edges);
  out["stacks"] = array_of(report.stacks);
  out["notes"] = names(report.notes);
  out["more_similar"] = report.more_similar;
  return out;
}

namespace {

json_::value json_of(const numbered_line& each) {
  return json_::object{{"line", each.number}, {"text", printable(each.text)}};
}

json_::value json_of(const log_source& each) {
  const log_counts& counts = each.counts;
  return json_::object{
      {"file", printable(each.name)},
      {"bytes", counts.bytes},
      {"lines", counts.lines},
      {"reports", counts.reports},
      {"ignored", each.ignored},
      {"lacking", text(lacking_reports(counts))},
      {"unparsed_lines", counts.unparsed_lines},
      {"first_unparsed", array_of(counts.first_unparsed)},
      {"interleaved_lines", counts.interleaved_lines},
      {"mixed", text(mixed_reports(counts))},
      {"mixed_reports",
       json_::array(counts.mixed_reports.begin(), counts.mixed_reports.end())},
      {"shortened_lines", counts.shortened_lines},
      {"runtime_failures", counts.failures},
      {"unreadable", text(each.unreadable)}};
}

json_::value json_of(const ignoring_line& each) {
  return json_::object{{"file", printable(each.file)},
                       {"line", each.line},
                       {"suppression", printable(each.words)},
                       {"reports", each.reports}};
}

}  // namespace

json_::object log_object(const log_result& result) {
  std::uint64_t unparsed = 0;
  json_::array failures;
  for (const log_source& each : result.sources) {
    unparsed += each.counts.unparsed_lines;
    for (const std::string& words : each.counts.runtime_failures)
      failures.emplace_back(printable(words));
  }
  return json_::object{
      {"schema", 1},
      {"total", result.reports.total() + ignored_reports(result)},
      {"ignored", ignored_reports(result)},
      {"ignored_by", array_of(result.ignoring)},
      {"unparsed_lines", unparsed},
      {"runtime_failures", std::move(failures)},
      {"logs", array_of(result.sources)}};
}

void log_json(const log_result& result, const text_sink& to) {
  json_writer out(to);
  for (const auto& [key, value] : log_object(result)) out.write(key, value);
  out.begin_array("reports");
  for (const report_group& each : result.reports.groups())
    out.write(report_object(result, each));
  out.end();
  out.end();
}

}  // namespace racelab::report::log
