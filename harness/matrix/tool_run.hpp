// Distributed under the Boost Software License, Version 1.0.
#pragma once

// Runs a tool, and gathers what it says.

#include "harness/explore/runner.hpp"
#include "harness/matrix/cell.hpp"
#include "harness/matrix/circumstances.hpp"
#include "harness/matrix/tool.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace racelab::matrix {

// What a run is given besides the tool.
struct run_place {
  std::filesystem::path root;    // of the project
  std::filesystem::path folder;  // an empty one, for the tool's own files
  std::stop_token stop;
};

// The first line that the tool prints about its version. Blocks until it has.
// Throws tool_failure if it is missing or fails, and interrupted.
std::string version_of(const tool&, const run_place&);

// Lets a tool that reads text read `file`, compiled with `flags`. Blocks until
// it ends, within its bound. Throws tool_failure and interrupted.
measurement read_source(const tool&, const std::filesystem::path& file,
                        const std::vector<std::string>& flags,
                        const run_place&);

// What `program` says that its scenario offers. Blocks until it has ended.
// Throws tool_failure and interrupted.
explore::scenario describe_program(const std::filesystem::path& program,
                                   const run_place&);

// Runs `program` below the tool, in the `number`-th circumstances, and adds
// that run to the measurement. Otherwise as run_program.
void run_once(const tool&, const std::filesystem::path& program,
              const circumstances&, std::size_t number, const run_place&,
              measurement& to);

// Runs `program` below the tool, in one circumstance after another, until
// `budget` is used up; at least once. A run that takes longer than the tool's
// bound is ended, with all that it started. Throws tool_failure if the tool
// does not get the program to its first line, or what the tool writes cannot
// be read, and interrupted. `tell` is called before each run with its number.
measurement run_program(const tool&, const std::filesystem::path& program,
                        const explore::scenario&,
                        std::chrono::duration<double> budget, const run_place&,
                        const std::function<void(std::size_t)>& tell);

}  // namespace racelab::matrix
