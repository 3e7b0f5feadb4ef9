// Distributed under the Boost Software License, Version 1.0.
#include "harness/campaign/merge.hpp"
#include "harness/campaign/result_file.hpp"
#include "harness/pipeline.hpp"
#include "harness/report/output_file.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <cstdlib>

#include <sys/wait.h>
#include <unistd.h>

namespace racelab {
namespace {

namespace fs = std::filesystem;

// A small campaign of real judgements.
struct fixture {
  fixture() : here(load_installation(SOURCE_ROOT, BUILD_ROOT)) {
    for (const char* name :
         {"independent_calls/sequential", "dependent_calls/read_before_fetch"})
      tasks.push_back(
          task_for(here, catalogue::find_subject(here.catalogue, name)));
    how.explore.interleavings = 20;
    std::string name = (fs::temp_directory_path() / "campaign.XXXXXX").string();
    BOOST_REQUIRE(mkdtemp(name.data()) != nullptr);
    file = fs::path(name) / "part.json";
  }
  ~fixture() { fs::remove_all(file.parent_path()); }
  fixture(const fixture&) = delete;
  fixture& operator=(const fixture&) = delete;

  campaign::result planned(std::uint32_t shards = 1) const {
    return plan_campaign(here, tasks, {1, 10}, shards, how);
  }

  keep_function keep() const {
    return [this](const campaign::result& now) {
      report::write_file_whole(file, campaign::json(now));
    };
  }

  campaign::result judged(const campaign::shard& part) const {
    campaign::result all = planned(part.count);
    judge_shard(here, tasks, all, part, how, {}, keep());
    return all;
  }

  // Judges everything, but is killed after so many judgements.
  bool is_killed_after(unsigned judgements) const {
    const pid_t child = fork();
    BOOST_REQUIRE(child >= 0);
    if (child == 0) {
      unsigned left = judgements + 1;
      const auto kill_in_time = [&](const step& now) {
        if (now.doing != "compiles" && --left == 0) std::raise(SIGKILL);
      };
      campaign::result all = planned();
      judge_shard(here, tasks, all, {}, how, kill_in_time, keep());
      _exit(0);
    }
    int status = 0;
    BOOST_REQUIRE(waitpid(child, &status, 0) == child);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
  }

  installation here;
  std::vector<task> tasks;
  judging how;
  fs::path file;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(a_campaign, fixture)

BOOST_AUTO_TEST_CASE(finds_the_same_in_one_two_and_four_shards) {
  campaign::result whole = campaign::join({{"whole", judged({0, 1})}}).all;
  BOOST_TEST(campaign::judgements_in(whole) == 20U);
  for (const campaign::subject_seeds& each : whole.subjects)
    for (const auto& [seed, one] : each.judged)
      BOOST_TEST(one.as_expected, each.subject << " with seed " << seed);
  BOOST_TEST(!whole.subjects[0].judged.at(1).findings.empty());
  for (const std::uint32_t count : {2U, 4U}) {
    std::vector<campaign::named_result> parts;
    for (std::uint32_t i = 0; i < count; ++i)
      parts.push_back({std::to_string(i), judged({i, count})});
    whole.shards = count;
    BOOST_TEST(campaign::json(campaign::join(parts).all) ==
               campaign::json(whole));
  }
}

BOOST_AUTO_TEST_CASE(finds_the_same_however_many_are_judged_at_once) {
  const auto one_by_one = campaign::json(judged({0, 1}));
  how.at_once = 5;
  BOOST_TEST(campaign::json(judged({0, 1})) == one_by_one);
}

BOOST_AUTO_TEST_CASE(that_is_killed_goes_on_where_it_was_kept) {
  BOOST_TEST(is_killed_after(17));
  const campaign::result kept = campaign::read_file(file);
  BOOST_TEST(campaign::judgements_in(kept) == 16U);
  campaign::result all = planned();
  BOOST_TEST(campaign::take_over(all, kept) == 16U);
  unsigned made = 0;
  judge_shard(
      here, tasks, all, {}, how,
      [&](const step& now) { made += now.doing == "compiles" ? 0 : 1; },
      keep());
  BOOST_TEST(made == 4U);
  BOOST_TEST(campaign::json(all) == campaign::json(judged({0, 1})));
}

BOOST_AUTO_TEST_CASE(that_is_told_to_stop_keeps_what_was_judged) {
  std::stop_source stop;
  how.stop = stop.get_token();
  campaign::result all = planned();
  unsigned left = 5;
  const auto stop_in_time = [&](const step& now) {
    if (now.doing != "compiles" && --left == 0) stop.request_stop();
  };
  BOOST_CHECK_THROW(
      judge_shard(here, tasks, all, {}, how, stop_in_time, keep()),
      interrupted);
  BOOST_TEST(campaign::judgements_in(campaign::read_file(file)) == 5U);
}

BOOST_AUTO_TEST_CASE(names_a_subject_by_all_that_decides_its_judgement) {
  const std::string sources = planned().subjects[0].sources;
  BOOST_TEST(sources != planned().subjects[1].sources);
  const fs::path copy = file.parent_path() / "copy.cpp";
  fs::copy_file(tasks[0].source.file, copy);
  tasks[0].source.file = copy;
  BOOST_TEST(planned().subjects[0].sources == sources);
  fs::copy_file(tasks[1].source.file, copy,
                fs::copy_options::overwrite_existing);
  BOOST_TEST(planned().subjects[0].sources != sources);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab
