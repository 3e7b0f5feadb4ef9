// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/log/access_pair.hpp"

#include "harness/observe/symbolizer.hpp"
#include "harness/report/access_view.hpp"
#include "harness/report/layout.hpp"
#include "harness/report/log/accessed_expression.hpp"
#include "harness/report/log/explanation.hpp"
#include "harness/report/log/held_locks.hpp"
#include "harness/report/log/user_code.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace racelab::report::log {
namespace {

// From here on, half of a line holds most of what people write in one.
constexpr unsigned wide = 120;

bool has_source(const access& each, const sources& files) {
  const frame* users = user_frame(each.stack);
  return users != nullptr && files.contains(users->file);
}

// Where what was accessed stands in its line, from 1, else where the log
// points; 0 if nothing tells.
int column_of(const access& each, const log_report& report,
              const sources& files) {
  const frame& users = *user_frame(each.stack);
  if (const std::string* line = source_line(files, users.file, users.line))
    if (const std::string_view part = accessed_part(each, report, files, *line);
        !part.empty())
      return static_cast<int>(part.data() - line->data()) + 1;
  return static_cast<int>(users.column);
}

observe::frame place_of(const access& each, const log_report& report,
                        const sources& files) {
  const frame& users = *user_frame(each.stack);
  return {.function = observe::readable_function(users.function),
          .file = users.file,
          .line = static_cast<int>(users.line),
          .column = column_of(each, report, files),
          .subject = true};
}

std::string why_no_source(const frame& where, const sources& files) {
  const std::string* line = source_line(files, where.file, where.line);
  if (line != nullptr && line->find_first_not_of(" \t\r") != std::string::npos)
    return "";
  return files.contains(where.file)
             ? "the source at hand has nothing there: is it of another version?"
             : "its source is not at hand: --source-root DIR says where it is";
}

std::string elsewhere(const stack& where) {
  if (where.frames.empty()) return printable(missing_stack(where));
  const std::string& function = where.frames.front().function;
  return "no line of your own code" +
         (function.empty()
              ? ""
              : ", in " + printable(observe::readable_function(function)));
}

// Which function the user's own line calls, if the access is in there.
std::string within(const stack& where) {
  const frame* users = user_frame(where);
  if (users == nullptr || users == &where.frames.front()) return "";
  const std::string& called = (users - 1)->function;
  return called.empty()
             ? ""
             : "within " + printable(observe::readable_function(called));
}

std::string origin(const log_report& report, const std::string& id) {
  const auto found =
      std::find_if(report.threads.begin(), report.threads.end(),
                   [&](const thread& each) { return each.id == id; });
  if (found == report.threads.end() || found->worker) return "";
  std::string words = printable(thread_words(id));
  if (!found->name.empty()) words += " '" + printable(found->name) + "'";
  words += " was created";
  if (!found->created_by.empty())
    words += " by " + printable(thread_words(found->created_by));
  if (const frame* users = user_frame(found->stack);
      users != nullptr && !users->file.empty())
    words += fmt::format(
        " at {}:{}", printable(users->file.substr(users->file.rfind('/') + 1)),
        users->line);
  return words;
}

access_view view_of(const log_report& report, const access& each,
                    const sources& files) {
  access_view out;
  out.what = (each.previous ? "earlier " : "") + printable(access_words(each));
  const frame* users = user_frame(each.stack);
  std::string no_source;
  if (users != nullptr && !users->file.empty()) {
    out.place = place_of(each, report, files);
    no_source = why_no_source(*users, files);
  } else {
    out.elsewhere = elsewhere(each.stack);
  }
  for (const std::string& words :
       {no_source, within(each.stack), printable(held_locks(report, each)),
        origin(report, each.thread)})
    if (!words.empty()) out.notes.push_back(words);
  return out;
}

}  // namespace

std::string access_pair(const log_report& report, const sources& files,
                        const look& screen) {
  if (report.accesses.size() != 2 ||
      std::none_of(report.accesses.begin(), report.accesses.end(),
                   [&](const access& each) { return has_source(each, files); }))
    return "";
  const std::vector<access_view> accesses{
      view_of(report, report.accesses[1], files),
      view_of(report, report.accesses[0], files)};
  return screen.width >= wide ? side_by_side(accesses, files, screen)
                              : one_below_the_other(accesses, files, screen);
}

}  // namespace racelab::report::log
