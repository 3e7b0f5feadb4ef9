// Distributed under the Boost Software License, Version 1.0.
#pragma once

// What a learner reads: NAME/text.md in the set's folder, or the same in
// another language beside it, text.de.md.

#include <array>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace racelab::workshop {

struct exercise_text {
  static constexpr std::size_t levels = 3;

  std::string title;                      // one line
  std::string task;                       // lines
  std::array<std::string, levels> hints;  // what to look at; what is wrong; how
                                          // to mend it
};

// The language of the user's environment, "de"; empty: English or none known.
// By LC_ALL, LC_MESSAGES and LANG, as everywhere.
std::string language_of_environment();

// Reads the text in that language, or in English where there is none. Throws
// catalogue::manifest_error, naming the file, if it cannot be read or a part of
// it is missing or empty.
exercise_text load_text(const std::filesystem::path& set, std::string_view name,
                        std::string_view language);

// A task or a hint in lines of at most so many columns: its paragraphs are
// filled. Lines that begin with a space, a dash, a star or a digit stay as they
// are.
std::vector<std::string> filled(std::string_view text, unsigned columns);

// The languages that there are besides English.
std::set<std::string> languages_of(const std::filesystem::path& set,
                                   std::string_view name);

}  // namespace racelab::workshop
