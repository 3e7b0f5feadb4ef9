// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/file_content.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace racelab::workshop {

namespace fs = std::filesystem;

std::string content_of(const fs::path& file) {
  // Whoever opens a pipe waits for its other end.
  std::error_code ignored;
  const fs::file_status what = fs::status(file, ignored);
  if (fs::exists(what) && !fs::is_regular_file(what) &&
      !fs::is_directory(what)) {
    throw std::runtime_error(
        fmt::format("cannot read {}: it is no regular file", file.string()));
  }
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  const bool opened = in.is_open();
  const int error = errno;
  if (!opened || fs::is_directory(file)) {
    throw std::runtime_error(
        fmt::format("cannot read {}: {}", file.string(),
                    std::strerror(opened ? EISDIR : error)));
  }
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace racelab::workshop
