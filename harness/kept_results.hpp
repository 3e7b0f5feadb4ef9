// Distributed under the Boost Software License, Version 1.0.
#pragma once

// The results of earlier judgements. A judgement is the same whenever the same
// executables are run by the same Racelab, so one that was made need not be
// made again: what it found, with all evidence, is kept beside the executables.
// One that proved nothing is not kept, nor one that was cut short by a failure
// or by the time budget, nor a correct one whose latency could not be measured:
// that may be the machine's doing.

#include "harness/build/cache.hpp"
#include "harness/build/subject_build.hpp"
#include "harness/explore/explorer.hpp"
#include "harness/report/result.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace racelab {

// Safe to use from several threads and processes with one folder.
class kept_results {
 public:
  // Makes the folder if it does not exist.
  explicit kept_results(std::filesystem::path folder);

  // What the result of a judgement depends on, as a name. `asked`: the result
  // as far as it is known beforehand.
  static std::string key(const report::subject_result& asked,
                         const build::executables&, const explore::options&,
                         unsigned latency_runs,
                         const std::filesystem::path& root);

  // Nothing, too, if it cannot be read.
  std::optional<report::subject_result> find(const std::string& key) const;

  // Keeps it if it proves something. What cannot be written is not kept.
  void keep(const std::string& key, const report::subject_result&) const;

 private:
  build::cache cache_;
};

}  // namespace racelab
