// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace racelab::build {

// What a lesson adds to each of its subjects.
struct lesson_parts {
  std::vector<std::filesystem::path> objects;  // the compiled scenario
};

// How one of a subject's two executables is made. All paths are absolute.
struct recipe {
  std::vector<std::string> compile_flags;
  std::vector<std::string> link_flags;  // after the objects
  std::vector<std::filesystem::path> objects;  // the compiled probe
  std::filesystem::path headers;  // where the precompiled headers lie
  std::map<std::string, lesson_parts> lessons;
};

// The compiler that built the harness, its flags, and the parts of a subject
// that were built with the harness.
struct toolchain {
  enum class family { gcc, clang };

  std::filesystem::path compiler;
  family kind = family::gcc;
  std::string version;
  std::filesystem::path source_root;  // of Racelab
  recipe tsan;
  recipe plain;
};

// Reads the toolchain that CMake wrote. Throws std::runtime_error, naming the
// file and what is wrong, if it cannot be read or a part does not exist.
toolchain load_toolchain(const std::filesystem::path& file);

// "g++ 12.2.0"
std::string describe(const toolchain&);

}  // namespace racelab::build
