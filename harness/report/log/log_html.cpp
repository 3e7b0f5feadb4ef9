// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/log/log_html.hpp"

#include "harness/observe/symbolizer.hpp"
#include "harness/report/html/frame_table.hpp"
#include "harness/report/html/marked_part.hpp"
#include "harness/report/html/page.hpp"
#include "harness/report/layout.hpp"
#include "harness/report/log/accessed_expression.hpp"
#include "harness/report/log/explanation.hpp"
#include "harness/report/log/held_locks.hpp"
#include "harness/report/log/likely_lesson.hpp"
#include "harness/report/log/log_json.hpp"
#include "harness/report/log/log_summary.hpp"
#include "harness/report/log/urgency.hpp"
#include "harness/report/log/user_code.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace racelab::report::log {
namespace {

namespace json_ = boost::json;

constexpr int context = 6;  // lines of source around one that is named
constexpr std::size_t longest_line = 400;

json_::value lesson_json(const log_report& report) {
  const auto likely = likely_lesson_of(report);
  if (!likely) return nullptr;
  return json_::object{{"finding", likely->finding},
                       {"subject", likely->subject}};
}

json_::value raced_json(const access& each, const log_report& report,
                        const sources& files) {
  const frame* users = user_frame(each.stack);
  const std::string* line =
      users == nullptr ? nullptr : source_line(files, users->file, users->line);
  if (line == nullptr) return nullptr;
  return marked_part(*line, accessed_part(each, report, files, *line));
}

// What the page shows of an access beyond what log_json.hpp tells of it.
void add_evidence(json_::object& to, const access& each,
                  const log_report& report, const sources& files) {
  to["holding"] = printable(held_locks(report, each));
  to["raced"] = raced_json(each, report, files);
}

json_::value group_json(const log_result& result, const report_group& of,
                        const sources& files) {
  const log_report report = of.first();
  json_::object out = report_object(result, of);
  out["urgency"] = urgency_of(report);
  out["sentence"] = printable(explanation(report, files));
  out["lesson"] = lesson_json(report);
  out["common_locks"] = printable(common_locks(report));
  json_::array& accesses = out["accesses"].get_array();
  for (std::size_t i = 0; i < accesses.size(); ++i)
    add_evidence(accesses[i].get_object(), report.accesses[i], report, files);
  return out;
}

std::string_view text_of(const json_::object& frame, std::string_view key) {
  const json_::value* text = frame.if_contains(key);
  return text == nullptr || !text->is_string()
             ? std::string_view()
             : std::string_view(text->get_string());
}

bool is_library(const json_::object& frame) {
  const std::string_view file = text_of(frame, "file");
  const std::string_view function = text_of(frame, "function");
  if (!file.empty()) return is_library_file(file);
  if (!function.empty() && is_library_function(function)) return true;
  return is_library_module(text_of(frame, "module"));
}

// Each once, and so only once made readable.
json_::object frame_json(const frame_table& table, std::size_t number) {
  json_::value frame = table.frame(number);
  json_::object& out = frame.get_object();
  const std::string function(text_of(out, "function"));
  const std::string readable = observe::readable_function(function);
  out["library"] = is_library(out);
  if (!readable.empty()) out["function"] = printable(readable);
  return out;
}

// The lines that the frames name, by file.
using named_lines = std::map<std::string, std::set<int>, std::less<>>;

void add_line_of(const json_::object& frame, named_lines& to) {
  const json_::value* line = frame.if_contains("line");
  const std::string_view file = text_of(frame, "file");
  if (!file.empty() && line != nullptr && line->is_number())
    to[std::string(file)].insert(line->to_number<int>());
}

// Stretches of a file around `lines`, those that touch as one.
json_::array stretches(const std::vector<std::string>& file,
                       const std::set<int>& lines) {
  json_::array out;
  json_::array text;
  int first = 0, next = 0;
  const auto end_stretch = [&] {
    if (!text.empty())
      out.push_back(
          json_::object{{"first", first}, {"lines", std::move(text)}});
    text = {};
  };
  const int last_line = static_cast<int>(file.size());
  for (const int line : lines) {
    if (line < 1 || line > last_line) continue;
    const int begin = std::max(1, line - context);
    if (begin > next || text.empty()) {
      end_stretch();
      first = next = begin;
    }
    for (; next <= std::min(last_line, line + context); ++next)
      text.emplace_back(printable(
          file[static_cast<std::size_t>(next - 1)].substr(0, longest_line)));
  }
  end_stretch();
  return out;
}

json_::object sources_json(const sources& files, const named_lines& named) {
  json_::object out;
  for (const auto& [name, file] : files) {
    const std::string shown = printable(name);
    const auto wanted = named.find(shown);
    if (wanted == named.end()) continue;
    json_::array parts = stretches(file.lines, wanted->second);
    if (!parts.empty()) out[shown] = std::move(parts);
  }
  return out;
}

// Writes the elements of an array, the first of `count` from element(0) on.
template <class Element>
void write_array(const text_sink& to, std::size_t count, Element element) {
  to("[");
  for (std::size_t i = 0; i < count; ++i) {
    if (i != 0) to(",");
    to(json_::serialize(element(i)));
  }
  to("]");
}

void write_data(const log_result& result, const sources& files,
                const text_sink& to) {
  json_::object head = log_object(result);
  head["kind"] = "log";
  head["summary"] = summary_of(result);
  std::string begin = json_::serialize(head);
  begin.pop_back();
  to(begin + ",\"groups\":");
  const std::vector<std::size_t> order = by_urgency(result.reports);
  frame_table table;
  write_array(to, order.size(), [&](std::size_t i) {
    json_::value group =
        group_json(result, result.reports.groups()[order[i]], files);
    table.take_from(group);
    return group;
  });
  to(",\"frames\":");
  named_lines named;
  write_array(to, table.size(), [&](std::size_t i) {
    json_::object frame = frame_json(table, i);
    add_line_of(frame, named);
    return frame;
  });
  to(",\"sources\":" + json_::serialize(sources_json(files, named)) + '}');
}

}  // namespace

void log_html(const log_result& result, const sources& files,
              const text_sink& to) {
  html_page([&](const text_sink& data) { write_data(result, files, data); },
            to);
}

}  // namespace racelab::report::log
