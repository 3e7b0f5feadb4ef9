// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/log/source_roots.hpp"

#include "harness/report/log/user_code.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <set>
#include <stdexcept>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace racelab::report::log {
namespace {

namespace fs = std::filesystem;

constexpr off_t largest_file = 8 << 20;
constexpr std::size_t longest_path = 4096;

// So many directories at most are thought to be the same on this machine.
constexpr std::size_t most_parts = 40;

bool is_below(const fs::path& file, const fs::path& root) {
  return std::mismatch(root.begin(), root.end(), file.begin(), file.end())
             .first == root.end();
}

class descriptor {
 public:
  // Neither a link that has just been put there is followed, nor does a pipe
  // make the reader wait.
  explicit descriptor(const fs::path& file)
      : file_(open(file.c_str(),
                   O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)) {}
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;
  ~descriptor() {
    if (file_ >= 0) close(file_);
  }

  bool is_readable_file() const {
    struct stat status {};
    return file_ >= 0 && fstat(file_, &status) == 0 &&
           S_ISREG(status.st_mode) && status.st_size <= largest_file;
  }

  std::string read_all() const {
    std::string out;
    char buffer[65536];
    while (out.size() <= static_cast<std::size_t>(largest_file)) {
      const ssize_t count = ::read(file_, buffer, sizeof buffer);
      if (count <= 0) break;
      out.append(buffer, static_cast<std::size_t>(count));
    }
    return out;
  }

 private:
  int file_;
};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    out.push_back(text.substr(at, end - at));
    if (!out.back().empty() && out.back().back() == '\r') out.back().pop_back();
    at = end + 1;
  }
  return out;
}

// The user's own frame, or else the first that has a file and is no library's.
void add_file(const stack& where, std::set<std::string>& files) {
  for (const frame& each : where.frames)
    if (each.user || (!each.file.empty() && !is_library_file(each.file)))
      files.insert(each.file);
}

template <class Parts>
void add_files(const Parts& parts, std::set<std::string>& files) {
  for (const auto& each : parts) add_file(each.stack, files);
}

void add_files(const log_report& report, std::set<std::string>& files) {
  add_files(report.accesses, files);
  add_files(report.locations, files);
  add_files(report.threads, files);
  add_files(report.locks, files);
  add_files(report.edges, files);
  add_files(report.stacks, files);
  for (const lock_edge& each : report.edges)
    add_file(each.holding_stack, files);
}

sources read_all(const std::set<std::string>& files,
                 const source_roots& roots) {
  sources out;
  for (const std::string& name : files)
    if (auto file = roots.read(name)) out.emplace(name, std::move(*file));
  return out;
}

}  // namespace

source_roots::source_roots(const std::vector<fs::path>& roots) {
  for (const fs::path& each : roots) {
    std::error_code error;
    const fs::path root = fs::canonical(each, error);
    if (error || !fs::is_directory(root, error))
      throw std::runtime_error(fmt::format(
          "--source-root {} is no directory that can be read", each.string()));
    roots_.push_back(root);
  }
}

std::optional<fs::path> source_roots::inside(const fs::path& candidate) const {
  std::error_code error;
  const fs::path file = fs::canonical(candidate, error);
  if (error || !fs::is_regular_file(file, error)) return std::nullopt;
  const bool allowed =
      std::any_of(roots_.begin(), roots_.end(),
                  [&](const fs::path& root) { return is_below(file, root); });
  return allowed ? std::optional(file) : std::nullopt;
}

std::optional<fs::path> source_roots::find(std::string_view named) const {
  if (named.empty() || named.size() > longest_path ||
      named.find('\0') != std::string_view::npos)
    return std::nullopt;
  const fs::path path(named);
  if (path.is_absolute())
    if (auto file = inside(path)) return file;
  std::vector<fs::path> parts;
  for (const fs::path& each : path.relative_path()) {
    if (each == "..")
      parts.clear();  // below a root there is no way up
    else if (each != ".")
      parts.push_back(each);
  }
  const std::size_t fewest = path.has_parent_path() ? 2 : 1;
  const std::size_t tried = std::min(parts.size(), most_parts);
  for (std::size_t first = parts.size() - tried; first + fewest <= parts.size();
       ++first)
    for (const fs::path& root : roots_) {
      fs::path candidate = root;
      for (std::size_t i = first; i < parts.size(); ++i) candidate /= parts[i];
      if (auto file = inside(candidate)) return file;
    }
  return std::nullopt;
}

std::optional<source_file> source_roots::read(std::string_view named) const {
  const auto file = find(named);
  if (!file) return std::nullopt;
  const descriptor opened(*file);
  if (!opened.is_readable_file()) return std::nullopt;
  return source_file{lines_of(opened.read_all()), file->string()};
}

sources sources_of(const log_result& result, const source_roots& roots) {
  std::set<std::string> files;
  for (const report_group& each : result.reports.groups())
    add_files(each.first(), files);
  return read_all(files, roots);
}

sources sources_of(const log_report& report, const source_roots& roots) {
  std::set<std::string> files;
  add_files(report, files);
  return read_all(files, roots);
}

}  // namespace racelab::report::log
