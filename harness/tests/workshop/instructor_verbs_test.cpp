// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/workshop/played_course.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>

namespace racelab::workshop {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using front_door::shell_result;

const fs::path fixes =
    fs::path(RACELAB_SOURCE_ROOT) / "harness/tests/corpus/wrong_fixes";

bool has(const std::string& all, const std::string& part) {
  if (all.find(part) == std::string::npos) BOOST_TEST_MESSAGE(all);
  return all.find(part) != std::string::npos;
}

shell_result type_in(const fs::path& folder, const std::string& words) {
  return front_door::shell("cd '" + folder.string() + "' && LC_ALL=C " +
                           RACELAB_BINARY + " workshop " + words + " 2>&1");
}

void replace_in(const fs::path& file, const std::string& instead_of,
                const std::string& text) {
  std::ifstream in(file);
  std::string all{std::istreambuf_iterator<char>(in), {}};
  for (std::size_t at = 0; (at = all.find(instead_of, at)) != std::string::npos;
       at += text.size()) {
    all.replace(at, instead_of.size(), text);
  }
  std::ofstream(file) << all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(instructors_verbs)

BOOST_AUTO_TEST_CASE(a_new_exercise_holds_once_it_is_filled_in) {
  const scratch_folder home;
  const shell_result made = type_in(
      home.path(),
      "new too_soon --twin dependent_calls/read_before_fetch --set mine");
  BOOST_TEST(made.status == 0, made.output);
  BOOST_TEST(has(made.output, "workshop verify-set mine"));

  const shell_result empty = type_in(home.path(), "verify-set mine");
  BOOST_TEST(empty.status == 1);
  BOOST_TEST(has(empty.output, "the title is still to be written"));
  BOOST_TEST(has(empty.output, "hint 3 is still to be written"));
  BOOST_TEST(has(empty.output, "wrong_2.cpp is the same code as the start"));

  const fs::path exercise = home.path() / "mine/too_soon";
  replace_in(exercise / "text.md", "TODO: ", "");
  const auto overwrite = fs::copy_options::overwrite_existing;
  fs::copy_file(fixes / "dependent_calls/sleep_before_reading.cpp",
                exercise / "wrong_1.cpp", overwrite);
  fs::copy_file(fixes / "dependent_calls/global_lock.cpp",
                exercise / "wrong_2.cpp", overwrite);
  std::ofstream(home.path() / "mine/set.json") << R"({
    "schema": 1, "name": "mine", "title": "Mine", "exercises": [
      {"name": "too_soon", "kind": "mend",
       "twin": "dependent_calls/read_before_fetch",
       "wrong_fixes": [
         {"file": "too_soon/wrong_1.cpp", "expected": ["read-before-fetch"],
          "also": ["cancellation-ignored", "data-race"]},
         {"file": "too_soon/wrong_2.cpp", "expected": ["sequential"],
          "also": ["crash", "read-before-fetch"]}]}]})";
  const shell_result full = type_in(home.path(), "verify-set mine");
  BOOST_TEST(full.status == 0, full.output);
  BOOST_TEST(has(full.output, "All holds"));
}

BOOST_AUTO_TEST_CASE(a_class_is_summed_up_in_every_form) {
  const played_course course;
  const fs::path home = course.folder().parent_path();
  course.answer("first_report", "first", "12");
  course.answer("first_report", "second", "16");
  course.answer("first_report", "edge", "17 -> 16");
  BOOST_TEST(course.type("check first_report").status == 0);
  fs::create_directory(home / "class");
  fs::rename(course.folder(), home / "class/alice");
  const std::string words = "summary class --set " TRIAL_SET;
  const shell_result table = type_in(home, words);
  BOOST_TEST(table.status == 0, table.output);
  BOOST_TEST(has(table.output, "alice"));
  BOOST_TEST(has(table.output, "01_read_too_soon"));
  BOOST_TEST(has(type_in(home, words + " --format csv").output,
                 "\"alice\",1,5,01_read_too_soon,"));
  const json::value all = json::parse(type_in(home, words + " --json").output);
  BOOST_TEST(all.at("learners").at(0).at("passed") == 1);
  BOOST_TEST(has(type_in(home, words + " --format html").output,
                 "\"kind\":\"class\""));
  BOOST_TEST(has(type_in(home, words + " --format xml").output, "xml"));
  BOOST_TEST(type_in(home, words + " --format xml").status == 64);

  fs::create_directory(home / "class/bob");
  const shell_result with_bob = type_in(home, words);
  BOOST_TEST(with_bob.status == 3);
  BOOST_TEST(has(with_bob.output, "alice"));
  BOOST_TEST(has(with_bob.output, "bob: there is no course in it"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::workshop
