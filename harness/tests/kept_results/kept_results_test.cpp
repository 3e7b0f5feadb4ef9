// Distributed under the Boost Software License, Version 1.0.
#include "harness/kept_results.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <fstream>
#include <set>

namespace racelab {
namespace {

namespace fs = std::filesystem;

struct fixture {
  fixture() {
    std::string name = (fs::temp_directory_path() / "kept.XXXXXX").string();
    BOOST_REQUIRE(mkdtemp(name.data()) != nullptr);
    folder = name;
    built.tsan = folder / "tsan";
    built.plain = folder / "plain";
    for (const fs::path& each : {built.tsan, built.plain})
      std::ofstream(each) << "a program";
    asked.lesson = "a_lesson";
    asked.variant = "a_twin";
    found = asked;
    found.verdict = report::verdict::broken;
    found.as_expected = true;
    found.findings.emplace_back().finding.id = "hang";
  }
  ~fixture() { fs::remove_all(folder); }
  fixture(const fixture&) = delete;
  fixture& operator=(const fixture&) = delete;

  kept_results store() const { return kept_results(folder / "results"); }
  std::string key() const {
    return kept_results::key(asked, built, how, 20, folder);
  }

  fs::path folder;
  build::executables built;
  explore::options how;
  report::subject_result asked;
  report::subject_result found;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(results_of_earlier_judgements, fixture)

BOOST_AUTO_TEST_CASE(are_found_again_with_what_was_found) {
  BOOST_TEST(!store().find(key()).has_value());
  store().keep(key(), found);
  const auto kept = store().find(key());
  BOOST_REQUIRE(kept.has_value());
  BOOST_TEST(kept->as_expected);
  BOOST_TEST(kept->findings.at(0).finding.id == "hang");
}

BOOST_AUTO_TEST_CASE(are_those_of_the_same_programs_and_the_same_question) {
  std::set<std::string> keys{key()};
  std::ofstream(built.tsan) << "another program";
  BOOST_TEST(keys.insert(key()).second);
  fs::remove(built.plain);
  BOOST_TEST(keys.insert(key()).second);
  asked.expected = {"hang"};
  BOOST_TEST(keys.insert(key()).second);
  how.seed = 2;
  BOOST_TEST(keys.insert(key()).second);
  how.interleavings = 7;
  BOOST_TEST(keys.insert(key()).second);
  BOOST_TEST(!keys.insert(key()).second);
}

BOOST_AUTO_TEST_CASE(are_not_kept_if_they_prove_nothing) {
  found.verdict = report::verdict::inconclusive;
  store().keep(key(), found);
  BOOST_TEST(!store().find(key()).has_value());
}

BOOST_AUTO_TEST_CASE(are_not_kept_if_the_machine_cut_them_short) {
  found.schedules.by_chance = true;
  store().keep(key(), found);
  BOOST_TEST(!store().find(key()).has_value());
}

BOOST_AUTO_TEST_CASE(are_kept_without_a_latency_only_if_that_is_no_wonder) {
  found.latency.reason = "a run did not come to its end";
  store().keep(key(), found);
  BOOST_TEST(store().find(key()).has_value());
  how.seed = 2;
  found.verdict = report::verdict::correct;
  store().keep(key(), found);
  BOOST_TEST(!store().find(key()).has_value());
  found.latency.reason.clear();
  store().keep(key(), found);
  BOOST_TEST(store().find(key()).has_value());
}

BOOST_AUTO_TEST_CASE(are_made_anew_if_they_are_damaged) {
  store().keep(key(), found);
  for (const auto& each : fs::recursive_directory_iterator(folder / "results"))
    if (each.is_regular_file()) fs::resize_file(each.path(), 10);
  BOOST_TEST(!store().find(key()).has_value());
  store().keep(key(), found);
  BOOST_TEST(store().find(key()).has_value());
}

BOOST_AUTO_TEST_CASE(do_no_harm_where_they_cannot_be_kept) {
  const kept_results results = store();
  fs::remove_all(folder / "results");
  results.keep(key(), found);
  BOOST_TEST(!store().find(key()).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab
