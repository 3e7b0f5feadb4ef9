// Distributed under the Boost Software License, Version 1.0.
#pragma once

// The programs in harness/bench/programs/: Racelab's primitives, and what they
// are compared with.

#include "harness/build/cache.hpp"
#include "harness/build/toolchain.hpp"

#include <filesystem>
#include <map>
#include <stop_token>
#include <string>
#include <string_view>

namespace racelab::bench {

class peer_programs {
 public:
  // Built ones are kept below `folder`, by the content of all they are made of.
  // The toolchain must outlive this.
  peer_programs(const build::toolchain&, std::filesystem::path folder,
                std::stop_token);

  // Compiles what is not kept. What cannot be built says so once it is
  // measured. Blocks for as long as that takes. Throws interrupted.
  void build(const std::string& name);

  // Runs that benchmark of a program that `build` was called for, for at least
  // so many seconds, and returns the seconds that one turn of it takes. Blocks
  // until it has ended. Throws matrix::tool_failure and interrupted.
  double measure(const std::string& name, const std::string& benchmark,
                 double at_least) const;

 private:
  struct built {
    std::filesystem::path program;
    std::shared_ptr<const void> hold;
    std::string why_not;
  };

  built made(const std::string& name) const;
  std::string key(const std::string& name) const;

  const build::toolchain& tools_;
  const build::cache cache_;
  const std::stop_token stop_;
  std::map<std::string, built> programs_;
};

// The benchmark's time in seconds, of what Google Benchmark writes as JSON;
// other lines may stand before it. Throws matrix::tool_failure if that is not
// exactly one time.
double time_in(std::string_view text);

}  // namespace racelab::bench
