// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/workshop/killed_child.hpp"
#include "harness/tests/workshop/samples.hpp"
#include "harness/workshop/progress.hpp"
#include "harness/workshop/scratch_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <set>
#include <string>

#include <unistd.h>

namespace racelab::workshop {
namespace {

namespace fs = std::filesystem;

const std::string nothing;

std::string some_progress() {
  progress out;
  out.set = "sample";
  for (int i = 0; i < 40; ++i) {
    exercise_progress& each = out.exercises["exercise_" + std::to_string(i)];
    each.passed_at = "2026-03-01T12:00:00Z";
    each.tries = {"a", "b"};
  }
  return progress_text(out);
}

void pass_first(progress& to) {
  to.exercises["first"].passed_at = "2026-03-02T12:00:00Z";
}

void pass_second(progress& to) {
  to.exercises["second"].passed_at = "2026-03-03T12:00:00Z";
}

bool has_passed(const progress& state, const std::string& name) {
  const auto found = state.exercises.find(name);
  return found != state.exercises.end() && !found->second.passed_at.empty();
}

std::set<std::string> names_in(const fs::path& folder) {
  std::set<std::string> out;
  for (const auto& each : fs::directory_iterator(folder)) {
    out.insert(each.path().filename().string());
  }
  return out;
}

// A course whose progress.json is `before`, or is not there if that is empty.
struct trial_course {
  explicit trial_course(const std::string& before) : file(folder.path()) {
    if (!before.empty()) samples::write(file.path(), before);
  }

  scratch_folder folder;
  progress_file file;
};

// An update as `check` does it: what was kept is told.
void update_and_tell(const progress_file& file, const fs::path& told) {
  if (!file.update(pass_first).remark.empty()) return;
  samples::write(told, "passed");
}

// Kills an update at each stop, until one comes to its end; after each,
// `judge` looks at the course and at whether the pass had been told.
template <typename Judge>
void kill_everywhere(const std::string& before, Judge judge) {
  std::size_t at = 0;
  bool killed = true;
  while (killed) {
    const trial_course course(before);
    const fs::path told = course.folder.path() / "told";
    killed =
        run_killed_at(++at, [&] { update_and_tell(course.file, told); }).killed;
    BOOST_TEST_CONTEXT("killed at stop " << at) {
      judge(course.file, fs::exists(told));
    }
  }
  // Opening the lock, reading, writing, fsync, renaming: each twice.
  BOOST_TEST(at > 20);
}

void expect_before_or_after(const progress_file& file,
                            const std::string& before, bool told) {
  const read_progress now = file.read();
  BOOST_TEST(now.remark == nothing);
  progress after = before.empty() ? progress() : parse_progress(before).state;
  const std::string unchanged = progress_text(after);
  pass_first(after);
  const std::string seen = progress_text(now.state);
  BOOST_TEST((seen == progress_text(after) || (!told && seen == unchanged)));
}

void expect_the_next_to_go_on(const progress_file& file, bool told) {
  const read_progress next = file.update(pass_second);
  BOOST_TEST(next.remark == nothing);
  BOOST_TEST(has_passed(file.read().state, "second"));
  if (told) BOOST_TEST(has_passed(file.read().state, "first"));
  BOOST_TEST(names_in(file.path().parent_path()) ==
                 (std::set<std::string>{"lock", "progress.json"}),
             boost::test_tools::per_element());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(killed_update)

BOOST_AUTO_TEST_CASE(the_first_one_killed_at_any_call_leaves_all_or_nothing) {
  kill_everywhere(nothing, [](const progress_file& file, bool told) {
    expect_before_or_after(file, nothing, told);
    expect_the_next_to_go_on(file, told);
  });
}

BOOST_AUTO_TEST_CASE(one_killed_at_any_call_loses_no_progress_before_it) {
  const std::string before = some_progress();
  kill_everywhere(before, [&](const progress_file& file, bool told) {
    expect_before_or_after(file, before, told);
    expect_the_next_to_go_on(file, told);
  });
}

BOOST_AUTO_TEST_CASE(one_killed_as_it_migrates_leaves_the_old_or_the_new) {
  const std::string before =
      R"({"schema": 1, "set": "sample", "set_folder": "", "files": {},
          "exercises": {"zeroth": {"passed_at": "then", "hints": 1,
                                   "tries": 3, "findings": {}}}})";
  kill_everywhere(before, [&](const progress_file& file, bool told) {
    expect_before_or_after(file, before, told);
    expect_the_next_to_go_on(file, told);
    BOOST_TEST(has_passed(file.read().state, "zeroth"));
  });
}

BOOST_AUTO_TEST_CASE(one_killed_as_it_keeps_a_broken_file_aside_keeps_it) {
  const std::string broken = "{\"schema\": 2, ";
  kill_everywhere(broken, [&](const progress_file& file, bool) {
    const fs::path aside = file.path().string() + ".broken";
    BOOST_TEST(samples::content(fs::exists(aside) ? aside : file.path()) ==
               broken);
    file.update(pass_second);
    BOOST_TEST(has_passed(file.read().state, "second"));
    BOOST_TEST(samples::content(aside) == broken);
  });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::workshop
