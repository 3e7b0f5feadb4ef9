// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/tests/report/log/parse_text.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>

#include <stdlib.h>

namespace racelab::report::log {

// A folder with a log of one race, app.log.
struct log_folder {
  log_folder() {
    std::string name = std::filesystem::temp_directory_path() / "logs.XXXXXX";
    BOOST_REQUIRE(mkdtemp(name.data()) != nullptr);
    folder = name;
    write("app.log", gcc_race);
  }
  log_folder(const log_folder&) = delete;
  log_folder& operator=(const log_folder&) = delete;
  ~log_folder() {
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }

  std::string path(const std::string& name) const {
    return (folder / name).string();
  }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder / name, std::ios::binary) << text;
  }
  std::string read(const std::string& name) const {
    std::ifstream in(folder / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  std::filesystem::path folder;
};

}  // namespace racelab::report::log
