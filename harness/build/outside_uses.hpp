// Distributed under the Boost Software License, Version 1.0.
#pragma once

// What a subject's own lines use besides their arguments: whoever is to be
// right anywhere has no need of it, and whoever wants to know whether they are
// being judged has. Found in the compiled code, so no spelling hides it. What a
// library does inside is not theirs.

#include "harness/build/object_symbols.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace racelab::build {

enum class outside {
  machine,  // the process and what it runs on
  files,    // and other processes
  clock,
};

struct outside_use {
  outside what = outside::machine;
  std::string name;  // as a reader knows it
  int line = 0;      // 0: in no line's code, but in data

  bool operator==(const outside_use&) const = default;
};

// What a symbol is about, if it is about any of these.
bool is_outside(std::string_view symbol);

// The uses in the subject's own files, each line's once, in order of lines.
std::vector<outside_use> outside_uses(
    const object_symbols&,
    const std::function<bool(const std::filesystem::path&)>& is_own);

// As text, and back; nothing for what is no such text.
std::string to_text(const std::vector<outside_use>&);
std::vector<outside_use> parse_outside_uses(const std::string& text);

}  // namespace racelab::build
