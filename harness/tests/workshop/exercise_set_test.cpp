// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/exercise_set.hpp"
#include "harness/catalogue/manifest_entry.hpp"
#include "harness/tests/workshop/samples.hpp"
#include "harness/workshop/scratch_folder.hpp"

#include <boost/test/unit_test.hpp>

namespace racelab::workshop {
namespace {

// Why the set is refused, with something in it replaced; empty if it is not.
std::string refused(const std::string& instead_of, const std::string& text) {
  const scratch_folder folder;
  samples::write_set_with(folder.path(), instead_of, text);
  try {
    load_set(folder.path(), samples::known());
  } catch (const catalogue::manifest_error& error) {
    const std::string words = error.what();
    BOOST_TEST(words.starts_with((folder.path() / "set.json").string()));
    return words;
  }
  return {};
}

bool says(const std::string& all, const std::string& words) {
  if (all.find(words) == std::string::npos) BOOST_TEST_MESSAGE(all);
  return all.find(words) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(exercise_set_)

BOOST_AUTO_TEST_CASE(a_set_of_files_of_its_own_is_read) {
  const scratch_folder folder;
  samples::write_set(folder.path());
  const exercise_set set = load_set(folder.path(), samples::known());
  BOOST_TEST(set.name == "sample");
  BOOST_TEST(!set.built_in);
  BOOST_REQUIRE(set.exercises.size() == 1);
  const exercise& first = set.exercises.front();
  BOOST_TEST(numbered_name(set, first) == "01_first");
  BOOST_TEST(first.lesson == "wait_group");
  BOOST_TEST(first.start.is_absolute());
  BOOST_TEST(first.wrong_fixes.at(1).expected.at(0) == "crash");
}

BOOST_AUTO_TEST_CASE(a_twin_brings_its_lesson_findings_and_solution) {
  const scratch_folder folder;
  samples::write_set_with(folder.path(),
                          R"("lesson": "wait_group",
     "start": "first/start.cpp", "expected": ["hang"],
     "solution": "first/solution.cpp")",
                          R"("twin": "worker_pool/channel_never_closed")");
  const exercise first =
      load_set(folder.path(), samples::known()).exercises.front();
  BOOST_TEST(first.lesson == "worker_pool");
  BOOST_TEST(first.start.filename() == "channel_never_closed.cpp");
  BOOST_TEST(first.expected == std::vector<std::string>{"hang"},
             boost::test_tools::per_element());
  BOOST_TEST(first.solution ==
             samples::known().root / "patterns/worker_pool.cpp");
}

BOOST_AUTO_TEST_CASE(what_is_wrong_with_a_set_is_named_with_its_place) {
  BOOST_TEST(says(refused(R"("schema": 1)", R"("schema": 2)"), "schema"));
  BOOST_TEST(says(refused(R"("mend")", R"("bend")"),
                  R"(exercise "first": kind "bend")"));
  BOOST_TEST(says(refused(R"("first", "kind")", R"("First!", "kind")"),
                  "small letters"));
  BOOST_TEST(says(refused(R"("wait_group")", R"("weight_group")"),
                  R"(no lesson "weight_group")"));
  BOOST_TEST(says(refused(R"(["hang"],
     "solution")",
                          R"(["hangs"],
     "solution")"),
                  R"(unknown finding "hangs")"));
  BOOST_TEST(says(refused(R"(first/one.cpp)", R"(first/none.cpp)"),
                  R"(no file "first/none.cpp")"));
  BOOST_TEST(says(refused(R"("kind": "mend")", R"("knid": "mend")"),
                  R"(unknown field "knid")"));
  BOOST_TEST(says(refused(R"("lesson": "wait_group",)",
                          R"("lesson": "wait_group", "needs": ["zeroth"],)"),
                  R"("zeroth", which does not come before it)"));
}

BOOST_AUTO_TEST_CASE(a_second_exercise_of_the_same_name_is_refused) {
  BOOST_TEST(says(refused(R"(  ]})",
                          R"(  , {"name": "first", "kind": "predict",
                              "twin": "wait_group/error_swallowed"}]})"),
                  "given twice"));
}

BOOST_AUTO_TEST_CASE(one_wrong_fix_is_not_enough) {
  BOOST_TEST(says(refused(R"(,
                     {"file": "first/two.cpp", "expected": ["crash"]})",
                          ""),
                  "fewer than two wrong fixes"));
}

BOOST_AUTO_TEST_CASE(a_log_belongs_to_what_is_read) {
  BOOST_TEST(says(
      refused(R"("kind": "mend")", R"("log": "first/one.cpp", "kind": "mend")"),
      "\"log\" and \"edge\""));
}

BOOST_AUTO_TEST_CASE(what_is_read_has_an_edge_and_no_findings) {
  BOOST_TEST(says(refused(R"("kind": "mend")", R"("kind": "read")"),
                  "\"edge\", not \"expected\""));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::workshop
