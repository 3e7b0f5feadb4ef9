// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/scaffold.hpp"
#include "harness/command_line.hpp"
#include "harness/tests/workshop/samples.hpp"
#include "harness/workshop/exercise_text.hpp"
#include "harness/workshop/scratch_folder.hpp"

#include <boost/test/unit_test.hpp>

namespace racelab::workshop {
namespace {

namespace fs = std::filesystem;

constexpr const char* twin = "worker_pool/worker_exits_on_error";

bool has(const std::string& all, const std::string& part) {
  if (all.find(part) == std::string::npos) BOOST_TEST_MESSAGE(all);
  return all.find(part) != std::string::npos;
}

void expect_refused(const new_exercise& wanted, const std::string& why) {
  BOOST_CHECK_EXCEPTION(
      scaffold(wanted, samples::known()), usage_error,
      [&](const usage_error& error) { return has(error.what(), why); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(scaffold_)

BOOST_AUTO_TEST_CASE(an_exercise_of_every_kind_makes_a_set_that_loads) {
  for (const char* kind : {"mend", "write", "predict", "break", "read"}) {
    for (const bool of_twin : {true, false}) {
      const scratch_folder folder;
      const fs::path set = folder.path() / "mine";
      const scaffolding made =
          scaffold({"my_own", kind_named(kind), of_twin ? twin : "",
                    of_twin ? "" : "worker_pool", set},
                   samples::known());
      BOOST_TEST_CONTEXT(kind) {
        const exercise_set loaded = load_set(set, samples::known());
        BOOST_TEST(loaded.name == "mine");
        BOOST_REQUIRE(loaded.exercises.size() == 1);
        BOOST_TEST(name_of(loaded.exercises[0].kind) == kind);
        BOOST_TEST(loaded.exercises[0].lesson == "worker_pool");
        const exercise_text text = load_text(set, "my_own", "");
        BOOST_TEST(is_still_to_be_written(text.title));
        BOOST_TEST(is_still_to_be_written(text.task));
        BOOST_TEST(is_still_to_be_written(text.hints[2]));
        for (const fs::path& each : made.made) BOOST_TEST(fs::exists(each));
        BOOST_TEST(!made.to_do.empty());
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_log_to_be_read_needs_no_finding_of_the_judge) {
  const scratch_folder folder;
  const fs::path set = folder.path() / "mine";
  const scaffolding made =
      scaffold({"my_own", exercise_kind::read, "", "worker_pool", set},
               samples::known());
  BOOST_TEST(load_set(set, samples::known()).exercises.at(0).expected.empty());
  for (const std::string& each : made.to_do) {
    BOOST_TEST(!has(each, "the judge finds"));
  }
}

BOOST_AUTO_TEST_CASE(a_set_keeps_the_form_that_its_author_gave_it) {
  const scratch_folder folder;
  samples::write_set(folder.path());
  const std::string before = samples::content(folder.path() / "set.json");
  scaffold({"second", exercise_kind::predict, twin, "", folder.path()},
           samples::known());
  const std::string after = samples::content(folder.path() / "set.json");
  const std::string begin = before.substr(0, before.find("\n  ]}"));
  BOOST_TEST(after.substr(0, begin.size()) == begin);
  const exercise_set loaded = load_set(folder.path(), samples::known());
  BOOST_REQUIRE(loaded.exercises.size() == 2);
  BOOST_TEST(loaded.exercises[1].name == "second");
}

BOOST_AUTO_TEST_CASE(a_set_whose_exercises_are_not_its_last_field_grows_too) {
  const scratch_folder folder;
  samples::write_set(folder.path());
  samples::write(folder.path() / "set.json",
                 R"({"schema": 1, "exercises": [
                       {"name": "first", "kind": "predict",
                        "twin": "worker_pool/worker_exits_on_error",
                        "needs": []}],
                     "name": "a", "title": "With a ] in it"})");
  scaffold({"second", exercise_kind::predict, twin, "", folder.path()},
           samples::known());
  BOOST_TEST(load_set(folder.path(), samples::known()).exercises.size() == 2);
}

BOOST_AUTO_TEST_CASE(nothing_that_is_there_is_written_over) {
  const scratch_folder folder;
  samples::write_set(folder.path());
  const std::string before = samples::content(folder.path() / "set.json");
  expect_refused({"first", exercise_kind::mend, twin, "", folder.path()},
                 "has an exercise first already");
  samples::write(folder.path() / "second/notes.txt", "mine");
  expect_refused({"second", exercise_kind::mend, twin, "", folder.path()},
                 "is there already");
  BOOST_TEST(samples::content(folder.path() / "set.json") == before);
  BOOST_TEST(samples::content(folder.path() / "second/notes.txt") == "mine");
}

BOOST_AUTO_TEST_CASE(what_makes_no_sense_is_refused_before_anything_is_made) {
  const scratch_folder folder;
  const fs::path set = folder.path() / "mine";
  expect_refused({"../up", exercise_kind::mend, twin, "", set},
                 "cannot be an exercise's name");
  expect_refused({"", exercise_kind::mend, twin, "", set},
                 "cannot be an exercise's name");
  expect_refused({"a", exercise_kind::mend, "", "", set}, "--twin");
  expect_refused({"a", exercise_kind::mend, twin, "worker_pool", set},
                 "--twin");
  expect_refused({"a", exercise_kind::mend, "", "worker_pol", set},
                 "did you mean worker_pool?");
  expect_refused({"a", exercise_kind::mend, "worker_pool/no", "", set},
                 "the catalogue has no");
  expect_refused({"a", exercise_kind::mend, "worker_pool/pattern", "", set},
                 "nothing to mend");
  BOOST_TEST(!fs::exists(set));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::workshop
