// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/course.hpp"
#include "harness/tests/workshop/samples.hpp"
#include "harness/workshop/scratch_folder.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <thread>
#include <vector>

namespace racelab::workshop {
namespace {

namespace fs = std::filesystem;

build::toolchain compiler() {
  build::toolchain out;
  out.compiler = "/usr/bin/c++";
  out.tsan.compile_flags = {"-std=c++20", "-I/racelab/patterns"};
  return out;
}

// A set and a course of it, each in a folder of its own.
struct laid_course {
  laid_course() { samples::write_set(folder.path() / "set"); }

  course open() const {
    return {load_set(folder.path() / "set", samples::known()), "",
            folder.path() / "course"};
  }

  laying_out lay() const { return lay_out(open(), compiler(), "/racelab"); }

  fs::path file() const { return folder.path() / "course/01_first.cpp"; }

  // The set's authors change the task.
  void change_task() const {
    samples::write(folder.path() / "set/first/text.md",
                   "# Another title\nMend it.\n\n## Hint 1\na\n## Hint 2\nb\n"
                   "## Hint 3\nc\n");
  }

  scratch_folder folder;
};

// What this process writes, for as long as it lives.
class file_size_limit {
 public:
  explicit file_size_limit(rlim_t bytes) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit now{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &now);
  }
  file_size_limit(const file_size_limit&) = delete;
  file_size_limit& operator=(const file_size_limit&) = delete;
  ~file_size_limit() { ::setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_{};
};

const exercise& first_of(const course& of) {
  return of.set().exercises.front();
}

bool contains(const std::vector<fs::path>& all, const fs::path& file) {
  return std::find(all.begin(), all.end(), file) != all.end();
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(course_, laid_course)

BOOST_AUTO_TEST_CASE(a_course_has_what_learners_and_editors_need) {
  lay();
  const fs::path there = folder.path() / "course";
  BOOST_TEST(is_course(there));
  BOOST_TEST(samples::content(file()).starts_with("// The first\n"));
  for (const char* each : {"README.md", ".clang-format", ".vscode/tasks.json",
                           "compile_commands.json", "run_tsan.sh"}) {
    BOOST_TEST(fs::exists(there / each), each);
  }
  BOOST_TEST(samples::content(there / "run_tsan.sh")
                 .ends_with("\nexec '/racelab/run_tsan.sh' \"$@\"\n"));
  BOOST_TEST(access((there / "run_tsan.sh").c_str(), X_OK) == 0);
  const auto commands =
      boost::json::parse(samples::content(there / "compile_commands.json"));
  BOOST_TEST(commands.at(0).at("file") == "01_first.cpp");
  BOOST_TEST(commands.at(0).at("arguments").at(2) == "-I/racelab/patterns");
  const auto tasks =
      boost::json::parse(samples::content(there / ".vscode/tasks.json"));
  BOOST_TEST(tasks.at("tasks").at(0).at("command") == "/racelab/run_tsan.sh");
}

BOOST_AUTO_TEST_CASE(a_second_start_changes_nothing) {
  lay();
  const laying_out again = lay();
  BOOST_TEST(again.made.empty());
  BOOST_TEST(again.renewed.empty());
  BOOST_TEST(again.kept.empty());
}

BOOST_AUTO_TEST_CASE(what_is_missing_is_laid_out_again) {
  lay();
  fs::remove(file());
  BOOST_TEST(contains(lay().made, file()));
  BOOST_TEST(fs::exists(file()));
}

BOOST_AUTO_TEST_CASE(what_the_learner_changed_is_never_touched) {
  lay();
  samples::write(file(), "mine");
  samples::write(folder.path() / "course/README.md", "mine as well");
  change_task();
  const laying_out again = lay();
  BOOST_TEST(contains(again.kept, file()));
  BOOST_TEST(samples::content(file()) == "mine");
  BOOST_TEST(samples::content(folder.path() / "course/README.md") ==
             "mine as well");
}

BOOST_AUTO_TEST_CASE(what_nobody_changed_is_renewed_with_the_set) {
  lay();
  change_task();
  BOOST_TEST(contains(lay().renewed, file()));
  BOOST_TEST(samples::content(file()).starts_with("// Another title\n"));
}

BOOST_AUTO_TEST_CASE(without_its_state_no_file_is_taken_for_unchanged) {
  lay();
  fs::remove_all(folder.path() / "course/.racelab");
  samples::write(file(), "mine");
  lay();
  BOOST_TEST(samples::content(file()) == "mine");
}

BOOST_AUTO_TEST_CASE(a_file_follows_its_exercise_to_another_number) {
  lay();
  samples::write_set_with(folder.path() / "set", "{\"name\": \"first\"",
                          "{\"name\": \"zeroth\", \"kind\": \"predict\", "
                          "\"twin\": \"wait_group/error_swallowed\"},\n"
                          "{\"name\": \"first\"");
  samples::write(folder.path() / "set/zeroth/text.md",
                 "# T\nx\n## Hint 1\na\n## Hint 2\nb\n## Hint 3\nc\n");
  lay();
  BOOST_TEST(!fs::exists(file()));
  BOOST_TEST(fs::exists(folder.path() / "course/02_first.cpp"));
}

BOOST_AUTO_TEST_CASE(a_changed_file_keeps_the_number_that_it_had) {
  lay();
  samples::write(folder.path() / "course/07_first.cpp", "mine");
  fs::remove(file());
  const course of = open();
  BOOST_TEST(of.file(first_of(of)) == folder.path() / "course/07_first.cpp");
  lay();
  BOOST_TEST(samples::content(folder.path() / "course/07_first.cpp") == "mine");
  BOOST_TEST(!fs::exists(file()));
}

BOOST_AUTO_TEST_CASE(reset_keeps_every_old_file_beside) {
  lay();
  const course of = open();
  BOOST_TEST(reset(of, first_of(of)).kept.empty());
  for (const char* each : {"one", "two"}) {
    samples::write(file(), each);
    const fs::path kept = reset(of, first_of(of)).kept;
    BOOST_TEST(samples::content(kept) == each);
    BOOST_TEST(samples::content(file()) == of.laid_out(first_of(of)));
  }
  BOOST_TEST(samples::content(file().string() + ".1") == "one");
  BOOST_TEST(samples::content(file().string() + ".2") == "two");
}

BOOST_AUTO_TEST_CASE(a_reset_that_cannot_be_written_changes_nothing) {
  lay();
  samples::write(file(), "mine");
  const course of = open();
  const auto ignoring = std::signal(SIGXFSZ, SIG_IGN);
  {
    const file_size_limit full(10);
    BOOST_CHECK_THROW(reset(of, first_of(of)), std::runtime_error);
  }
  std::signal(SIGXFSZ, ignoring);
  BOOST_TEST(samples::content(file()) == "mine");
  BOOST_TEST(!fs::exists(file().string() + ".1"));
  BOOST_TEST(reset(of, first_of(of)).kept == file().string() + ".1");
}

BOOST_AUTO_TEST_CASE(several_may_lay_it_out_and_reset_at_once) {
  lay();
  std::atomic<int> failed{0};
  std::vector<std::jthread> all;
  for (int i = 0; i < 4; ++i) {
    all.emplace_back([&] {
      for (int j = 0; j < 25; ++j) try {
          const course of = open();
          samples::write(file(), "mine");
          reset(of, first_of(of));
          lay();
        } catch (const std::exception& error) {
          if (failed++ == 0) BOOST_TEST_MESSAGE(error.what());
        }
    });
  }
  all.clear();
  BOOST_TEST(failed == 0);
}

BOOST_AUTO_TEST_CASE(the_next_exercise_is_the_first_that_is_not_passed) {
  const course of = open();
  progress state;
  BOOST_TEST(of.next(state) == &first_of(of));
  state.exercises["first"].tries = {"a"};
  BOOST_TEST(of.next(state) == &first_of(of));
  state.exercises["first"].passed_at = now_in_utc();
  BOOST_TEST(of.next(state) == nullptr);
}

BOOST_AUTO_TEST_CASE(what_a_killed_start_or_reset_left_is_gone_at_the_next) {
  lay();
  const fs::path left = file().string() + ".new-a1B2c3";
  for (const bool start : {true, false}) {
    samples::write(left, "half");
    const course of = open();
    start ? void(lay()) : void(reset(of, first_of(of)));
    BOOST_TEST(!fs::exists(left));
  }
}

BOOST_AUTO_TEST_CASE(what_is_no_source_by_its_size_is_not_read) {
  lay();
  samples::write(file(), std::string(std::size_t{3} << 20U, ' '));
  BOOST_CHECK_EXCEPTION(
      read_learners_file(file()), std::runtime_error, [&](const auto& error) {
        return std::string(error.what()).find("3 MB") != std::string::npos;
      });
}

BOOST_AUTO_TEST_CASE(a_version_is_that_of_the_code) {
  const course of = open();
  const std::string version = of.version(first_of(of));
  change_task();
  const course told_otherwise = open();
  BOOST_TEST(told_otherwise.version(first_of(told_otherwise)) == version);
  samples::write(folder.path() / "set/first/start.cpp",
                 samples::source() + "int x;\n");
  const course changed = open();
  BOOST_TEST(changed.version(first_of(changed)) != version);
}

BOOST_AUTO_TEST_CASE(nobody_waits_for_who_writes_into_a_pipe) {
  lay();
  fs::remove(file());
  BOOST_TEST_REQUIRE(mkfifo(file().c_str(), 0600) == 0);
  BOOST_CHECK_THROW(read_learners_file(file()), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(a_course_that_cannot_be_written_says_which_file) {
  samples::write(folder.path() / "course", "a file");
  BOOST_CHECK_THROW(lay(), std::exception);
  fs::remove(folder.path() / "course");
  fs::create_directories(file());
  BOOST_CHECK_EXCEPTION(lay(), std::runtime_error, [&](const auto& error) {
    return std::string(error.what()).find(file().string()) != std::string::npos;
  });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::workshop
