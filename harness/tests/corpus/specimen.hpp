// Distributed under the Boost Software License, Version 1.0.
#pragma once

// What the judge must make of other people's code: corpus.json lists it.

#include <filesystem>
#include <iosfwd>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace racelab::corpus {

// One file and what must come out: one of `expected` at least, and nothing
// beyond `expected` and `tolerated`. Besides the findings' ids there are
// "correct", "does-not-compile" and "inconclusive", which come alone.
struct specimen {
  std::filesystem::path file;  // below the corpus
  std::string lesson;
  std::set<std::string> expected;
  std::set<std::string> tolerated;  // not the point, but true as well
  bool needs_namespace = false;     // would hit other processes

  friend std::ostream& operator<<(std::ostream&, const specimen&);
};

// Everything in corpus.json whose file lies in that folder. Throws
// std::runtime_error if the file is not as described.
std::vector<specimen> specimens(const std::filesystem::path& corpus,
                                std::string_view folder);

}  // namespace racelab::corpus
