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
  const auto file = users == nullptr ? files.end() : files.find(users->file);
  if (file == files.end() || users->line == 0 ||
      users->line > file->second.lines.size())
    return nullptr;
  const std::string& line = file->second.lines[users->line - 1];
  return marked_part(line, accessed_part(each, report, files, line));
}

// What the page shows of an access beyond what log_json.hpp tells of it.
void add_evidence(json_::object& to, const access& each,
                  const log_report& report, const sources& files) {
  to["holding"] = printable(held_locks(report, each));
  to["raced"] = raced_json(each, report, files);
}

json_::array groups_of(const log_result& result, const sources& files,
                       json_::array&& reports) {
  json_::array out;
  for (const std::size_t number : by_urgency(result.reports)) {
    const log_report& report = result.reports.groups()[number].first;
    json_::object group = std::move(reports[number].get_object());
    group["urgency"] = urgency_of(report);
    group["sentence"] = printable(explanation(report, files));
    group["lesson"] = lesson_json(report);
    group["common_locks"] = printable(common_locks(report));
    json_::array& accesses = group["accesses"].get_array();
    for (std::size_t i = 0; i < accesses.size(); ++i)
      add_evidence(accesses[i].get_object(), report.accesses[i], report, files);
    out.push_back(std::move(group));
  }
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
json_::array frames_of(const frame_table& table) {
  json_::array out = table.frames();
  for (json_::value& each : out) {
    json_::object& frame = each.get_object();
    const std::string function(text_of(frame, "function"));
    const std::string readable = observe::readable_function(function);
    frame["library"] = is_library(frame);
    if (!readable.empty()) frame["function"] = printable(readable);
  }
  return out;
}

// The lines that the frames name, by file.
using named_lines = std::map<std::string, std::set<int>, std::less<>>;

named_lines lines_of(const json_::array& frames) {
  named_lines out;
  for (const json_::value& each : frames) {
    const json_::object& frame = each.get_object();
    const json_::value* line = frame.if_contains("line");
    const std::string_view file = text_of(frame, "file");
    if (!file.empty() && line != nullptr && line->is_number())
      out[std::string(file)].insert(line->to_number<int>());
  }
  return out;
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

json_::object sources_json(const sources& files, const json_::array& frames) {
  const named_lines named = lines_of(frames);
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

}  // namespace

std::string log_html(const log_result& result, const sources& files) {
  json_::object data = log_object(result);
  json_::value groups =
      groups_of(result, files, std::move(data["reports"].get_array()));
  data.erase("reports");
  frame_table table;
  table.take_from(groups);
  json_::array frames = frames_of(table);
  data["kind"] = "log";
  data["summary"] = summary_of(result);
  data["groups"] = std::move(groups);
  data["sources"] = sources_json(files, frames);
  data["frames"] = std::move(frames);
  return html_page(data);
}

}  // namespace racelab::report::log
