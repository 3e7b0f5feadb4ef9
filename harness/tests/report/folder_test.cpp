// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/folder.hpp"

#include "harness/tests/report/samples.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace racelab::report {
namespace {

namespace fs = std::filesystem;

// An empty directory of the test's own.
class scratch {
 public:
  scratch() {
    std::string name = (fs::temp_directory_path() / "racelab.XXXXXX").string();
    BOOST_REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  scratch(const scratch&) = delete;
  scratch& operator=(const scratch&) = delete;
  ~scratch() { fs::remove_all(path_); }

  fs::path operator/(const std::string& name) const { return path_ / name; }

  std::size_t entries() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(path_), {}));
  }

 private:
  fs::path path_;
};

std::string read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

bool is_whole(const std::string& json) {
  return json.size() > 2 && json.compare(json.size() - 2, 2, "}\n") == 0;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(report_folder)

BOOST_AUTO_TEST_CASE(it_holds_the_json_an_index_and_a_page_for_each_subject) {
  const scratch here;
  write_folder(here / "report", good_run(), sample_sources());
  BOOST_TEST(is_whole(read(here / "report/report.json")));
  BOOST_TEST(read(here / "report/index.html")
                 .find(R"("name":"dependent_calls/read_before_fetch")") !=
             std::string::npos);
  BOOST_TEST(read(here / "report/index.txt").find("read_before_fetch") !=
             std::string::npos);
  const std::string page =
      read(here / "report/dependent_calls/read_before_fetch.txt");
  BOOST_TEST(page.find("./run_tsan.sh replay") != std::string::npos);
  BOOST_TEST(page.find('\x1b') == std::string::npos);
  BOOST_TEST(here.entries() == 1u);
}

BOOST_AUTO_TEST_CASE(an_old_report_is_replaced_as_a_whole) {
  const scratch here;
  write_folder(here / "report", good_run(), {});
  run_result smaller = good_run();
  smaller.subjects.erase(smaller.subjects.begin() + 3, smaller.subjects.end());
  write_folder(here / "report/", smaller, {});
  BOOST_TEST(
      !fs::exists(here / "report/dependent_calls/read_before_fetch.txt"));
  BOOST_TEST(fs::exists(here / "report/dependent_calls/pattern.txt"));
  BOOST_TEST(here.entries() == 1u);
}

BOOST_AUTO_TEST_CASE(somebody_elses_folder_is_left_alone) {
  const scratch here;
  fs::create_directories(here / "thesis");
  std::ofstream(here / "thesis/chapter.txt") << "years of work";
  BOOST_CHECK_THROW(write_folder(here / "thesis", good_run(), {}),
                    std::runtime_error);
  BOOST_TEST(read(here / "thesis/chapter.txt") == "years of work");
  BOOST_TEST(here.entries() == 1u);
}

BOOST_AUTO_TEST_CASE(who_looks_while_it_is_replaced_sees_a_whole_report) {
  const scratch here;
  const fs::path folder = here / "report";
  write_folder(folder, good_run(), {});
  std::atomic<bool> done{false};
  std::vector<std::thread> writers;
  for (int i = 0; i < 2; ++i) {
    writers.emplace_back([&] {
      for (int round = 0; round < 40; ++round) {
        write_folder(folder, good_run(), {});
      }
    });
  }
  std::size_t looks = 0, halves = 0;
  std::thread reader([&] {
    while (!done || looks == 0) {
      halves += is_whole(read(folder / "report.json")) ? 0 : 1;
      ++looks;
    }
  });
  for (std::thread& each : writers) {
    each.join();
  }
  done = true;
  reader.join();
  BOOST_TEST(halves == 0u);
  BOOST_TEST(here.entries() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::report
