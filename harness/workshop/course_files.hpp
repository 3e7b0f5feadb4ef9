// Distributed under the Boost Software License, Version 1.0.
#pragma once

// What lies in a course's folder for editors and readers, beside the exercises.

#include "harness/build/toolchain.hpp"
#include "harness/workshop/exercise_set.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace racelab::workshop {

// For clangd: the exercises are compiled as the judge compiles them.
std::string compile_commands(const std::filesystem::path& course,
                             const std::vector<std::string>& sources,
                             const build::toolchain&);

// For VS Code: judge the file that is open, with what is wrong at its line.
std::string vscode_tasks(const std::filesystem::path& run_tsan);

// As the catalogue's sources are formatted.
std::string clang_format();

std::string readme(const exercise_set&);

// A program that is Racelab's front door, wherever the course is.
std::string door(const std::filesystem::path& run_tsan);

}  // namespace racelab::workshop
