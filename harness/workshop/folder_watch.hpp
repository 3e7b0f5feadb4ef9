// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <filesystem>
#include <set>
#include <string>

namespace racelab::workshop {

// What became of a folder's files since it was asked last.
struct folder_changes {
  std::set<std::string> saved;    // names of files that are whole now
  std::set<std::string> removed;  // names that are no files now
  bool lost = false;              // more than was noted: any file may be new
  bool gone = false;              // the folder itself was removed or moved
};

// Notices each file in a folder that was written, moved over or put in its
// place, as editors do when they save, replaced by a link or a pipe, or taken
// away. Below the folder it
// notices nothing, nor what another machine does to a folder of a network.
class folder_watch {
 public:
  // Throws std::system_error that names the folder.
  explicit folder_watch(const std::filesystem::path& folder);
  ~folder_watch();
  folder_watch(const folder_watch&) = delete;
  folder_watch& operator=(const folder_watch&) = delete;

  int descriptor() const { return descriptor_; }  // readable: something changed

  // Never blocks.
  folder_changes take();

 private:
  std::filesystem::path folder_;
  int descriptor_;
};

}  // namespace racelab::workshop
