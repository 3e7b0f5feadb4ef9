// Distributed under the Boost Software License, Version 1.0.
#include "harness/build/subject_build.hpp"
#include "harness/build/toolchain.hpp"
#include "harness/sandbox/child_process.hpp"
#include "harness/tests/corpus/specimen.hpp"

#include <boost/json.hpp>
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <ostream>
#include <variant>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace racelab::corpus {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

const fs::path folder = RACELAB_CORPUS;

// The judge bounds every subject by itself; this is for a judge that does not.
sandbox::limits limits_of_a_judgement() {
  sandbox::limits limits;
  limits.wall_time = std::chrono::minutes(3);
  limits.resident_memory = std::uint64_t{8} << 30U;
  limits.tasks = 4096;
  return limits;
}

class scratch_folder {
 public:
  scratch_folder() {
    std::string name = (fs::temp_directory_path() / "corpus.XXXXXX").string();
    BOOST_REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~scratch_folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  scratch_folder(const scratch_folder&) = delete;
  scratch_folder& operator=(const scratch_folder&) = delete;

  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::string contents(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

struct judgement {
  std::set<std::string> outcomes;
  std::string words;  // all that was printed
  bool isolated = false;
};

// The findings' ids, which must not contradict the exit status.
std::set<std::string> findings_in(const std::string& printed) {
  const json::value result = json::parse(printed);
  const json::value& subject = result.at("subjects").at(0);
  BOOST_TEST(subject.at("verdict") == "broken");
  std::set<std::string> ids;
  for (const json::value& each : subject.at("findings").as_array())
    ids.insert(json::value_to<std::string>(each.at("id")));
  return ids;
}

std::set<std::string> outcomes_of(const sandbox::ended& end,
                                  const std::string& printed) {
  BOOST_REQUIRE_MESSAGE(end.kind == sandbox::ended::how::exited,
                        "the judge " << sandbox::describe(end));
  switch (end.code) {
    case 0:
      return {"correct"};
    case 1:
      return findings_in(printed);
    case 2:
      return {"does-not-compile"};
    case 3:
      return {"inconclusive"};
    default:
      BOOST_FAIL("the judge " << sandbox::describe(end));
      return {};
  }
}

// As a user would: racelab check FILE --lesson LESSON --json
judgement judge(const specimen& what) {
  const scratch_folder scratch;
  const fs::path printed = scratch.path() / "result.json";
  sandbox::command check;
  check.arguments = {"sh",
                     "-c",
                     "printed=$1 && shift && exec \"$@\" >\"$printed\"",
                     "sh",
                     printed,
                     RACELAB_BINARY,
                     "check",
                     folder / what.file,
                     "--lesson",
                     what.lesson,
                     "--json",
                     "--again"};
  // It is rejected for what its schedules show.
  if (*what.file.begin() == "wrong_fixes")
    check.arguments.emplace_back("--no-latency");
  check.isolate = what.needs_namespace;
  auto judging = sandbox::child_process::start(check, limits_of_a_judgement());
  const sandbox::ended end = judging.wait();
  const std::string words = contents(printed);
  return {outcomes_of(end, words), words + judging.output(),
          judging.isolated()};
}

// An exercise refuses these, and must not refuse a solution. The judgement has
// built it already.
void check_own_uses(const specimen& what) {
  build::options options;
  options.cache = RACELAB_SUBJECTS;
  const build::result built =
      build::build_subject(build::load_toolchain(RACELAB_TOOLCHAIN),
                           {what.lesson, folder / what.file}, options);
  BOOST_REQUIRE(std::holds_alternative<build::executables>(built));
  const bool has_time = what.lesson == "graceful_shutdown";
  for (const build::outside_use& each :
       std::get<build::executables>(built).uses)
    BOOST_TEST((each.what == build::outside::clock && has_time),
               what << ", line " << each.line << ": " << each.name);
}

bool within(const std::set<std::string>& outcomes, const specimen& what) {
  return std::all_of(outcomes.begin(), outcomes.end(), [&](const auto& each) {
    return what.expected.contains(each) || what.tolerated.contains(each);
  });
}

bool meets(const std::set<std::string>& outcomes, const specimen& what) {
  return std::any_of(outcomes.begin(), outcomes.end(), [&](const auto& each) {
    return what.expected.contains(each);
  });
}

void check(const specimen& what) {
  const judgement given = judge(what);
  BOOST_TEST(
      (meets(given.outcomes, what) && within(given.outcomes, what)),
      fmt::format("{}: {}, expected {}, tolerated {}\n{}", what.file.string(),
                  given.outcomes, what.expected, what.tolerated, given.words));
}

// Whether a process namespace can be had here.
boost::test_tools::assertion_result can_isolate(
    boost::unit_test::test_unit_id) {
  sandbox::command nothing;
  nothing.arguments = {"true"};
  auto trial = sandbox::child_process::start(nothing, {});
  return trial.wait().succeeded() && trial.isolated();
}

std::vector<specimen> only(std::vector<specimen> all, bool needs_namespace) {
  std::erase_if(all, [&](const specimen& each) {
    return each.needs_namespace != needs_namespace;
  });
  return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(manifest)

BOOST_AUTO_TEST_CASE(
    every_file_of_the_corpus_is_listed_and_every_listed_one_is_there) {
  std::set<fs::path> listed;
  for (const char* part : {"solutions", "wrong_fixes", "hostile"})
    for (const specimen& each : specimens(folder, part))
      BOOST_TEST(listed.insert(each.file).second, each << " is listed twice");
  std::set<fs::path> there;
  for (const char* part : {"solutions", "wrong_fixes", "hostile"})
    for (const auto& each : fs::recursive_directory_iterator(folder / part))
      if (each.is_regular_file()) there.insert(fs::relative(each, folder));
  BOOST_TEST(listed == there, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(only_solutions_may_come_out_as_correct) {
  for (const specimen& each : specimens(folder, "solutions"))
    BOOST_TEST((each.expected == std::set<std::string>{"correct"}), each);
  for (const char* part : {"wrong_fixes", "hostile"})
    for (const specimen& each : specimens(folder, part)) {
      BOOST_TEST(!each.expected.empty(), each);
      BOOST_TEST(!each.expected.contains("correct"), each);
      BOOST_TEST(!each.tolerated.contains("correct"), each);
    }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(solutions)

BOOST_DATA_TEST_CASE(a_correct_solution_in_any_style_is_accepted,
                     specimens(folder, "solutions"), solution) {
  check(solution);
  check_own_uses(solution);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(wrong_fixes)

BOOST_DATA_TEST_CASE(a_wrong_fix_is_rejected_with_a_fitting_finding,
                     specimens(folder, "wrong_fixes"), fix) {
  check(fix);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(hostile)

BOOST_DATA_TEST_CASE(a_hostile_subject_is_named_and_disturbs_nobody_else,
                     only(specimens(folder, "hostile"), false), subject) {
  check(subject);
}

BOOST_TEST_DECORATOR(*boost::unit_test::precondition(can_isolate))
BOOST_DATA_TEST_CASE(who_kills_others_kills_only_himself,
                     only(specimens(folder, "hostile"), true), subject) {
  check(subject);
}

BOOST_AUTO_TEST_CASE(after_all_of_them_a_correct_solution_is_still_accepted) {
  check(specimens(folder, "solutions").front());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::corpus
