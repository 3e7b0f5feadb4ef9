// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/tests/front_door/shell.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace racelab::front_door {

namespace fs = std::filesystem;

// A scratch project with a copy of the front door in it.
class scratch_tree {
 public:
  scratch_tree() {
    std::string name = (fs::temp_directory_path() / "front door XXXXXX");
    if (!mkdtemp(name.data())) throw std::runtime_error("no directory");
    tree_ = name;
    const fs::path source = SOURCE_ROOT;
    const auto scratch = source / "harness/tests/front_door/scratch";
    fs::create_directories(tree_ / "harness/tests");
    fs::create_directories(tree_ / "bin");
    fs::copy(source / "run_tsan.sh", tree_);
    fs::copy(source / "harness/tests/count_cases.awk", tree_ / "harness/tests");
    fs::copy(scratch / "CMakeLists.txt", tree_);
    fs::copy(scratch / "racelab.cpp", tree_);
    // Whatever this system has installed, nothing is missing.
    program("dpkg-query", R"(
      for package in lib{cli11,fmt,dw,archive,sqlite3}-dev \
        libboost-{thread,test,json}1.81-dev
      do
        echo "installed $package 1.81.0-5"
      done)");
    program("apt-get", R"(echo "apt-get $*" >>"$tree/apt.log"; exit 100)");
    program("apt-cache", "exit 0");
    program("ld.lld", "exit 1");
    program("node", "exit 1");
    program("npm", "exit 1");
    program("vim", "exit 1");
  }
  scratch_tree(const scratch_tree&) = delete;
  scratch_tree& operator=(const scratch_tree&) = delete;
  ~scratch_tree() {
    std::error_code ignored;
    fs::remove_all(tree_, ignored);
  }

  fs::path path() const { return tree_; }

  // Puts a program in front of the system's of the same name.
  void program(const std::string& name, const std::string& script) const {
    const auto file = tree_ / "bin" / name;
    std::ofstream(file) << "#!/usr/bin/env bash\n" << script << '\n';
    fs::permissions(file, fs::perms::owner_all | fs::perms::others_exec |
                              fs::perms::others_read);
  }

  // A compiler that first runs `script`, with "$output" and "$arguments" set.
  void compiler(const std::string& script) const {
    program("g++", R"(
      arguments=" $* " previous=
      for argument; do
        if [[ $previous == -o ]]; then output=$argument; fi
        previous=$argument
      done)"
                   "\n" +
                       script + "\nexec '" REAL_COMPILER "' \"$@\"");
  }

  // Runs a script in the tree, with the front door's own environment clean, and
  // without a compiler cache, which asks programs that stand in for others.
  shell_result run(const std::string& script) const {
    return shell(
        "unset RACELAB_BUILT XDG_CACHE_HOME CMAKE_BUILD_PARALLEL_LEVEL\n"
        "unset CMAKE_C_COMPILER_LAUNCHER CMAKE_CXX_COMPILER_LAUNCHER\n"
        "export tree='" +
        tree_.string() +
        "'\n"
        "export PATH=\"$tree/bin:$PATH\" CXX='" REAL_COMPILER
        "'\n"
        "cd \"$tree\"\n" +
        script);
  }

 private:
  fs::path tree_;
};

}  // namespace racelab::front_door
