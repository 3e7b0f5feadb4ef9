// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/observe/observation.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace racelab::observe {

// What one executable or shared library tells about its addresses: DWARF for
// files, lines and inlined functions, the symbol table for names. Reads each
// part when it is first asked for. Not thread-safe.
class debug_info {
 public:
  // A file that is missing or damaged has no frames.
  explicit debug_info(const std::string& path);
  ~debug_info();
  debug_info(const debug_info&) = delete;
  debug_info& operator=(const debug_info&) = delete;

  // The function at `address`, an address of the file, and before it those
  // that were inlined there. Names are demangled and otherwise untouched;
  // files are absolute where the compiler's directory is known.
  stack frames_at(std::uint64_t address);

  // `function` without the namespaces it stands in, as far as those have
  // been seen by frames_at.
  std::string without_namespaces(const std::string& function) const;

 private:
  class implementation;
  std::unique_ptr<implementation> implementation_;
};

}  // namespace racelab::observe
