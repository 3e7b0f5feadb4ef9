// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/folder.hpp"

#include "harness/report/annotated.hpp"
#include "harness/report/html.hpp"
#include "harness/report/json.hpp"
#include "harness/report/table.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

namespace racelab::report {
namespace {

namespace fs = std::filesystem;

const look file_look{.width = 100, .colour = false, .unicode = true};

// Stands in every such folder: what has it may be replaced.
constexpr const char* marker = ".racelab-report";

[[noreturn]] void throw_errno(const std::string& what) {
  throw std::system_error(errno, std::generic_category(), what);
}

// A new directory beside `folder`, removed with all in it unless it has taken
// the folder's place.
class beside {
 public:
  explicit beside(const fs::path& folder) : folder_(folder) {
    fs::create_directories(folder.parent_path());
    std::string name = folder.string() + ".XXXXXX";
    if (mkdtemp(name.data()) == nullptr) {
      throw_errno(name);
    }
    path_ = name;
    // mkdtemp's directories are for their owner alone; a report is not.
    const mode_t mask = umask(0);
    umask(mask);
    chmod(path_.c_str(), 0777 & ~mask);
  }
  beside(const beside&) = delete;
  beside& operator=(const beside&) = delete;
  ~beside() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }

  const fs::path& path() const { return path_; }

  // What was in the folder's place is in this one's then, and is removed with
  // it. Somebody else may take or leave the place in between.
  void take_place() {
    for (int attempt = 0; attempt < 10; ++attempt) {
      if (rename_to(RENAME_EXCHANGE)) {
        return;
      }
      if (errno == ENOENT && rename_to(RENAME_NOREPLACE)) {
        return;
      }
      if (errno != ENOENT && errno != EEXIST) {
        break;
      }
    }
    throw_errno(folder_.string());
  }

 private:
  bool rename_to(unsigned flags) const {
    return renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, folder_.c_str(),
                     flags) == 0;
  }

  fs::path folder_;
  fs::path path_;
};

void write_file(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  std::ofstream out(file, std::ios::binary);
  out << text;
  out.close();
  if (!out) {
    throw_errno(file.string());
  }
}

// A folder that is full of somebody else's files is not to be replaced.
void check_ours(const fs::path& folder) {
  std::error_code ignored;
  const bool free =
      !fs::exists(folder, ignored) || fs::exists(folder / marker, ignored) ||
      (fs::is_directory(folder, ignored) && fs::is_empty(folder, ignored));
  if (!free) {
    throw std::runtime_error(fmt::format(
        "{} exists and is not a report of Racelab's", folder.string()));
  }
}

// "reports/" is the folder "reports": its name is wanted for what stands
// beside it.
fs::path without_slash(const fs::path& folder) {
  return folder.has_filename() ? folder : folder.parent_path();
}

fs::path page_of(const subject_result& subject) {
  return subject.lesson + '/' +
         (subject.variant.empty() ? std::string("solution") : subject.variant) +
         ".txt";
}

}  // namespace

void replace_folder(const fs::path& folder,
                    const std::vector<written_file>& files) {
  check_ours(folder);
  beside written(without_slash(fs::absolute(folder).lexically_normal()));
  write_file(written.path() / marker, "");
  for (const written_file& each : files) {
    write_file(written.path() / each.name, each.text);
  }
  written.take_place();
}

void write_folder(const fs::path& folder, const run_result& run,
                  const sources& files) {
  std::vector<written_file> out{{"report.json", json(run)},
                                {"index.html", html(run, files)},
                                {"index.txt", table(run, file_look)}};
  for (const subject_result& each : run.subjects) {
    out.push_back({page_of(each), annotated(each, files, file_look)});
  }
  replace_folder(folder, out);
}

}  // namespace racelab::report
