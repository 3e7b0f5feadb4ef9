// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/workshop/killed_child.hpp"
#include "harness/tests/workshop/samples.hpp"
#include "harness/workshop/progress.hpp"
#include "harness/workshop/scratch_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <set>
#include <string>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

// A course with the harness as a program, killed (SIGKILL) 200 times: each
// time at another of its system calls, so that no clock decides where.

namespace racelab::workshop {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kills = 200;
constexpr std::size_t exercises = 8;
const fs::path given = fs::path(TRIAL_SET) / "first_report";

std::string name_of(std::size_t number) {
  return "report_" + std::to_string(number);
}

// Reading reports needs no compiler: nothing else runs than what is killed.
void write_reading_set(const fs::path& folder) {
  std::string entries;
  for (std::size_t i = 1; i <= exercises; ++i) {
    fs::create_directories(folder / name_of(i));
    fs::copy_file(given / "text.md", folder / name_of(i) / "text.md");
    entries += std::string(i == 1 ? "" : ",") + "{\"name\": \"" + name_of(i) +
               R"(", "kind": "read", "lesson": "dependent_calls",
                  "start": "checkout.cpp", "log": "tsan.log",
                  "edge": [17, 16]})";
  }
  fs::copy_file(given / "checkout.cpp", folder / "checkout.cpp");
  fs::copy_file(given / "tsan.log", folder / "tsan.log");
  samples::write(folder / "set.json",
                 R"({"schema": 1, "name": "reading", "title": "Reading",
                     "exercises": [)" +
                     entries + "]}");
}

std::string answered(std::string text) {
  for (const auto& [question, words] :
       {std::pair{"// first:", " 12"}, std::pair{"// second:", " 16"},
        std::pair{"// edge:", " 17 -> 16"}}) {
    const std::size_t at = text.find(question);
    BOOST_REQUIRE(at != std::string::npos);
    text.insert(at + std::string(question).size(), words);
  }
  return text;
}

std::size_t count_of(const std::string& all, const std::string& part) {
  std::size_t out = 0;
  for (std::size_t at = 0; (at = all.find(part, at)) != std::string::npos;
       at += part.size()) {
    ++out;
  }
  return out;
}

// A course, and what its learner has been told.
class learners_course {
 public:
  learners_course() {
    write_reading_set(home_.path() / "set");
    BOOST_REQUIRE(run({"start", "--set", "../set"}).status == 0);
    for (std::size_t i = 1; i <= exercises; ++i) {
      laid_out_.push_back(samples::content(file(i)));
      solved_.push_back(answered(laid_out_.back()));
      save(i);
    }
  }

  // Killed at that stop; 0: not at all.
  killed_child run(std::vector<std::string> words, std::size_t at = 0) {
    fs::create_directories(folder());
    const fs::path said = home_.path() / "said";
    const killed_child out = run_killed_at(at, [&] {
      words.insert(words.begin(), {RACELAB_BINARY, "workshop"});
      words.insert(words.end(), {"--course", "."});
      become(words, said);
    });
    said_ = samples::content(said);
    return out;
  }

  const std::string& said() const { return said_; }
  fs::path folder() const { return home_.path() / "course"; }
  progress_file state() const { return progress_file(folder()); }

  void save(std::size_t number) const {
    samples::write(file(number), solved_[number - 1]);
  }

  // Whole, as it was laid out or as the learner saved it; or on its way.
  void expect_whole_files() const {
    for (std::size_t i = 1; i <= exercises; ++i) {
      if (!fs::exists(file(i))) continue;
      const std::string text = samples::content(file(i));
      BOOST_TEST((text == laid_out_[i - 1] || text == solved_[i - 1]));
    }
  }

 private:
  fs::path file(std::size_t number) const {
    return folder() /
           ("0" + std::to_string(number) + '_' + name_of(number) + ".cpp");
  }

  void become(const std::vector<std::string>& words,
              const fs::path& said) const {
    const int to = ::open(said.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600);
    ::dup2(to, STDOUT_FILENO);
    ::dup2(to, STDERR_FILENO);
    if (::chdir(folder().c_str()) != 0) ::_exit(124);
    std::vector<char*> argv;
    for (const std::string& each : words) {
      argv.push_back(const_cast<char*>(each.c_str()));
    }
    argv.push_back(nullptr);
    ::execv(argv.front(), argv.data());
    ::_exit(124);
  }

  scratch_folder home_;
  std::vector<std::string> laid_out_;
  std::vector<std::string> solved_;
  std::string said_;
};

exercise_progress progress_of(const progress& state, const std::string& name) {
  const auto found = state.exercises.find(name);
  return found == state.exercises.end() ? exercise_progress() : found->second;
}

// Nothing that was there is gone.
void expect_no_less(const progress& now, const progress& before) {
  for (const auto& [name, was] : before.exercises) {
    const exercise_progress is = progress_of(now, name);
    BOOST_TEST(is.passed_at ==
               (was.passed_at.empty() ? is.passed_at : was.passed_at));
    BOOST_TEST(is.hints >= was.hints);
    BOOST_TEST(is.tries.size() >= was.tries.size());
  }
}

// What was on the screen is kept.
void expect_told_is_kept(const std::string& said, const std::string& name,
                         const progress& now) {
  const exercise_progress kept = progress_of(now, name);
  if (count_of(said, "\"outcome\": \"passed\"") != 0) {
    BOOST_TEST(!kept.passed_at.empty());
  }
  BOOST_TEST(kept.hints >= count_of(said, "Hint "));
}

// One of the learner's steps, from the first of its stops to the last.
struct step {
  std::vector<std::string> words;
  std::size_t exercise;
  std::size_t stops = 0;
};

std::vector<step> steps() {
  std::vector<step> out;
  for (std::size_t i = 1; i <= exercises; ++i) {
    out.push_back({{"check", name_of(i), "--json"}, i});
    out.push_back({{"hint", name_of(i)}, i});
    out.push_back({{"start"}, i});
    out.push_back({{"reset", name_of(i)}, i});
  }
  return out;
}

void measure(std::vector<step>& all) {
  learners_course course;
  for (step& each : all) {
    const killed_child whole = course.run(each.words);
    BOOST_REQUIRE_MESSAGE(whole.status == 0, course.said());
    each.stops = whole.stops;
  }
}

// Half of them, of each kind of step, spread over all of it; half over its last
// fifth, where it writes.
std::size_t stop_for(std::size_t number, std::size_t stops) {
  const std::size_t begin = number / 4 % 2 == 0 ? 0 : stops - stops / 5;
  return begin + 1 + (stops - begin) * number / (kills + 1);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(killed_course)

BOOST_AUTO_TEST_CASE(two_hundred_kills_lose_nothing_and_break_no_file) {
  std::vector<step> all = steps();
  measure(all);
  learners_course course;
  std::size_t killed = 0;
  for (std::size_t round = 0; killed < kills; ++round) {
    // A step that ends before its stop was quicker than when it was measured.
    BOOST_REQUIRE(round < 3 * kills);
    const step& next = all[round % all.size()];
    course.save(next.exercise);
    const progress before = course.state().read().state;
    const std::size_t at = stop_for(round % kills, next.stops);
    BOOST_TEST_CONTEXT(next.words.front() << " killed at stop " << at) {
      killed += course.run(next.words, at).killed ? 1 : 0;
      const read_progress now = course.state().read();
      BOOST_TEST(now.remark == std::string());
      expect_no_less(now.state, before);
      expect_told_is_kept(course.said(), name_of(next.exercise), now.state);
      course.expect_whole_files();
    }
  }
  BOOST_TEST(course.run({"start"}).status == 0);
  for (std::size_t i = 1; i <= exercises; ++i) {
    course.save(i);
    BOOST_TEST(course.run({"check", name_of(i)}).status == 0, course.said());
  }
  BOOST_TEST(course.run({"list"}).status == 0);
  BOOST_TEST(count_of(course.said(), "8 of 8 passed") == 1);
  std::set<std::string> left;
  for (const auto& each :
       fs::directory_iterator(course.state().path().parent_path())) {
    left.insert(each.path().filename().string());
  }
  BOOST_TEST(left == (std::set<std::string>{"lock", "progress.json"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::workshop
