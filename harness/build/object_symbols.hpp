// Distributed under the Boost Software License, Version 1.0.
#pragma once

// What an object file gives to the linker and asks of it, which is what its
// source means, however that is spelled.

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace racelab::build {

struct object_symbol {
  std::string name;            // as the linker knows it
  std::filesystem::path file;  // of the source, absolute; empty: not known
  int line = 0;
  bool weak = false;
};

struct object_symbols {
  // What other objects see; file and line are where it begins.
  std::vector<object_symbol> defined;
  // What is visible to other objects, or is theirs: each line that uses it.
  std::vector<object_symbol> used;
  // Functions that run before any ordinary constructor.
  std::size_t early_functions = 0;
};

// Of the symbols with a name that is wanted. Throws std::runtime_error if the
// file is no object.
object_symbols symbols_in(const std::filesystem::path& object,
                          const std::function<bool(std::string_view)>& wanted);

}  // namespace racelab::build
