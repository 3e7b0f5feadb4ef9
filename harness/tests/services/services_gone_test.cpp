// Distributed under the Boost Software License, Version 1.0.
#include "harness/pipeline.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <string>
#include <vector>

#include <unistd.h>

namespace racelab {

BOOST_AUTO_TEST_CASE(a_subject_is_not_blamed_for_services_that_have_ended) {
  namespace fs = std::filesystem;
  const fs::path results =
      fs::temp_directory_path() /
      ("racelab-services-gone-" + std::to_string(getpid()));
  installation here = load_installation(SOURCE_ROOT, BUILD_ROOT);
  here.toolchain.plain = here.toolchain.http;
  here.results = kept_results(results);
  judging how;
  how.services_port = 1;  // where nobody is
  std::vector<task> tasks;
  for (const char* each :
       {"independent_calls/pattern", "independent_calls/sequential"})
    tasks.push_back(
        task_for(here, catalogue::find_subject(here.catalogue, each)));
  for (int round = 0; round < 2; ++round)
    for (const report::subject_result& one : judge_all(here, tasks, how, {})) {
      BOOST_TEST(one.as_expected);
      BOOST_TEST(one.latency.reason == "the HTTP services have ended");
      BOOST_TEST(!one.from_earlier_run);
    }
  fs::remove_all(results);
}

}  // namespace racelab
