// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/report/run_program.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <sys/wait.h>

namespace racelab::report {
namespace {

namespace fs = std::filesystem;

std::string take(const fs::path& file) {
  std::string text;
  {
    std::ifstream in(file, std::ios::binary);
    text.assign(std::istreambuf_iterator<char>(in), {});
  }
  fs::remove(file);
  return text;
}

}  // namespace

program_result run_racelab(const std::string& arguments,
                           const std::string& where) {
  std::string folder = (fs::temp_directory_path() / "racelab.XXXXXX").string();
  BOOST_REQUIRE(mkdtemp(folder.data()) != nullptr);
  // Whatever the locale of who tests: its signs are looked for.
  const std::string command =
      "cd '" + where + "' && LC_ALL=C.UTF-8 " RACELAB_BINARY " " + arguments +
      " >" + folder + "/out 2>" + folder + "/error";
  const int ended = std::system(command.c_str());
  program_result result;
  result.status = WIFEXITED(ended) ? WEXITSTATUS(ended) : 128 + WTERMSIG(ended);
  result.out = take(folder + "/out");
  result.error = take(folder + "/error");
  fs::remove(folder);
  return result;
}

}  // namespace racelab::report
