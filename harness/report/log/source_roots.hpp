// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/log/log_result.hpp"
#include "harness/report/result.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace racelab::report::log {

// Where the sources are that a log names. What a log says is not to be
// trusted: no file outside these directories is ever opened, whatever the
// path says and wherever symbolic links lead.
class source_roots {
 public:
  // Throws std::runtime_error that names a root which is no directory.
  explicit source_roots(const std::vector<std::filesystem::path>& roots);

  // The regular file that a path in a log stands for, if it is in one of the
  // roots. A log of another machine names other directories: the longest end
  // of the path that is a file below a root will do, if it has a directory in
  // it.
  std::optional<std::filesystem::path> find(std::string_view named) const;

  // That file; none if it is not there or too large.
  std::optional<source_file> read(std::string_view named) const;

 private:
  std::optional<std::filesystem::path> inside(
      const std::filesystem::path&) const;

  std::vector<std::filesystem::path> roots_;  // without links
};

// The files of the groups' frames that a person would look at, as far as they
// are below the roots.
sources sources_of(const log_result&, const source_roots&);

// The same of one report.
sources sources_of(const log_report&, const source_roots&);

}  // namespace racelab::report::log
