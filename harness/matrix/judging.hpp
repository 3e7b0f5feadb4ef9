// Distributed under the Boost Software License, Version 1.0.
#pragma once

// What a tool's messages are worth: a pure function of what was seen.
//
// A message finds a twin's bug if
//   - its kind is no matter of style or speed (tool::style),
//   - the tool does not say the same of the lesson's pattern: a message of the
//     same kind that blames the same places, where a line of the subject is the
//     same if its text is, and
//   - it blames the subject: for a tool that looks at runs, one of its stacks
//     has its innermost frame in the subject's file, those of libraries and of
//     Racelab's simulated services aside, or comes by a right line; for a tool
//     that reads text, it names a right line.
// The right lines are those of Racelab's findings and those in which the twin
// differs from its pattern; for Racelab's own findings, the latter alone.
// Any other message is a false alarm in a pattern, if it blames the pattern's
// file or, where a tool looks at runs, the primitives that it is written in.
// A crash that a tool reports, with a stack, is a message of it.

#include "harness/matrix/cell.hpp"
#include "harness/matrix/tool.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace racelab::matrix {

enum class state {
  found,        // in at least one run
  elsewhere,    // a twin: it speaks, but not of the bug
  false_alarm,  // a pattern: it speaks
  silent,
  hung,     // silent, or speaks of something else, and a run hung
  crashed,  // the same, and a run crashed
  not_run,
};

std::string_view name_of(state);

// What the messages are held against.
struct judged_subject {
  bool pattern = false;
  std::string file;                // below the root
  std::vector<std::string> lines;  // of that file
  std::set<int> right_lines;       // none of a pattern

  // The same of the lesson's pattern.
  std::string pattern_file;
  std::vector<std::string> pattern_lines;
};

struct judged_measurement {
  matrix::state state = matrix::state::not_run;
  std::size_t runs = 0;
  std::size_t found = 0;  // runs that found it; in a pattern: false alarms
  std::size_t hung = 0;
  std::size_t crashed = 0;
  std::string kind;  // of the message that tells most; empty: there is none
  std::string message;
  place where;  // line 0: it names none
  bool right_line = false;
};

// `of_pattern`: what the same tool said of the lesson's pattern, in however
// many runs; unused for a pattern.
judged_measurement judge(const tool&, const judged_subject&, const measurement&,
                         const std::vector<message>& of_pattern);

}  // namespace racelab::matrix
