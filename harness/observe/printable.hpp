// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <string>
#include <string_view>

namespace racelab::observe {

// `text` as UTF-8 that can be shown to people: what is not UTF-8 and every
// control character but a newline become question marks. A subject's
// messages can neither move a terminal's cursor nor break a JSON file.
std::string printable(std::string_view text);

}  // namespace racelab::observe
