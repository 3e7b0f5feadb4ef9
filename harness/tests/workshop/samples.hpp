// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/catalogue/catalogue.hpp"
#include "harness/workshop/exercise_set.hpp"
#include "harness/workshop/exercise_text.hpp"

#include <filesystem>
#include <string>

namespace racelab::workshop::samples {

// Racelab's own catalogue.
const catalogue::manifest& known();

exercise of_kind(exercise_kind);

exercise_text text();

// A subject as the catalogue has them: licence, comments, a bug, a namespace.
std::string source();

void write(const std::filesystem::path& file, const std::string& text);
std::string content(const std::filesystem::path& file);

// A whole set of one exercise that is solved by code, in `folder`.
void write_set(const std::filesystem::path& folder);

// The same with something of set.json replaced.
void write_set_with(const std::filesystem::path& folder,
                    const std::string& instead_of, const std::string& text);

}  // namespace racelab::workshop::samples
