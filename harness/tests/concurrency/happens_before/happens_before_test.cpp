// Distributed under the Boost Software License, Version 1.0.
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

// The contract's edges, and the absence of others, as ThreadSanitizer sees
// them: each subject of this folder runs in a process of its
// own. RACELAB_REPEAT=50 runs each that often.

namespace {

constexpr int race_found = 66;

struct outcome {
  int status = -1;
  std::string output;
};

outcome run(const std::string& arguments) {
  const std::string command =
      "TSAN_OPTIONS=exitcode=66:history_size=7:second_deadlock_stack=1 "
      "exec '" HAPPENS_BEFORE_SUBJECTS "' " +
      arguments + " 2>&1";
  outcome result;
  FILE* const pipe = popen(command.c_str(), "r");
  BOOST_REQUIRE(pipe);
  char buffer[4096];
  while (std::size_t size = fread(buffer, 1, sizeof buffer, pipe)) {
    result.output.append(buffer, size);
  }
  const int status = pclose(pipe);
  result.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return result;
}

std::vector<std::string> subjects(const std::string& kind) {
  std::vector<std::string> names;
  std::istringstream lines(run("").output);
  for (std::string name; std::getline(lines, name);) {
    if (name.starts_with(kind + "/")) names.push_back(name);
  }
  return names;
}

int repetitions() {
  const char* const given = std::getenv("RACELAB_REPEAT");
  return given ? std::atoi(given) : 1;
}

bool ended(const outcome& result) {
  return result.output.find("DONE\n") != std::string::npos;
}

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t found = 0;
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + 1)) {
    ++found;
  }
  return found;
}

}  // namespace

BOOST_AUTO_TEST_CASE(there_are_subjects_of_both_kinds) {
  BOOST_TEST(subjects("edge").size() > 20);
  BOOST_TEST(subjects("absence").size() > 40);
}

// Of two with one name only the first would ever run.
BOOST_AUTO_TEST_CASE(each_subject_has_a_name_of_its_own) {
  for (const char* const kind : {"edge", "absence"}) {
    std::set<std::string> seen;
    for (const std::string& name : subjects(kind)) {
      BOOST_TEST(seen.insert(name).second, name << " is there twice");
    }
  }
}

BOOST_DATA_TEST_CASE(what_the_contract_orders_is_not_a_race, subjects("edge"),
                     name) {
  for (int i = 0; i < repetitions(); ++i) {
    const outcome result = run(name);
    BOOST_TEST_INFO(result.output);
    BOOST_REQUIRE((result.status == 0 && ended(result)));
  }
}

// The one report is about the subject's own variable, and the learner's code
// is in its stacks: the primitive neither hides a race nor has one.
BOOST_DATA_TEST_CASE(what_the_contract_does_not_order_is_a_race,
                     subjects("absence"), name) {
  for (int i = 0; i < repetitions(); ++i) {
    const outcome result = run(name);
    BOOST_TEST_INFO(result.output);
    BOOST_REQUIRE((result.status == race_found && ended(result)));
    BOOST_TEST_REQUIRE(count(result.output, "WARNING: ThreadSanitizer") == 1u);
    BOOST_TEST_REQUIRE(count(result.output, "data race") > 0u);
    BOOST_TEST_REQUIRE(count(result.output, "write_shared") >= 2u);
  }
}

// Where the two tasks are lambdas of one function, the report has to tell a
// reader which function that was: their frames, and where go was called. On an
// executor, which is not what a learner is shown, go has started no thread.
#if !RACELAB_EXECUTOR
BOOST_AUTO_TEST_CASE(a_report_shows_the_learners_frames) {
  const std::string report = run("absence/siblings/nothing").output;
  BOOST_TEST_INFO(report);
  BOOST_TEST(count(report, "errgroup_and_context.cpp:") >= 4u);
  BOOST_TEST(count(report, "write_shared") >= 2u);
  BOOST_TEST(count(report, "errgroup::task_of") >= 2u);
  BOOST_TEST(count(report, "Location is global") == 1u);
}
#endif
