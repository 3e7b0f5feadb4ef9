// Distributed under the Boost Software License, Version 1.0.
#pragma once

// What compilers and linkers print, made into what a learner needs: pure
// functions of their text.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace racelab::build {

// A path as the compiler prints it, and what to print instead.
struct renamed_path {
  std::string from;
  std::string to;
};

// The errors in a compiler's `text`, each with its notes and its excerpt of
// the source; at most `max_lines` lines, and a last one that says how many
// more there were. Warnings, and what only Racelab's own way of compiling
// says, are left out. If there is no error in it, the text as it is.
std::string shape_diagnostics(std::string_view text,
                              const std::vector<renamed_path>& renamed,
                              std::size_t max_lines = 40);

enum class exhausted { processor_time, memory, file_size };

// The limit that a compiler's text says it ran into, if it does.
std::optional<exhausted> exhausted_limit(std::string_view text);

// Whether the text says that the compiler itself failed, not the source.
bool is_compiler_crash(std::string_view text);

// Who is to blame for what a linker refuses.
struct link_errors {
  std::vector<std::string> subject;  // one line for each; for the learner
  bool other = false;                // and something that is not his
};

// The errors in the text of GNU's or LLVM's linker. `file` is the subject,
// `lesson` the namespace that it was to define, `header` where that is
// declared.
link_errors explain_link_errors(std::string_view text, std::string_view file,
                                std::string_view lesson,
                                std::string_view header);

}  // namespace racelab::build
