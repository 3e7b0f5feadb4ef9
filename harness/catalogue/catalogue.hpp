// Distributed under the Boost Software License, Version 1.0.
#pragma once

// What there is to judge: the lessons, their correct patterns and their broken
// twins, read from one manifest.

#include "harness/catalogue/manifest_entry.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace racelab::catalogue {

enum class kind { pattern, antipattern };

// One item of a well-known list of concurrency bugs, and the list.
struct source_item {
  std::string id;  // unique among all lists
  std::string title;
};

struct source_list {
  std::string name;
  std::string where;  // an address
  std::vector<source_item> items;
};

struct variant {
  std::string name;
  catalogue::kind kind = kind::antipattern;
  std::string file;  // relative to the root, with forward slashes
  std::vector<std::string> expected;  // finding ids; none for a pattern
  std::string shows;                  // one line
  std::string hint;                   // one line, for who is stuck
  std::vector<std::string> sources;   // ids of the items that it is
  std::string larger_because;         // why it differs by more than 12 lines
};

struct lesson {
  std::string name;
  std::string title;
  std::string header;                 // as it is included, below patterns/
  std::vector<std::string> scenario;  // sources, relative to the root
  std::string contract;               // one line
  std::vector<variant> variants;
};

// A lesson and one of its variants.
struct subject {
  const catalogue::lesson* lesson = nullptr;
  const catalogue::variant* variant = nullptr;
};

struct manifest {
  std::filesystem::path root;  // of Racelab; absolute
  std::vector<lesson> lessons;
  std::vector<source_list> sources;
};

// Reads the manifest, and the lists of known bugs in sources.json beside it, if
// there is such a file; the manifest's files are looked for below `root`.
// Throws manifest_error for unknown or missing fields, unknown findings and
// sources, duplicate names, missing files, a lesson that has not exactly one
// pattern, and a finding expected of a pattern or none of an antipattern.
manifest load(const std::filesystem::path& file,
              const std::filesystem::path& root);

// All subjects, in the manifest's order.
std::vector<subject> subjects(const manifest&);

// Null if there is no such lesson.
const lesson* find_lesson(const manifest&, std::string_view name);

// The subject "LESSON/VARIANT"; both null if there is none.
subject find_subject(const manifest&, std::string_view path);

// The subjects that are the item `id` of a list.
std::vector<subject> subjects_of_source(const manifest&, std::string_view id);

// "LESSON/VARIANT"
std::string path(const subject&);

}  // namespace racelab::catalogue
