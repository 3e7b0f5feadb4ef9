// Distributed under the Boost Software License, Version 1.0.
#include "harness/output_targets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include <sys/stat.h>
#include <unistd.h>

namespace racelab {
namespace {

namespace fs = std::filesystem;

// Which file a name stands for, whether it is there already or not.
class target {
 public:
  explicit target(const fs::path& name) {
    exists_ = ::stat(name.c_str(), &status_) == 0;
    std::error_code ignored;
    place_ = fs::weakly_canonical(fs::absolute(name, ignored), ignored);
  }

  static target standard_input() {
    target out("");
    out.exists_ = ::fstat(STDIN_FILENO, &out.status_) == 0;
    return out;
  }

  bool is(const target& other) const {
    if (exists_ != other.exists_) return false;
    if (!exists_) return place_ == other.place_;
    return S_ISREG(status_.st_mode) && status_.st_dev == other.status_.st_dev &&
           status_.st_ino == other.status_.st_ino;
  }

 private:
  struct stat status_ {};
  bool exists_ = false;
  fs::path place_;
};

std::vector<target> inputs_of(const command_line& wanted) {
  std::vector<target> out;
  for (const std::string& each : wanted.logs) {
    out.push_back(each == "-" ? target::standard_input() : target(each));
  }
  for (const std::string& each : wanted.binaries) out.emplace_back(each);
  for (const fs::path& each : wanted.ignore) out.emplace_back(each);
  if (!wanted.subject.empty()) out.emplace_back(wanted.subject);
  return out;
}

class written_targets {
 public:
  explicit written_targets(const command_line& wanted)
      : read_(inputs_of(wanted)) {}

  void read(const fs::path& file) { read_.emplace_back(file); }

  void add(const std::string& option, const fs::path& file) {
    const fs::path folder = fs::absolute(file).parent_path();
    if (!fs::is_directory(folder)) {
      throw usage_error(fmt::format("{}: there is no folder {}", file.string(),
                                    folder.string()));
    }
    const target next(file);
    const auto same = [&](const target& each) { return each.is(next); };
    if (std::any_of(read_.begin(), read_.end(), same)) {
      throw usage_error(
          fmt::format("{} {}: this file is read, and would be written over; "
                      "name another one",
                      option, file.string()));
    }
    if (std::any_of(written_.begin(), written_.end(), same)) {
      throw usage_error(fmt::format(
          "{} {}: this file would be written twice; name another one", option,
          file.string()));
    }
    written_.push_back(next);
  }

 private:
  std::vector<target> read_;
  std::vector<target> written_;
};

}  // namespace

void check_output_targets(const command_line& wanted) {
  written_targets all(wanted);
  // It may be the baseline that is read: that brings it up to date.
  if (!wanted.new_baseline.empty()) {
    all.add("--write-baseline", wanted.new_baseline);
  }
  if (!wanted.baseline.empty()) all.read(wanted.baseline);
  for (const wanted_file& each : wanted.files) all.add("--write", each.file);
}

}  // namespace racelab
