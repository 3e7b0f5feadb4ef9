// Distributed under the Boost Software License, Version 1.0.
#pragma once

// What a subject may not contain, because it would switch the race detector
// off or make the language mean something else. The compiler's own view of
// the text counts: comments, string literals, line splices, digraphs and
// pasted tokens are seen as it sees them.

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace racelab::build {

struct rule_violation {
  std::filesystem::path file;
  int line = 0;  // 0: of none
  std::string message;

  bool operator==(const rule_violation&) const = default;
};

// "FILE:LINE: error: MESSAGE", or without the line
std::string describe(const rule_violation&);

// The violations in one file, in order of lines; empty if it cannot be read.
std::vector<rule_violation> check_file(const std::filesystem::path& file);

// What the file's `#include` and `__has_include` name, as it is written there;
// empty if it cannot be read.
std::vector<std::string> headers_named_in(const std::filesystem::path& file);

// The violations in `file` and in all that it includes, directly or not, by a
// name that is found beside the including file, except in trusted files.
std::vector<rule_violation> check_subject(
    const std::filesystem::path& file,
    const std::function<bool(const std::filesystem::path&)>& is_trusted);

}  // namespace racelab::build
