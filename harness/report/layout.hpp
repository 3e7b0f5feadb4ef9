// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/look.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace racelab::report {

// `text` on one line, with nothing in it that a terminal would obey: tabs
// become spaces; control characters and broken UTF-8 are shown as \xNN. What
// a subject says is printed through this, so that it cannot forge a verdict.
std::string printable(std::string_view text);

// The same for text of several lines, which stay lines.
std::string printable_lines(std::string_view text);

// The columns that printable UTF-8 text takes on a screen.
unsigned width(std::string_view text);

// The first part of `text`, ended by `ending` if not all of it fits.
std::string cut(std::string_view text, unsigned columns,
                std::string_view ending);

// `text` in lines of at most `columns`, broken at spaces where there are any.
std::vector<std::string> wrap(std::string_view text, unsigned columns);

// `text` wrapped into a paragraph, each line indented, with a final newline.
std::string paragraph(std::string_view text, unsigned indent, const look&);

// Painted text followed by as many spaces as fill `columns`.
std::string cell(std::string_view text, unsigned columns, ink, const look&);

// The same with the spaces in front, as numbers want it.
std::string right_cell(std::string_view text, unsigned columns, ink,
                       const look&);

// One line: without the spaces at its end, and with a newline.
std::string end_line(std::string line);

// "1 schedule", "2 schedules".
std::string count_of(std::size_t count, std::string_view noun);

}  // namespace racelab::report
