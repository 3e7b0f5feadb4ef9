// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/sandbox/child_process.hpp"

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace racelab::build {

// What became of one run of a compiler or linker.
struct compiler_outcome {
  enum class how {
    succeeded,
    rejected,   // text: its messages
    exhausted,  // text: the limit that it ran into, as in "60 s of …"
    failed      // text: why this says nothing about the source
  };

  compiler_outcome::how kind = compiler_outcome::how::failed;
  std::string text;
};

// Runs a compiler in `folder`, where its temporary files go as well, and
// blocks until it ends, a limit ends it or `stop` is requested. Its messages
// are in English, whatever the user's language.
compiler_outcome run_compiler(const std::vector<std::string>& arguments,
                              const std::filesystem::path& folder,
                              const sandbox::limits&, std::stop_token stop);

// What of the environment decides where a compiler looks (CPATH and the like),
// as "NAME=VALUE". Not thread-safe with a change of the environment.
std::vector<std::string> compiler_environment();

}  // namespace racelab::build
