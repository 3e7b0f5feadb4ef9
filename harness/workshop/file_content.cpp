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
