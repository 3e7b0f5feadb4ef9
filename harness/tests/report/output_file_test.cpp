// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/output_file.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace racelab::report {
namespace {

namespace fs = std::filesystem;

class scratch {
 public:
  scratch() {
    std::string name = fs::temp_directory_path() / "output.XXXXXX";
    BOOST_REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  scratch(const scratch&) = delete;
  scratch& operator=(const scratch&) = delete;
  ~scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::ptrdiff_t files_in(const fs::path& folder) {
  return std::distance(fs::directory_iterator(folder), {});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(output_file)

BOOST_AUTO_TEST_CASE(
    a_file_takes_the_place_of_the_old_one_and_leaves_no_other) {
  const scratch folder;
  const fs::path file = folder.path() / "race.sarif";
  write_file_whole(file, "old and long");
  write_file_whole(file, "new");
  BOOST_TEST(text_of(file) == "new");
  BOOST_TEST(files_in(folder.path()) == 1);
  const auto others = fs::status(file).permissions() & fs::perms::group_read;
  BOOST_TEST((others == fs::perms::group_read));
}

BOOST_AUTO_TEST_CASE(whoever_reads_the_old_file_reads_it_to_its_end) {
  const scratch folder;
  const fs::path file = folder.path() / "race.sarif";
  write_file_whole(file, "old");
  std::ifstream reader(file);
  write_file_whole(file, "new");
  BOOST_TEST(std::string(std::istreambuf_iterator<char>(reader), {}) == "old");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_written_is_named_and_leaves_nothing) {
  const scratch folder;
  fs::create_directory(folder.path() / "taken");
  for (const fs::path& file :
       {folder.path() / "missing" / "x", folder.path() / "taken"}) {
    try {
      write_file_whole(file, "text");
      BOOST_ERROR("it was written");
    } catch (const std::runtime_error& error) {
      BOOST_TEST(std::string(error.what())
                     .starts_with("cannot write " + file.string() + ": "));
    }
  }
  BOOST_TEST(files_in(folder.path()) == 1);
}

BOOST_AUTO_TEST_CASE(what_a_killed_writer_left_is_removed_and_nothing_else) {
  const scratch folder;
  const fs::path file = folder.path() / "01_one.cpp";
  for (const char* each : {"", ".backup", ".1", ".new-old", ".new-abcdef"}) {
    std::ofstream(file.string() + each) << "text";
  }
  remove_left_over(file);
  BOOST_TEST(!fs::exists(file.string() + ".new-abcdef"));
  BOOST_TEST(files_in(folder.path()) == 4);
}

BOOST_AUTO_TEST_CASE(a_device_stays_a_device) {
  write_file_whole("/dev/null", "text");
  BOOST_TEST(fs::is_character_file("/dev/null"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::report
