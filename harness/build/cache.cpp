// Distributed under the Boost Software License, Version 1.0.
#include "harness/build/cache.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace racelab::build {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view draft_prefix = "draft.";

// In an entry: its files, and how long each is.
constexpr const char* sizes_file = ".sizes";

[[noreturn]] void throw_errno(const fs::path& about) {
  throw std::system_error(errno, std::generic_category(), about.string());
}

// An advisory lock on a file or folder, held until it is destroyed, or until
// the process ends, whichever way.
class lock {
 public:
  static std::optional<lock> take(const fs::path& what, int operation) {
    const int file = open(what.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return std::nullopt;
    lock taken(file);
    while (flock(file, operation) != 0)
      if (errno != EINTR) return std::nullopt;
    return taken;
  }

  lock(lock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
  lock& operator=(lock&&) = delete;
  ~lock() {
    if (file_ >= 0) close(file_);
  }

 private:
  explicit lock(int file) : file_(file) {}

  int file_;
};

// While the folder itself is locked, shared, nothing in it is removed.
lock lock_folder(const fs::path& folder, int operation) {
  auto taken = lock::take(folder, operation);
  if (!taken) throw_errno(folder);
  return *std::move(taken);
}

// Null if it is being removed.
std::shared_ptr<const void> hold(const fs::path& folder) {
  auto taken = lock::take(folder, LOCK_SH | LOCK_NB);
  if (!taken) return nullptr;
  return std::make_shared<const lock>(*std::move(taken));
}

struct removed_when_done {
  lock held;
  fs::path folder;

  removed_when_done(lock given, fs::path where)
      : held(std::move(given)), folder(std::move(where)) {}
  removed_when_done(const removed_when_done&) = delete;
  removed_when_done& operator=(const removed_when_done&) = delete;
  ~removed_when_done() {
    std::error_code ignored;  // once published it is elsewhere
    fs::remove_all(folder, ignored);
  }
};

std::uint64_t size_of(const fs::path& folder) {
  std::uint64_t size = 0;
  for (const auto& each : fs::recursive_directory_iterator(folder))
    if (each.is_regular_file()) size += each.file_size();
  return size;
}

std::string sizes_in(const fs::path& entry) {
  std::vector<std::string> all;
  for (const auto& each : fs::recursive_directory_iterator(entry))
    if (each.is_regular_file() && each.path() != entry / sizes_file)
      all.push_back(
          fmt::format("{} {}", each.file_size(),
                      each.path().lexically_relative(entry).string()));
  std::sort(all.begin(), all.end());
  return fmt::format("{}\n", fmt::join(all, "\n"));
}

void write_sizes(const fs::path& entry) {
  std::ofstream out(entry / sizes_file, std::ios::binary);
  out << sizes_in(entry);
  if (!out.flush()) throw_errno(entry / sizes_file);
}

// One that goes away meanwhile is not.
bool is_whole(const fs::path& entry) try {
  std::ifstream in(entry / sizes_file, std::ios::binary);
  return in &&
         sizes_in(entry) == std::string{std::istreambuf_iterator<char>(in), {}};
} catch (const fs::filesystem_error&) {
  return false;
}

bool is_draft(const fs::path& folder) {
  return folder.filename().string().starts_with(draft_prefix);
}

struct used_entry {
  fs::path folder;
  fs::file_time_type last_use;
  std::uint64_t size = 0;
};

// Drafts left out: they change and go away at any time.
std::vector<used_entry> oldest_first(const fs::path& folder) {
  std::vector<used_entry> all;
  for (const auto& each : fs::directory_iterator(folder))
    if (!is_draft(each.path()) && each.is_directory())
      all.push_back(
          {each.path(), each.last_write_time(), size_of(each.path())});
  std::sort(all.begin(), all.end(), [](const auto& one, const auto& other) {
    return one.last_use < other.last_use;
  });
  return all;
}

// Whether it was, since nobody holds it.
bool remove_unheld(const fs::path& folder) {
  const auto taken = lock::take(folder, LOCK_EX | LOCK_NB);
  if (!taken) return false;
  fs::remove_all(folder);
  return true;
}

// Whether it was: not if the target is there already.
bool moved(const fs::path& from, const fs::path& target) {
  std::error_code error;
  fs::rename(from, target, error);
  const bool is_there = error == std::errc::directory_not_empty ||
                        error == std::errc::file_exists;
  if (error && !is_there)
    throw fs::filesystem_error("cannot publish", from, target, error);
  return !is_there;
}

fs::path make_draft_in(const fs::path& folder) {
  auto name = (folder / (std::string(draft_prefix) + "XXXXXX")).string();
  if (!mkdtemp(name.data())) throw_errno(folder);
  return name;
}

// Makes it a draft, which is trimmed as soon as nobody holds it.
void put_away(const fs::path& entry) {
  const auto name = make_draft_in(entry.parent_path());
  std::error_code error;  // another one may have done it
  fs::rename(entry, name, error);
  if (error && error != std::errc::no_such_file_or_directory)
    throw fs::filesystem_error("cannot put away", entry, name, error);
}

}  // namespace

cache::cache(fs::path folder) : folder_(std::move(folder)) {
  fs::create_directories(folder_);
}

std::optional<cache::entry> cache::find(
    const std::string& key,
    const std::function<bool(const fs::path&)>& fits) const {
  const auto guard = lock_folder(folder_, LOCK_SH);
  for (const auto& each : fs::directory_iterator(folder_)) {
    if (each.path().stem() != key || !is_whole(each.path()) ||
        !fits(each.path()))
      continue;
    auto held = hold(each.path());
    if (!held) continue;
    fs::last_write_time(each.path(), fs::file_time_type::clock::now());
    return entry{each.path(), std::move(held)};
  }
  return std::nullopt;
}

cache::draft cache::begin() const {
  const auto guard = lock_folder(folder_, LOCK_SH);
  const auto name = make_draft_in(folder_);
  auto taken = lock::take(name, LOCK_SH);
  if (!taken) throw_errno(name);
  return {name,
          std::make_shared<const removed_when_done>(*std::move(taken), name)};
}

cache::entry cache::publish(const draft& finished, const std::string& key,
                            const std::string& variety) const {
  const auto guard = lock_folder(folder_, LOCK_SH);
  const auto target = folder_ / (key + '.' + variety);
  write_sizes(finished.folder);
  while (!moved(finished.folder, target) && !is_whole(target)) put_away(target);
  auto held = hold(target);
  if (!held) throw_errno(target);
  return {target, std::move(held)};
}

void cache::trim(std::uint64_t size) const {
  const auto guard = lock_folder(folder_, LOCK_EX);
  for (const auto& each : fs::directory_iterator(folder_))
    if (is_draft(each.path())) remove_unheld(each.path());
  const auto all = oldest_first(folder_);
  std::uint64_t total = 0;
  for (const auto& each : all) total += each.size;
  for (const auto& each : all) {
    if (total <= size) return;
    if (remove_unheld(each.folder)) total -= each.size;
  }
}

}  // namespace racelab::build
