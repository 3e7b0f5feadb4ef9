// Distributed under the Boost Software License, Version 1.0.
#pragma once

// Subjects as programs at real speed, built for one tool or another.

#include "harness/build/cache.hpp"
#include "harness/build/toolchain.hpp"
#include "harness/catalogue/catalogue.hpp"
#include "harness/matrix/tool.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace racelab::matrix {

// Stays where it is for as long as `hold` lives.
struct program {
  std::filesystem::path file;
  std::shared_ptr<const void> hold;
};

class programs {
 public:
  // Built ones are kept below `folder`, by the content of all they are made of.
  programs(const build::toolchain&, std::filesystem::path folder,
           std::stop_token);

  // Compiles what is not kept, and blocks for as long as that takes. Throws
  // tool_failure with the compiler's words, or interrupted. Thread-safe.
  program of(const tool&, const catalogue::subject&) const;

  // What every compiler needs to compile a subject.
  const std::vector<std::string>& flags() const { return flags_; }

 private:
  // `watched`: by what the tool compiles into it. Files are below the root.
  build::cache::entry object(const tool&, const std::string& file,
                             bool watched) const;
  build::cache::entry kept_or_made(
      const std::string& key, const std::string& what,
      const std::function<void(const std::filesystem::path&)>& make) const;
  std::vector<std::string> compile(const tool&, const std::string& file,
                                   bool watched) const;
  void execute(const std::vector<std::string>& command,
               const std::filesystem::path& folder) const;
  std::string key(const tool&, const std::string& file) const;

  const build::toolchain& tools_;
  const build::cache cache_;
  const std::stop_token stop_;
  const std::vector<std::string> flags_;
};

}  // namespace racelab::matrix
