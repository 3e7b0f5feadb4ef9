// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/log/grouping.hpp"

#include "harness/observe/rust_name.hpp"
#include "harness/report/log/user_code.hpp"

#include <algorithm>
#include <utility>

namespace racelab::report::log {
namespace {

std::string_view file_name(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

// Without what compilers append that changes from build to build: Rust's hash
// and the suffixes of clones (".isra.0").
std::string_view lasting_name(std::string_view function) {
  for (const std::string_view suffix :
       {".isra.", ".constprop.", ".part.", ".cold", ".llvm."})
    function = function.substr(0, function.find(suffix));
  return observe::without_rust_hash(function);
}

std::string key_of(const frame& each) {
  std::string key(lasting_name(each.function));
  key += '\t';
  if (each.file.empty() && each.function.empty()) {
    key += file_name(each.module);
    key += '+' + std::to_string(each.offset.value_or(0)) + each.build_id;
  } else {
    key += file_name(each.file);
    key += ':' + std::to_string(each.line);
  }
  return key;
}

std::string key_of(const stack& where) {
  if (const frame* users = user_frame(where)) return key_of(*users);
  return where.frames.empty() ? "-" : key_of(where.frames.front());
}

// The stacks that say what happened, not what led to it.
std::vector<std::string> stack_keys(const log_report& report) {
  std::vector<std::string> keys;
  for (const access& each : report.accesses) keys.push_back(key_of(each.stack));
  for (const lock_edge& each : report.edges) keys.push_back(key_of(each.stack));
  for (const titled_stack& each : report.stacks)
    if (!each.title.starts_with("As if")) keys.push_back(key_of(each.stack));
  if (keys.empty())
    for (const thread& each : report.threads)
      keys.push_back(key_of(each.stack));
  std::sort(keys.begin(), keys.end());
  return keys;
}

}  // namespace

std::string group_key(const log_report& report) {
  std::string key = report.kind;
  const std::vector<std::string> stacks = stack_keys(report);
  for (const std::string& each : stacks) key += '\n' + each;
  if (std::all_of(stacks.begin(), stacks.end(),
                  [](const std::string& each) { return each == "-"; }))
    key += '\n' + report.summary;
  return key;
}

bool grouping::add(log_report&& report, std::size_t log) {
  ++total_;
  mark_user_frames(report);
  const auto [known, is_new] =
      index_.try_emplace(group_key(report), groups_.size());
  if (is_new)
    groups_.push_back({.bytes = packed(report, *texts_),
                       .texts = texts_.get(),
                       .log = log,
                       .line = report.line,
                       .key = known->first});
  ++groups_[known->second].count;
  return is_new;
}

void grouping::forget_shown() {
  for (report_group& each : groups_) each.shown = false;
}

void grouping::sort() {
  const auto place = [](const report_group& each) {
    return std::pair(each.log, each.line);
  };
  std::sort(groups_.begin(), groups_.end(),
            [&](const report_group& a, const report_group& b) {
              return place(a) < place(b);
            });
}

}  // namespace racelab::report::log
