// Distributed under the Boost Software License, Version 1.0.
#include "harness/log_input.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace racelab {
namespace {

constexpr std::size_t piece = 256U << 10;

struct compression {
  std::string_view magic;
  std::string_view name;
  std::string_view reader;
};

using namespace std::string_view_literals;

constexpr std::array compressions{
    compression{"\x1f\x8b"sv, "gzip", "zcat"},
    compression{"\x28\xb5\x2f\xfd"sv, "zstd", "zstdcat"},
    compression{"\xfd"
                "7zXZ\0"sv,
                "xz", "xzcat"},
    compression{"BZh"sv, "bzip2", "bzcat"},
    compression{"\x04\x22\x4d\x18"sv, "lz4", "lz4cat"},
    compression{"PK\x03\x04"sv, "zip", "unzip -p"},
};

constexpr std::array programs{
    "\x7f"
    "ELF"sv,
    "!<arch>"sv, "\xcf\xfa\xed\xfe"sv, "MZ\x90"sv};

[[noreturn]] void cannot_read(const std::string& name, int error) {
  throw log_input_error(
      fmt::format("cannot read {}: {}", name, std::strerror(error)));
}

// A log may have NUL bytes in front, where it was cut while its writer went
// on, and a few characters of any kind. Most of it is text.
bool is_text(std::string_view bytes) {
  const auto is_odd = [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' &&
           c != '\r' && c != '\x1b' && c != '\0';
  };
  const auto odd = std::count_if(bytes.begin(), bytes.end(), is_odd);
  return static_cast<std::size_t>(odd) <= bytes.size() / 20;
}

}  // namespace

log_input::log_input(const std::string& name, end_of_reading& end)
    : name_(name == "-" ? "standard input" : name), end_(end) {
  // Without O_NONBLOCK, opening a pipe waits for who writes into it, and no
  // signal would end that.
  file_ = name == "-" ? ::dup(STDIN_FILENO)
                      : ::open(name.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  struct stat what {};
  if (file_ < 0 || ::fstat(file_, &what) != 0) cannot_read(name_, errno);
  if (S_ISDIR(what.st_mode)) {
    ::close(file_);
    throw log_input_error(
        fmt::format("{} is a directory; name the logs in it, for instance {}/*",
                    name_, name_.substr(0, name_.find_last_not_of('/') + 1)));
  }
  live_ = !S_ISREG(what.st_mode);
  buffer_.resize(piece);
}

log_input::~log_input() { ::close(file_); }

std::string_view log_input::read() {
  ssize_t count = 0;
  do {
    if (!end_.wait_for(file_)) return {};
    count = ::read(file_, buffer_.data(), buffer_.size());
  } while (count < 0 && (errno == EINTR || errno == EAGAIN));
  if (count < 0) cannot_read(name_, errno);
  const std::string_view bytes(buffer_.data(), static_cast<std::size_t>(count));
  if (!begun_) check_beginning(bytes);
  begun_ = true;
  return bytes;
}

void log_input::check_beginning(std::string_view bytes) const {
  for (const compression& each : compressions)
    if (bytes.starts_with(each.magic))
      throw log_input_error(fmt::format(
          "{0} is compressed with {1}; type: {2} {3} | ./run_tsan.sh report -",
          name_, each.name, each.reader,
          name_ == "standard input" ? "FILE" : name_));
  const bool program = std::any_of(
      programs.begin(), programs.end(),
      [&](std::string_view each) { return bytes.starts_with(each); });
  if (program || !is_text(bytes.substr(0, 4096)))
    throw log_input_error(fmt::format(
        "{} is a binary file; a log is what the program printed, for "
        "instance ./program 2>app.log",
        name_));
}

}  // namespace racelab
