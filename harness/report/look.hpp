// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <string>
#include <string_view>

namespace racelab::report {

// What the reader's screen can show. The renderers take it as a value, so
// that what they print depends on nothing else.
struct look {
  unsigned width = 80;
  bool colour = false;
  bool unicode = false;
  std::string link_start = {};  // what a hyperlink to a file begins with,
                                // "file://host"; empty: the terminal has none
};

inline constexpr unsigned narrowest = 60;

// The width of the window that the descriptor is; COLUMNS wins over it.
unsigned columns_of(int descriptor);

// Whether it is a terminal that obeys control sequences.
bool obeys_sequences(int descriptor);

// The look that suits the file descriptor: colour and the window's own width
// on a terminal only, no colour with NO_COLOR or TERM=dumb, plain ASCII where
// the locale is not UTF-8. COLUMNS wins over the window's width. Hyperlinks on
// a terminal that is known to understand them; FORCE_HYPERLINK=1 says that
// whatever reads it does, and FORCE_HYPERLINK=0 that it does not.
look look_for(int descriptor);

enum class ink { plain, good, bad, unsure, strong, dim };

// `text` in that ink; `text` itself where the look has no colour.
std::string paint(std::string_view text, ink colour, const look&);

// `text`, which has to be printable, as a hyperlink (OSC 8) to the file with
// that absolute path; `text` itself where the look has no links or the path is
// empty. Whatever bytes the path has, none of them ends the sequence.
std::string link(std::string_view text, std::string_view path, const look&);

// The symbols the reports use, each with its plain ASCII stand-in.
struct symbols {
  std::string_view good, bad, unsure;
  std::string_view here;          // in front of the line that matters
  std::string_view alive;         // a thread that does nothing in this row
  std::string_view to, from;      // a call and its answer
  std::string_view line, middle;  // rules: horizontal, between two columns
  std::string_view dash;          // between two halves of a sentence
  std::string_view elided;
  std::string_view times;
};

const symbols& symbols_of(const look&);

}  // namespace racelab::report
