// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/observe/observation.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace racelab::observe {

// A demangled name as people say it: without parameters, template arguments
// and return type; a lambda is named after the function it stands in,
// "get_order_details (lambda)", whichever compiler numbered it.
std::string readable_function(std::string_view demangled);

// Turns addresses of an executable and its shared libraries into source
// lines, from their DWARF (up to version 5) and symbol tables. Remembers
// every answer. Not thread-safe.
class symbolizer {
 public:
  // Frames in `subject_files` are the subject's own.
  symbolizer(const std::filesystem::path& executable,
             std::span<const std::filesystem::path> subject_files);
  ~symbolizer();
  symbolizer(symbolizer&&) noexcept;
  symbolizer& operator=(symbolizer&&) noexcept;

  // The function that `return_address` returns to, and those that the
  // compiler inlined around the call, innermost first; addresses are those
  // of the file, that is, less the load address. One frame that names the
  // module and the address if nothing is known. Never throws for a file
  // that is missing or damaged. Valid until the symbolizer is destroyed.
  // `module_path` is absolute; empty: the executable.
  const stack& frames_at(const std::string& module_path,
                         std::uint64_t return_address);

 private:
  class implementation;
  std::unique_ptr<implementation> implementation_;
};

}  // namespace racelab::observe
