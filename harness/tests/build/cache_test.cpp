// Distributed under the Boost Software License, Version 1.0.
#include "harness/build/cache.hpp"
#include "harness/build/dependencies.hpp"
#include "harness/build/fingerprint.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>
#include <boost/test/unit_test.hpp>

using namespace racelab::build;
namespace fs = std::filesystem;

namespace {

class temporary_folder {
 public:
  temporary_folder()
      : path_(fs::temp_directory_path() /
              ("racelab-cache-" + std::to_string(getpid()))) {
    fs::create_directories(path_);
  }
  temporary_folder(const temporary_folder&) = delete;
  temporary_folder& operator=(const temporary_folder&) = delete;
  ~temporary_folder() { fs::remove_all(path_); }

  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

void write(const fs::path& file, const std::string& text) {
  std::ofstream(file) << text;
}

cache::entry put(const cache& store, const std::string& key,
                 const std::string& variety = "v", std::size_t size = 10) {
  const auto draft = store.begin();
  write(draft.folder / "file", std::string(size, 'x'));
  return store.publish(draft, key, variety);
}

bool anything(const fs::path&) { return true; }

bool has(const cache& store, const std::string& key) {
  return store.find(key, anything).has_value();
}

void make_old(const fs::path& entry, int hours) {
  fs::last_write_time(
      entry, fs::file_time_type::clock::now() - std::chrono::hours(hours));
}

}  // namespace

BOOST_AUTO_TEST_CASE(what_is_published_is_found_by_its_key) {
  const temporary_folder here;
  const cache store(here.path());
  put(store, "a");
  BOOST_TEST(has(store, "a"));
  BOOST_TEST(!has(store, "b"));
}

BOOST_AUTO_TEST_CASE(of_several_varieties_the_one_that_fits_is_found) {
  const temporary_folder here;
  const cache store(here.path());
  put(store, "a", "one");
  const auto two = put(store, "a", "two");
  const auto found = store.find(
      "a", [](const auto& each) { return each.extension() == ".two"; });
  BOOST_REQUIRE(found.has_value());
  BOOST_TEST(found->folder == two.folder);
  BOOST_TEST(!store.find("a", [](const auto&) { return false; }).has_value());
}

BOOST_AUTO_TEST_CASE(a_draft_is_gone_unless_it_is_published) {
  const temporary_folder here;
  const cache store(here.path());
  fs::path folder;
  {
    const auto draft = store.begin();
    folder = draft.folder;
    BOOST_TEST(fs::exists(folder));
  }
  BOOST_TEST(!fs::exists(folder));
}

BOOST_AUTO_TEST_CASE(the_first_of_two_equal_drafts_stays) {
  const temporary_folder here;
  const cache store(here.path());
  const auto first = put(store, "a", "v", 1);
  const auto second = put(store, "a", "v", 2);
  BOOST_TEST(first.folder == second.folder);
  BOOST_TEST(fs::file_size(second.folder / "file") == 1U);
}

BOOST_AUTO_TEST_CASE(a_damaged_entry_is_as_none_and_is_replaced) {
  using damage = void (*)(const fs::path&);
  const damage all[] = {
      [](const fs::path& entry) { write(entry / "file", ""); },
      [](const fs::path& entry) { fs::resize_file(entry / "file", 5); },
      [](const fs::path& entry) { fs::remove(entry / "file"); },
      [](const fs::path& entry) { write(entry / "another", "x"); },
      [](const fs::path& entry) { write(entry / ".sizes", ""); },
      [](const fs::path& entry) { fs::remove(entry / ".sizes"); }};
  for (const damage each : all) {
    const temporary_folder here;
    const cache store(here.path());
    each(put(store, "a").folder);
    BOOST_TEST(!has(store, "a"));
    const auto again = put(store, "a");
    BOOST_TEST(fs::file_size(again.folder / "file") == 10U);
    BOOST_TEST(!fs::exists(again.folder / "another"));
    BOOST_TEST(has(store, "a"));
  }
}

// What runs from it goes on.
BOOST_AUTO_TEST_CASE(a_damaged_entry_is_replaced_although_it_is_held) {
  const temporary_folder here;
  const cache store(here.path());
  {
    const auto held = put(store, "a");
    fs::remove(held.folder / "file");
    put(store, "a");
    BOOST_TEST(has(store, "a"));
    store.trim(1'000'000);
    BOOST_TEST(has(store, "a"));
  }
  store.trim(1'000'000);
  BOOST_TEST(std::distance(fs::directory_iterator(here.path()), {}) == 1);
}

BOOST_AUTO_TEST_CASE(the_entry_that_was_not_used_for_longest_goes_first) {
  const temporary_folder here;
  const cache store(here.path());
  for (const char* key : {"a", "b", "c"}) put(store, key, "v", 100);
  make_old(here.path() / "a.v", 3);
  make_old(here.path() / "b.v", 2);
  make_old(here.path() / "c.v", 1);
  BOOST_TEST(has(store, "a"));
  store.trim(250);
  BOOST_TEST(has(store, "a"));
  BOOST_TEST(!has(store, "b"));
  BOOST_TEST(has(store, "c"));
}

BOOST_AUTO_TEST_CASE(an_entry_in_use_stays) {
  const temporary_folder here;
  const cache store(here.path());
  {
    const auto held = put(store, "a");
    store.trim(0);
    BOOST_TEST(has(store, "a"));
  }
  store.trim(0);
  BOOST_TEST(!has(store, "a"));
}

// It is another run's, which fills it at this moment: its files come and go,
// so it is not even looked at.
BOOST_AUTO_TEST_CASE(a_draft_that_is_held_counts_for_nothing) {
  const temporary_folder here;
  const cache store(here.path());
  put(store, "a", "v", 100);
  const auto draft = store.begin();
  write(draft.folder / "half", std::string(1000, 'x'));
  store.trim(500);
  BOOST_TEST(has(store, "a"));
  BOOST_TEST(fs::exists(draft.folder / "half"));
}

BOOST_AUTO_TEST_CASE(the_draft_of_a_killed_process_is_removed) {
  const temporary_folder here;
  const cache store(here.path());
  const auto mine = store.begin();
  if (fork() == 0) {
    const auto draft = store.begin();
    write(draft.folder / "half", "x");
    _exit(0);
  }
  wait(nullptr);
  const auto count = [&] {
    return std::distance(fs::directory_iterator(here.path()), {});
  };
  BOOST_TEST(count() == 2);
  store.trim(1'000'000);
  BOOST_TEST(count() == 1);
  BOOST_TEST(fs::exists(mine.folder));
}

BOOST_AUTO_TEST_CASE(fingerprints_differ_in_content_order_and_borders) {
  const auto name = [](const std::vector<std::string>& parts) {
    fingerprint made;
    for (const auto& part : parts) made.add(part);
    return made.name();
  };
  BOOST_TEST(name({"a", "b"}) == name({"a", "b"}));
  const std::set<std::string> different = {name({"a", "b"}), name({"b", "a"}),
                                           name({"ab"}), name({"a", "b", ""}),
                                           name({})};
  BOOST_TEST(different.size() == 5U);
}

BOOST_AUTO_TEST_CASE(a_missing_file_is_not_an_empty_one) {
  const temporary_folder here;
  write(here.path() / "empty", "");
  BOOST_TEST(content_name(here.path() / "empty") !=
             content_name(here.path() / "missing"));
}

BOOST_AUTO_TEST_CASE(a_rewritten_file_has_another_identity) {
  const temporary_folder here;
  const auto file = here.path() / "part";
  const auto name = [&] {
    fingerprint made;
    made.add_identity(file);
    return made.name();
  };
  write(file, "one");
  const auto before = name();
  BOOST_TEST(name() == before);
  fs::last_write_time(
      file, fs::last_write_time(file) + std::chrono::nanoseconds(1'000));
  BOOST_TEST(name() != before);
}

BOOST_AUTO_TEST_CASE(dependencies_are_read_as_a_makefiles_are) {
  const auto read = parse_dependencies(
      "x.o: /a/b.cpp \\\n /a/with\\ blank.hpp /a/$$dollar\\#.hpp \\\n"
      " /a/last.hpp\n\n/a/last.hpp:\n");
  const std::vector<fs::path> expected = {"/a/b.cpp", "/a/with blank.hpp",
                                          "/a/$dollar#.hpp", "/a/last.hpp"};
  BOOST_TEST(read == expected, boost::test_tools::per_element());
  BOOST_TEST(parse_dependencies("").empty());
}
