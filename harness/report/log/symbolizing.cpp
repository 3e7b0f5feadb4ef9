// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/log/symbolizing.hpp"

#include "harness/observe/debug_info.hpp"
#include "harness/report/layout.hpp"
#include "harness/report/log/frame_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <iterator>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace racelab::report::log {
namespace {

// What is remembered at most: files that a log names, answers for each file,
// paths of modules, and remarks.
constexpr std::size_t most_files = 64;
constexpr std::size_t most_answers = 2'000;
constexpr std::size_t most_paths = 1'000;
constexpr std::size_t most_remarks = 20;

std::string_view file_name(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

// The runtimes name an interceptor after what it intercepts.
std::string without_interceptor(std::string function) {
  for (const std::string_view prefix : {"___interceptor_", "__interceptor_"})
    if (function.starts_with(prefix)) return function.substr(prefix.size());
  return function;
}

// A file that may tell about addresses.
class binary {
 public:
  explicit binary(std::string path) : path_(std::move(path)), info_(path_) {}

  const std::string& path() const { return path_; }
  bool is_readable() const { return info_.is_readable(); }
  const std::string& build_id() const { return info_.build_id(); }

  std::optional<observe::object> object_at(std::uint64_t offset) const {
    return info_.object_at(offset);
  }

  // Without build ids a file may be another build. At least it has the same
  // function there, if the log names one.
  bool may_be(const frame& printed) {
    if (printed.function.empty()) return true;
    const observe::stack found = info_.frames_at(*printed.offset);
    return !found.empty() && without_interceptor(found.back().function) ==
                                 without_interceptor(printed.function);
  }

  const observe::stack& frames_at(std::uint64_t offset) {
    const auto known = answers_.find(offset);
    if (known != answers_.end()) return known->second;
    if (answers_.size() >= most_answers) answers_.clear();
    return answers_.emplace(offset, info_.runtime_frames_at(offset))
        .first->second;
  }

 private:
  std::string path_;
  observe::debug_info info_;
  std::unordered_map<std::uint64_t, observe::stack> answers_;
};

bool has_place(const frame& each) {
  return !each.file.empty() && each.line != 0;
}

bool is_same_address(const frame& a, const frame& b) {
  return a.module == b.module && a.offset == b.offset;
}

// Functions inlined into each other have one address. Where the runtime knew
// one of them, it knew them all.
bool is_of_known_chain(const stack& where, std::size_t i) {
  const auto is_known = [&](std::size_t other) {
    return other < where.frames.size() && has_place(where.frames[other]) &&
           is_same_address(where.frames[i], where.frames[other]);
  };
  return is_known(i + 1) || (i > 0 && is_known(i - 1));
}

bool lacks_something(const stack& where, std::size_t i) {
  const frame& each = where.frames[i];
  return !each.module.empty() && each.offset &&
         (each.function.empty() || !has_place(each)) &&
         !is_of_known_chain(where, i);
}

frame filled_in(const frame& printed, const observe::frame& found) {
  frame out = printed;
  out.function = without_interceptor(found.function);
  out.file = found.file;
  out.line = static_cast<unsigned>(found.line);
  out.column = static_cast<unsigned>(found.column);
  return out;
}

// The runtimes leave out what calls main and a thread's first function, where
// they know the names.
void cut_start(std::vector<frame>& frames) {
  if (frames.size() < 2) return;
  if (frames.back().function == "__tsan_thread_start_func" ||
      frames[frames.size() - 2].function == "main")
    frames.pop_back();
}

// A frame has only the name of its module. The path is in the summary, where
// that names no source line: "data race (/home/me/app+0x12c6) in add(int)". But
// for the function, that ends as a frame does.
std::string path_in_summary(const std::string& summary) {
  const std::size_t function = summary.rfind(") in ");
  const std::optional<frame> end =
      parse_frame("#0 " + (function == std::string::npos
                               ? summary
                               : summary.substr(0, function + 1)));
  return end && end->offset && end->module.starts_with('/') ? end->module : "";
}

// A global is printed without it, frames of the same module with it.
std::string build_id_of(const std::string& module, log_report& report) {
  std::string id;
  for_each_stack(report, [&](const stack& where) {
    for (const frame& each : where.frames)
      if (each.module == module && id.empty()) id = each.build_id;
  });
  return id;
}

}  // namespace

class symbolizing::implementation {
 public:
  explicit implementation(const std::vector<std::string>& paths) {
    for (const std::string& each : paths) add(each);
  }

  void fill_in(log_report& report) {
    remember_path(path_in_summary(report.summary));
    for_each_stack(report, [this](stack& where) { fill_in(where); });
    for (location& each : report.locations)
      fill_in(each, build_id_of(each.module, report));
  }

  std::vector<std::string> remarks() const {
    std::vector<std::string> all = remarks_;
    for (const given_binary& each : given_)
      if (!each.wanted)
        all.push_back(fmt::format(
            "{} was not used: no frame without a name or a line is of a module "
            "with its build id or file name",
            printable(each.file->path())));
    return all;
  }

 private:
  struct given_binary {
    std::unique_ptr<binary> file;
    bool wanted = false;  // by a module with its build id or name
  };

  void add(const std::string& path) {
    std::error_code failed;
    const std::filesystem::path absolute =
        std::filesystem::absolute(path, failed);
    given_.push_back({std::make_unique<binary>(absolute.string())});
    if (!given_.back().file->is_readable())
      throw binary_error(fmt::format(
          "cannot read {}: --binary takes a program or a shared library (an "
          "ELF file), stripped or not",
          path));
  }

  void remember_path(const std::string& path) {
    if (path.empty()) return;
    if (paths_.size() >= most_paths) paths_.clear();
    paths_[std::string(file_name(path))] = path;
  }

  // Most stacks need nothing and are not copied.
  void fill_in(stack& where) {
    const std::vector<frame>& printed = where.frames;
    std::vector<frame> filled;
    for (std::size_t i = 0; i < printed.size(); ++i) {
      std::vector<frame> better;
      if (lacks_something(where, i)) better = look_up(printed[i]);
      if (!better.empty() && filled.empty())
        filled.assign(printed.begin(),
                      printed.begin() + static_cast<std::ptrdiff_t>(i));
      if (!better.empty())
        std::move(better.begin(), better.end(), std::back_inserter(filled));
      else if (!filled.empty())
        filled.push_back(printed[i]);
    }
    if (filled.empty()) return;
    cut_start(filled);
    for (std::size_t i = 0; i < filled.size(); ++i)
      filled[i].number = static_cast<unsigned>(i);
    where.frames = std::move(filled);
  }

  void fill_in(location& global, std::string build_id) {
    const bool known = global.name != "<null>" && global.name != "??";
    if (known || !global.offset) return;
    frame module;
    module.module = global.module;
    module.build_id = std::move(build_id);
    binary* const file = file_of(module);
    if (file == nullptr) return;
    if (const auto found = file->object_at(*global.offset)) {
      global.name = found->name;
      global.size = found->size;
    }
  }

  // The frames that say more than the printed one; none if nothing does.
  std::vector<frame> look_up(const frame& printed) {
    binary* const file = file_of(printed);
    if (file == nullptr) return {};
    const observe::stack& found = file->frames_at(*printed.offset);
    if (found.empty() || (!printed.function.empty() && found[0].line == 0))
      return {};
    if (!file->may_be(printed)) {
      remark(fmt::format(
          "{} was not used for some frames: it has another function where the "
          "log names one, so it is another build; name the binary that wrote "
          "the log with --binary FILE",
          printable(file->path())));
      return {};
    }
    std::vector<frame> better;
    for (const observe::frame& each : found)
      better.push_back(filled_in(printed, each));
    return better;
  }

  binary* file_of(const frame& module) {
    if (binary* const file = given_by_build_id(module)) return file;
    if (binary* const file = given_by_name(module)) return file;
    return named_by_log(module);
  }

  binary* given_by_build_id(const frame& module) {
    if (module.build_id.empty()) return nullptr;
    for (given_binary& each : given_)
      if (each.file->build_id() == module.build_id) {
        each.wanted = true;
        return each.file.get();
      }
    return nullptr;
  }

  binary* given_by_name(const frame& module) {
    for (given_binary& each : given_) {
      if (file_name(each.file->path()) != file_name(module.module)) continue;
      each.wanted = true;
      if (is_same_build(module, *each.file)) return each.file.get();
    }
    return nullptr;
  }

  binary* named_by_log(const frame& module) {
    std::string path = module.module;
    if (!path.starts_with('/')) {
      const auto known = paths_.find(path);
      if (known == paths_.end()) return nullptr;
      path = known->second;
    }
    binary& file = opened(path);
    return file.is_readable() && is_same_build(module, file) ? &file : nullptr;
  }

  binary& opened(const std::string& path) {
    const auto known = opened_.find(path);
    if (known != opened_.end()) return *known->second;
    if (opened_.size() >= most_files) opened_.clear();
    return *opened_.emplace(path, std::make_unique<binary>(path)).first->second;
  }

  // As far as both say it.
  bool is_same_build(const frame& module, const binary& file) {
    if (module.build_id.empty() || file.build_id().empty() ||
        module.build_id == file.build_id())
      return true;
    remark(fmt::format(
        "{} was not used: its build id is {}, but {} in the log is {}; name "
        "the binary that wrote the log with --binary FILE",
        printable(file.path()), file.build_id(), printable(module.module),
        printable(module.build_id)));
    return false;
  }

  void remark(std::string words) {
    if (std::find(remarks_.begin(), remarks_.end(), words) != remarks_.end())
      return;
    if (remarks_.size() < most_remarks)
      remarks_.push_back(std::move(words));
    else if (remarks_.size() == most_remarks)
      remarks_.push_back("more binaries of other builds were not used");
  }

  std::vector<given_binary> given_;
  std::unordered_map<std::string, std::unique_ptr<binary>> opened_;
  std::unordered_map<std::string, std::string> paths_;  // by module's name
  std::vector<std::string> remarks_;
};

symbolizing::symbolizing(const std::vector<std::string>& binaries)
    : implementation_(std::make_unique<implementation>(binaries)) {}

symbolizing::~symbolizing() = default;

void symbolizing::fill_in(log_report& report) {
  implementation_->fill_in(report);
}

std::vector<std::string> symbolizing::remarks() const {
  return implementation_->remarks();
}

}  // namespace racelab::report::log
