// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/output_file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

namespace racelab::report {
namespace {

namespace fs = std::filesystem;

// What comes behind a file's name while it is written, before mkostemp's six
// characters.
constexpr std::string_view being_written = ".new-";

[[noreturn]] void cannot_write(const fs::path& file) {
  throw std::runtime_error(
      fmt::format("cannot write {}: {}", file.string(), std::strerror(errno)));
}

// Writes pieces in large blocks. False once something could not be written.
class block_writer {
 public:
  explicit block_writer(int descriptor) : descriptor_(descriptor) {}

  void add(std::string_view piece) {
    block_ += piece;
    if (block_.size() >= block_size) flush();
  }

  bool flush() {
    std::string_view rest = block_;
    while (good_ && !rest.empty()) {
      const ssize_t count = ::write(descriptor_, rest.data(), rest.size());
      good_ = count >= 0 || errno == EINTR;
      if (count > 0) rest.remove_prefix(static_cast<std::size_t>(count));
    }
    block_.clear();
    return good_;
  }

 private:
  static constexpr std::size_t block_size = 64U << 10;

  const int descriptor_;
  std::string block_;
  bool good_ = true;
};

using writer = std::function<void(const text_sink&)>;

bool write_all(int descriptor, const writer& write) {
  block_writer blocks(descriptor);
  write([&](std::string_view piece) { blocks.add(piece); });
  return blocks.flush();
}

// Nobody who presses Ctrl-C is left with half a file: what ends a program
// waits for as long as this lives.
class ends_held {
 public:
  ends_held() {
    sigset_t ends;
    ::sigemptyset(&ends);
    for (const int each : {SIGINT, SIGTERM, SIGHUP}) ::sigaddset(&ends, each);
    ::pthread_sigmask(SIG_BLOCK, &ends, &before_);
  }
  ends_held(const ends_held&) = delete;
  ends_held& operator=(const ends_held&) = delete;
  ~ends_held() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

// A new file, which is gone unless it has taken its place.
class beside {
 public:
  explicit beside(const fs::path& file)
      : name_(file.string() + std::string(being_written) + "XXXXXX") {
    descriptor_ = ::mkostemp(name_.data(), O_CLOEXEC);
    if (descriptor_ < 0) cannot_write(file);
  }
  beside(const beside&) = delete;
  beside& operator=(const beside&) = delete;
  ~beside() {
    ::close(descriptor_);
    if (!placed_) ::unlink(name_.c_str());
  }

  bool write(const writer& text, mode_t mode) const {
    return write_all(descriptor_, text) && ::fchmod(descriptor_, mode) == 0;
  }

  bool bring_to_disk() const { return ::fsync(descriptor_) == 0; }

  bool take_place_of(const fs::path& file) {
    placed_ = ::rename(name_.c_str(), file.c_str()) == 0;
    return placed_;
  }

 private:
  std::string name_;
  int descriptor_ = -1;
  bool placed_ = false;
};

void write_as_it_is(const fs::path& file, const writer& text) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) cannot_write(file);
  const bool written = write_all(descriptor, text);
  const int error = errno;
  ::close(descriptor);
  errno = error;
  if (!written) cannot_write(file);
}

// The permissions of the file whose place it takes, or of any new file:
// mkostemp's are for their owner alone.
mode_t mode_for(const fs::file_status& old) {
  if (fs::exists(old)) return static_cast<mode_t>(old.permissions());
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666 & ~mask;
}

// Where the file is, if it is a link to there.
fs::path place_of(const fs::path& file) {
  std::error_code error;
  if (!fs::is_symlink(file, error)) return file;
  const fs::path place = fs::canonical(file, error);
  return error ? file : place;
}

// The standard stream that is that very file, be it called /dev/stdout or by
// its name; -1 if none is.
int stream_of(const fs::path& file) {
  struct stat wanted {};
  if (::stat(file.c_str(), &wanted) != 0) return -1;
  for (const int stream : {STDOUT_FILENO, STDERR_FILENO}) {
    struct stat own {};
    if (::fstat(stream, &own) == 0 && own.st_dev == wanted.st_dev &&
        own.st_ino == wanted.st_ino) {
      return stream;
    }
  }
  return -1;
}

}  // namespace

void write_file_whole(const fs::path& file, const writer& text, lasting lasts) {
  if (const int stream = stream_of(file); stream >= 0) {
    if (!write_all(stream, text)) cannot_write(file);
    return;
  }
  std::error_code ignored;
  const fs::file_status what = fs::status(file, ignored);
  if (fs::exists(what) && !fs::is_regular_file(what)) {
    write_as_it_is(file, text);
    return;
  }
  const ends_held until_written;
  const fs::path place = place_of(file);
  beside written(place);
  if (!written.write(text, mode_for(what)) ||
      (lasts == lasting::yes && !written.bring_to_disk()) ||
      !written.take_place_of(place)) {
    cannot_write(file);
  }
}

void write_file_whole(const fs::path& file, std::string_view text,
                      lasting lasts) {
  write_file_whole(
      file, [&](const text_sink& to) { to(text); }, lasts);
}

void remove_left_over(const fs::path& file) {
  const std::string begin =
      file.filename().string() + std::string(being_written);
  std::vector<fs::path> found;
  std::error_code ignored;
  const fs::path folder = file.has_parent_path() ? file.parent_path() : ".";
  for (const auto& each : fs::directory_iterator(folder, ignored)) {
    const std::string name = each.path().filename().string();
    if (name.starts_with(begin) && name.size() == begin.size() + 6) {
      found.push_back(each.path());
    }
  }
  for (const fs::path& each : found) fs::remove(each, ignored);
}

}  // namespace racelab::report
