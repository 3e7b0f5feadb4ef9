// Distributed under the Boost Software License, Version 1.0.
#include "harness/build/folder_content.hpp"

#include <set>

namespace racelab::build {

namespace fs = std::filesystem;

void add_folders(fingerprint& to, const fs::path& root,
                 const std::vector<std::string>& folders) {
  std::set<fs::path> files;
  for (const std::string& folder : folders)
    for (const auto& each : fs::recursive_directory_iterator(root / folder))
      if (each.is_regular_file()) files.insert(each.path());
  for (const fs::path& each : files) {
    to.add(each.lexically_relative(root).generic_string());
    to.add_content(each);
  }
}

}  // namespace racelab::build
