// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace racelab::build {

// How one of a subject's two executables is made. All paths are absolute.
struct recipe {
  std::vector<std::string> compile_flags;
  std::vector<std::string> link_flags;        // stand after the objects
  std::vector<std::filesystem::path> probe;   // objects
  std::vector<std::filesystem::path> inputs;  // files that the flags name
  std::filesystem::path precompiled;          // a header, what is so beside it
  // A lesson's objects.
  std::map<std::string, std::vector<std::filesystem::path>> scenarios;
};

// The compiler that built the harness, and the parts of a subject that were
// built with the harness.
struct toolchain {
  enum class family { gcc, clang };

  std::filesystem::path compiler;
  family kind = family::gcc;
  std::string version;
  std::filesystem::path source_root;  // of Racelab
  // LESSON.hpp in this folder includes the lesson's header.
  std::filesystem::path headers;
  recipe tsan;
  recipe plain;
  recipe http;  // as plain, but its services are asked over HTTP
};

// Reads the toolchain that CMake wrote. Throws std::runtime_error, naming the
// file and what is wrong, if it cannot be read.
toolchain load_toolchain(const std::filesystem::path& file);

// "g++ 12.2.0"
std::string describe(const toolchain&);

}  // namespace racelab::build
