// Distributed under the Boost Software License, Version 1.0.
#include "harness/matrix/sanitizer_text.hpp"

#include "harness/report/log/log_parser.hpp"

#include <regex>
#include <sstream>

namespace racelab::matrix {
namespace {

namespace fs = std::filesystem;
namespace log = report::log;

stack stack_of(const log::stack& from, const fs::path& root) {
  stack places;
  for (const log::frame& each : from.frames)
    if (!each.file.empty())
      add_place(places, each.file, static_cast<int>(each.line), root);
  return places;
}

// What the report is about; where locks were made or memory taken is not.
std::vector<stack> blamed(const log::log_report& report, const fs::path& root) {
  std::vector<stack> stacks;
  for (const log::access& each : report.accesses)
    stacks.push_back(stack_of(each.stack, root));
  for (const log::lock_edge& each : report.edges)
    stacks.push_back(stack_of(each.stack, root));
  if (!stacks.empty()) return stacks;
  for (const log::titled_stack& each : report.stacks)
    stacks.push_back(stack_of(each.stack, root));
  // A leaked thread is where it was made.
  if (stacks.empty())
    for (const log::thread& each : report.threads)
      stacks.push_back(stack_of(each.stack, root));
  return stacks;
}

std::string text_of(const log::log_report& report, const fs::path& root) {
  return report.summary.empty()
             ? report.kind
             : without_root(without_numbers(report.summary), root);
}

// "==7==ERROR: AddressSanitizer: KIND on …", "==7==ERROR: LeakSanitizer: …"
const std::regex error_line(
    R"(^=+[0-9]+=+ ?ERROR: (Address|Leak)Sanitizer: ([^\s:(]+)(.*)$)");
// "FILE:LINE:COLUMN: runtime error: …"
const std::regex undefined_line(
    R"(^([^:\s][^:]*):([0-9]+):(?:[0-9]+:)? runtime error: (.*)$)");
const std::regex frame_line(
    R"(^\s*#([0-9]+) 0x[0-9a-f]+ .*?\s(/[^:()]+):([0-9]+)(?::[0-9]+)?$)");
const std::regex frame_start(R"(^\s*#([0-9]+) )");
const std::regex leak_line(R"(^(Direct|Indirect) leak of .*$)");

// Follows the lines of one process.
class asan_reader {
 public:
  explicit asan_reader(const fs::path& root) : root_(root) {}

  void take(const std::string& line) {
    std::smatch found;
    if (std::regex_match(line, found, undefined_line)) {
      begin("runtime error", found[3].str());
      stack where;
      add_place(where, found[1].str(), std::stoi(found[2].str()), root_);
      if (!where.empty()) all_.back().stacks.push_back(std::move(where));
    } else if (std::regex_match(line, found, error_line)) {
      // What LeakSanitizer found has a line each.
      if (found[1].str() == "Leak") return;
      begin(found[2].str(), found[2].str() + found[3].str());
    } else if (std::regex_match(line, leak_line)) {
      begin("leak", line);
    } else if (std::regex_search(line, found, frame_start)) {
      take_frame(line, std::stoi(found[1].str()));
    } else if (!line.empty()) {
      title_ = line;
    }
  }

  std::vector<message> end() { return std::move(all_); }

 private:
  void begin(std::string kind, const std::string& text) {
    all_.push_back({std::move(kind), without_numbers(text), {}});
    first_ = true;
  }

  // Where the bad access is, and where the memory was given back; not where it
  // was taken, nor who made the threads.
  void take_frame(const std::string& line, int number) {
    if (all_.empty()) return;
    std::vector<stack>& stacks = all_.back().stacks;
    if (number == 0) {
      keeps_ = first_ || title_.find("freed by") != std::string::npos;
      if (keeps_) stacks.emplace_back();
      first_ = false;
    }
    std::smatch found;
    if (keeps_ && std::regex_match(line, found, frame_line))
      add_place(stacks.back(), found[2].str(), std::stoi(found[3].str()),
                root_);
  }

  const fs::path& root_;
  std::vector<message> all_;
  std::string title_;
  bool first_ = false;  // no stack has come yet
  bool keeps_ = false;  // the present stack
};

}  // namespace

std::vector<message> read_tsan_log(std::string_view text,
                                   const fs::path& root) {
  std::vector<message> all;
  log::log_parser parser([&](log::log_report&& each) {
    all.push_back({each.kind, text_of(each, root), blamed(each, root)});
  });
  parser.feed(text);
  parser.finish();
  return all;
}

std::vector<message> read_asan_log(std::string_view text,
                                   const fs::path& root) {
  asan_reader by_line(root);
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) by_line.take(line);
  return by_line.end();
}

}  // namespace racelab::matrix
