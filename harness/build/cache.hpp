// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace racelab::build {

// Folders of finished files by key, below one folder that any number of
// processes use at once. An entry appears whole or not at all, and stays for
// as long as somebody holds it. One that has been damaged, in that a file is
// missing or has another size, is as none. All members throw std::system_error
// or std::filesystem::filesystem_error if the disk fails.
class cache {
 public:
  struct entry {
    std::filesystem::path folder;
    std::shared_ptr<const void> hold;
  };

  // A folder to fill. It is removed with the last copy, unless published; one
  // that a killed process left behind is removed by `trim`.
  struct draft {
    std::filesystem::path folder;
    std::shared_ptr<const void> hold;
  };

  // Makes `folder` if it does not exist.
  explicit cache(std::filesystem::path folder);

  // The first entry with that key for which `fits` is true; marks it as used.
  std::optional<entry> find(
      const std::string& key,
      const std::function<bool(const std::filesystem::path&)>& fits) const;

  draft begin() const;

  // Makes the draft an entry. Keys are file names without a dot; entries with
  // one key are told apart by `variety`. If there is one already, that is
  // returned instead, or replaced if it is damaged.
  entry publish(const draft&, const std::string& key,
                const std::string& variety) const;

  // Removes the entries that were not used for longest, and none that is held,
  // until the rest takes no more than `size` bytes.
  void trim(std::uint64_t size) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace racelab::build
