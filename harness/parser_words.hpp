// Distributed under the Boost Software License, Version 1.0.
#pragma once

// What a command line's parser says, in the words that Racelab uses.

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace racelab {

// The help of the verb that was typed, or of the program.
std::string help_text(const CLI::App&, const char* program);

// CLI11's own words, as the others begin.
std::string one_line(std::string text);

// Names the word that no verb and no option claims, with what was meant.
std::string unexpected(const CLI::App&);

// What of `names` is near the word, or all there is.
std::string choices(const std::string& word,
                    const std::vector<std::string>& names);

}  // namespace racelab
