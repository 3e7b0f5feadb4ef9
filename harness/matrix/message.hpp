// Distributed under the Boost Software License, Version 1.0.
#pragma once

// What a tool says, as plain values, whichever tool it is.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace racelab::matrix {

// A line of the project's own code.
struct place {
  std::string file;  // below the root, with forward slashes
  int line = 0;

  bool operator==(const place&) const = default;
};

using stack = std::vector<place>;  // innermost first

struct message {
  std::string kind;  // the tool's own word for it: "data race", "-Wshadow"
  std::string text;  // in one line

  // The places that it blames, one stack for each: the accesses of a race, the
  // locks of a ring. A checker of text names one place. Frames outside of the
  // project are left out.
  std::vector<stack> stacks;

  bool operator==(const message&) const = default;
};

// Reads what a tool printed, or wrote to its file. What belongs to no message
// is skipped. Throws std::runtime_error if it is not what the tool writes.
using reader = std::vector<message> (*)(std::string_view text,
                                        const std::filesystem::path& root);

// Adds a frame to a stack if its file, an absolute path, lies below `root`. A
// relative one is that of a library, as its makers called it.
void add_place(stack&, const std::filesystem::path& file, int line,
               const std::filesystem::path& root);

// `text` without what differs from run to run: addresses, process and thread
// numbers become "…".
std::string without_numbers(std::string_view text);

// `text` with files below `root` called as from there.
std::string without_root(std::string text, const std::filesystem::path& root);

}  // namespace racelab::matrix
