// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/log/log_report.hpp"

#include <optional>
#include <string_view>

namespace racelab::report::log {

// "#3 f(int) /a/b.cpp:31:5 (program+0x123) (BuildId: 12ab)" and every shorter
// form of it: libtsan's, LLVM's with and without columns, without symbols,
// without a module. A name and a path may contain spaces and parentheses.
// `text` begins at the number sign.
std::optional<frame> parse_frame(std::string_view text);

// Go's frames take two lines: "main.f()" …
std::optional<std::string_view> parse_go_function(std::string_view text);

// … and "/a/b.go:31 +0x38", which belongs into the frame of the line before.
bool parse_go_place(std::string_view text, frame& out);

}  // namespace racelab::report::log
