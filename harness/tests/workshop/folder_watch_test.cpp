// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/folder_watch.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <system_error>

#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace racelab::workshop {
namespace {

namespace fs = std::filesystem;

struct watched_folder {
  fs::path path = fs::temp_directory_path() /
                  ("folder_watch_test." + std::to_string(::getpid()));
  fs::path outside = path.string() + ".outside";

  watched_folder() {
    fs::create_directories(path / "below");
    fs::create_directories(outside);
    write(path / "01_one.cpp");
  }
  ~watched_folder() {
    fs::remove_all(path);
    fs::remove_all(outside);
  }

  static void write(const fs::path& file) { std::ofstream(file) << "text\n"; }
};

using names = std::set<std::string>;

bool is_readable(const folder_watch& watch) {
  pollfd watched{watch.descriptor(), POLLIN, 0};
  return ::poll(&watched, 1, 0) == 1;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(watching_a_folder, watched_folder)

BOOST_AUTO_TEST_CASE(notices_a_file_that_was_written) {
  folder_watch watch(path);
  BOOST_TEST(!is_readable(watch));
  write(path / "01_one.cpp");
  BOOST_TEST(is_readable(watch));
  BOOST_TEST((watch.take().saved == names{"01_one.cpp"}));
  BOOST_TEST(!is_readable(watch));
  BOOST_TEST(watch.take().saved.empty());
}

BOOST_AUTO_TEST_CASE(does_not_notice_a_file_before_it_is_whole) {
  folder_watch watch(path);
  std::ofstream file(path / "02_two.cpp");
  file << "half" << std::flush;
  BOOST_TEST(watch.take().saved.empty());
  file.close();
  BOOST_TEST((watch.take().saved == names{"02_two.cpp"}));
}

BOOST_AUTO_TEST_CASE(notices_a_file_that_was_moved_over_another) {
  folder_watch watch(path);
  write(outside / "new");
  fs::rename(outside / "new", path / "01_one.cpp");
  BOOST_TEST((watch.take().saved == names{"01_one.cpp"}));
}

// vim with 'backup': the old file is moved away, and a new one is made.
BOOST_AUTO_TEST_CASE(notices_a_file_that_was_made_anew_in_its_place) {
  folder_watch watch(path);
  fs::rename(path / "01_one.cpp", path / "01_one.cpp~");
  write(path / "01_one.cpp");
  BOOST_TEST(watch.take().saved.count("01_one.cpp") == 1U);
}

BOOST_AUTO_TEST_CASE(notices_a_link_or_a_pipe_in_a_files_place) {
  folder_watch watch(path);
  write(outside / "new");
  fs::remove(path / "01_one.cpp");
  fs::create_symlink(outside / "new", path / "01_one.cpp");
  BOOST_TEST((watch.take().saved == names{"01_one.cpp"}));
  fs::remove(path / "01_one.cpp");
  fs::create_hard_link(outside / "new", path / "01_one.cpp");
  BOOST_TEST((watch.take().saved == names{"01_one.cpp"}));
  fs::remove(path / "01_one.cpp");
  BOOST_REQUIRE(::mkfifo((path / "01_one.cpp").c_str(), 0600) == 0);
  BOOST_TEST((watch.take().saved == names{"01_one.cpp"}));
}

BOOST_AUTO_TEST_CASE(tells_of_several_files_at_once) {
  folder_watch watch(path);
  write(path / "01_one.cpp");
  write(path / "02_two.cpp");
  write(path / "01_one.cpp");
  BOOST_TEST((watch.take().saved == names{"01_one.cpp", "02_two.cpp"}));
}

BOOST_AUTO_TEST_CASE(does_not_look_below_the_folder_nor_at_what_is_read) {
  folder_watch watch(path);
  write(path / "below" / "03_three.cpp");
  fs::create_directory(path / "another");
  std::ifstream(path / "01_one.cpp").get();
  BOOST_TEST(watch.take().saved.empty());
}

BOOST_AUTO_TEST_CASE(notices_a_file_that_was_taken_away) {
  folder_watch watch(path);
  fs::remove(path / "01_one.cpp");
  const folder_changes removed = watch.take();
  BOOST_TEST(removed.saved.empty());
  BOOST_TEST((removed.removed == names{"01_one.cpp"}));
  write(path / "01_one.cpp");
  fs::rename(path / "01_one.cpp", outside / "01_one.cpp");
  BOOST_TEST((watch.take().removed == names{"01_one.cpp"}));
  write(path / "01_one.cpp");
  BOOST_TEST(watch.take().removed.empty());
}

BOOST_AUTO_TEST_CASE(says_that_the_folder_is_gone) {
  folder_watch watch(path);
  BOOST_TEST(!watch.take().gone);
  fs::rename(path, outside / "moved");
  BOOST_TEST(watch.take().gone);
}

BOOST_AUTO_TEST_CASE(names_the_folder_that_cannot_be_watched) {
  BOOST_CHECK_EXCEPTION(
      folder_watch(path / "nowhere"), std::system_error,
      [&](const auto& error) {
        return std::string(error.what()).find("nowhere cannot be watched") !=
               std::string::npos;
      });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::workshop
