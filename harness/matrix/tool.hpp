// Distributed under the Boost Software License, Version 1.0.
#pragma once

// The tools of the matrix, as data: how each is called and how what it says is
// read.

#include "harness/matrix/message.hpp"

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace racelab::matrix {

enum class tool_kind {
  text,     // looks at the subject's source
  program,  // looks at a run of the subject at real speed
  judge,    // Racelab
};

struct tool {
  std::string name;   // of --tool
  std::string sign;   // two letters: its column in the table
  std::string title;  // one line
  tool_kind kind = tool_kind::text;

  // Arguments, the program first. {flags}: those that any compiler needs to
  // find the headers; {file}: the subject; {program} and {circumstances}: it
  // as a program and its arguments; {xml}: a file that the tool writes, and
  // that is read instead of its output.
  std::vector<std::string> command;
  std::vector<std::string> version_command;
  std::vector<std::string> environment = {};
  matrix::reader reader = nullptr;

  // Of a program: its compiler with the arguments that make it fit for the
  // tool.
  std::vector<std::string> build = {};

  // What one run may take: processor time if it reads text, else the time
  // after which a program counts as hung, so long that a busy machine is none.
  std::chrono::milliseconds bound{0};

  // Beginnings of the kinds of messages that are matters of style or speed:
  // they say nothing about what the code does.
  std::vector<std::string_view> style = {};
};

// In the order of the table's columns.
std::span<const tool> tools();

// Null if there is none.
const tool* find_tool(std::string_view name);

bool is_style(const tool&, std::string_view kind);

// With each {word} that has a value replaced, and {words} that stand alone by
// all of theirs.
struct placeholder {
  std::string_view name;  // without braces
  std::vector<std::string> values;
};
std::vector<std::string> filled_in(const std::vector<std::string>& command,
                                   std::span<const placeholder>);

}  // namespace racelab::matrix
