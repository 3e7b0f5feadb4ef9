// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/output_file.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include <fcntl.h>
#include <unistd.h>

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

BOOST_AUTO_TEST_CASE(a_link_stays_a_link_and_permissions_stay) {
  const scratch folder;
  const fs::path file = folder.path() / "race.sarif";
  const fs::path link = folder.path() / "newest.sarif";
  write_file_whole(file, "old");
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
  fs::create_symlink("race.sarif", link);
  write_file_whole(link, "new");
  BOOST_TEST(fs::is_symlink(link));
  BOOST_TEST(text_of(file) == "new");
  const fs::perms now = fs::status(file).permissions();
  BOOST_TEST((now == (fs::perms::owner_read | fs::perms::owner_write)));
  BOOST_TEST(files_in(folder.path()) == 2);
}

// Also where it is a file: what a shell has opened goes on being written.
BOOST_AUTO_TEST_CASE(standard_output_is_written_to_and_not_replaced) {
  const scratch folder;
  const fs::path file = folder.path() / "all.txt";
  const int before = ::dup(STDOUT_FILENO);
  const int opened = ::open(file.c_str(), O_CREAT | O_WRONLY, 0600);
  ::dup2(opened, STDOUT_FILENO);
  ::close(opened);
  BOOST_TEST(::write(STDOUT_FILENO, "a", 1) == 1);
  write_file_whole("/dev/stdout", "b");
  write_file_whole(file, "c");
  BOOST_TEST(::write(STDOUT_FILENO, "d", 1) == 1);
  ::dup2(before, STDOUT_FILENO);
  ::close(before);
  BOOST_TEST(text_of(file) == "abcd");
  BOOST_TEST(fs::is_symlink("/dev/stdout"));
}

BOOST_AUTO_TEST_CASE(a_device_stays_a_device) {
  write_file_whole("/dev/null", "text");
  BOOST_TEST(fs::is_character_file("/dev/null"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::report
