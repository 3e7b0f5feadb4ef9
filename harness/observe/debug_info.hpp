// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/observe/observation.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace racelab::observe {

struct object {
  std::string name;  // demangled
  std::uint64_t size = 0;
};

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

  // Whether it is an ELF file.
  bool is_readable() const;

  // In hexadecimal digits; empty if it has none.
  const std::string& build_id() const;

  // The function at `address`, an address of the file, and before it those
  // that were inlined there; none if nothing is known. Names are demangled and
  // otherwise untouched; files are absolute where the compiler's directory is
  // known.
  stack frames_at(std::uint64_t address);

  // The same in the words of ThreadSanitizer's runtime that belongs to the
  // compiler. LLVM's prefers the symbol table's names, as frames_at does; GCC's
  // takes those of DWARF, where a lambda is "operator()", and leaves a file
  // relative that was named so to the compiler.
  stack runtime_frames_at(std::uint64_t address);

  // The global or static object that has a byte at `address`.
  std::optional<object> object_at(std::uint64_t address) const;

  // `function` without the namespaces it stands in, as far as those have
  // been seen by frames_at.
  std::string without_namespaces(const std::string& function) const;

 private:
  class implementation;
  std::unique_ptr<implementation> implementation_;
};

}  // namespace racelab::observe
