// Distributed under the Boost Software License, Version 1.0.
//
// The examples, run as a user would. The tests wait for what a program prints,
// for its end, and for nothing else.
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <string>
#include <vector>

namespace {

// What it prints on either stream, line by line.
class running_program {
 public:
  explicit running_program(std::vector<std::string> arguments) {
    int ends[2];
    BOOST_REQUIRE(pipe(ends) == 0);
    id_ = fork();
    if (id_ == 0) become(arguments, ends[1]);
    close(ends[1]);
    printed_ = fdopen(ends[0], "r");
  }

  ~running_program() {
    if (!ended_) {
      kill(id_, SIGKILL);
      waitpid(id_, nullptr, 0);
    }
    std::fclose(printed_);
  }

  running_program(const running_program&) = delete;
  running_program& operator=(const running_program&) = delete;

  void send(int signal) const { kill(id_, signal); }

  // Blocks until it comes.
  void await_line(const std::string& line) {
    while (next_line()) {
      if (lines_.back() == line) return;
    }
    BOOST_FAIL("it ends without the line: " << line);
  }

  // Blocks until the program has ended and nobody is left who could print.
  int end() {
    while (next_line()) {
    }
    int status = 0;
    BOOST_REQUIRE(waitpid(id_, &status, 0) == id_);
    ended_ = true;
    return status;
  }

  // All so far.
  const std::vector<std::string>& lines() const { return lines_; }

 private:
  [[noreturn]] static void become(const std::vector<std::string>& arguments,
                                  int output) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    std::vector<char*> words;
    for (const std::string& each : arguments)
      words.push_back(const_cast<char*>(each.c_str()));
    words.push_back(nullptr);
    execv(words[0], words.data());
    _exit(127);
  }

  bool next_line() {
    std::string line;
    int next = std::getc(printed_);
    for (; next != EOF && next != '\n'; next = std::getc(printed_))
      line += static_cast<char>(next);
    if (next == EOF && line.empty()) return false;
    lines_.push_back(line);
    return true;
  }

  pid_t id_;
  FILE* printed_;
  bool ended_ = false;
  std::vector<std::string> lines_;
};

bool exited_with(int code, int status) {
  return WIFEXITED(status) && WEXITSTATUS(status) == code;
}

bool ended_by(int signal, int status) {
  return WIFSIGNALED(status) && WTERMSIG(status) == signal;
}

std::ptrdiff_t lines_with(const running_program& program,
                          const std::string& end) {
  const auto& lines = program.lines();
  return std::count_if(
      lines.begin(), lines.end(),
      [&](const std::string& line) { return line.ends_with(end); });
}

// Longer than any test.
const std::string an_hour = "3600000";

const std::string started = "started, Ctrl-C stops it";
const int both[] = {SIGINT, SIGTERM};

}  // namespace

BOOST_AUTO_TEST_SUITE(hundred_items)

BOOST_AUTO_TEST_CASE(all_are_processed_and_never_more_than_ten_at_once) {
  running_program program({HUNDRED_ITEMS});
  BOOST_TEST(exited_with(0, program.end()));
  BOOST_TEST_REQUIRE(program.lines().size() == 1u);
  int processed = 0;
  int at_once = 0;
  BOOST_TEST(std::sscanf(program.lines()[0].c_str(),
                         "%d items, at most %d at once", &processed,
                         &at_once) == 2);
  BOOST_TEST(processed == 100);
  BOOST_TEST(at_once >= 1);
  BOOST_TEST(at_once <= 10);
}

BOOST_AUTO_TEST_CASE(the_limit_may_be_given) {
  running_program program({HUNDRED_ITEMS, "1"});
  BOOST_TEST(exited_with(0, program.end()));
  BOOST_TEST(program.lines() ==
                 std::vector<std::string>{"100 items, at most 1 at once"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_limit_that_is_none_is_refused) {
  for (const char* const limit : {"0", "-1", "ten"}) {
    running_program program({HUNDRED_ITEMS, limit});
    BOOST_TEST(exited_with(64, program.end()));
    BOOST_TEST(lines_with(program, "usage: hundred_items [LIMIT]") == 1);
  }
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(ticking_worker)

BOOST_DATA_TEST_CASE(a_signal_stops_it_before_its_first_tick, both, signal) {
  running_program program({TICKING_WORKER, an_hour});
  program.await_line(started);
  program.send(signal);
  BOOST_TEST(exited_with(0, program.end()));
  const std::vector<std::string> all = {started, "stopping", "stopped"};
  BOOST_TEST(program.lines() == all, boost::test_tools::per_element());
}

BOOST_DATA_TEST_CASE(a_signal_stops_it_as_it_ticks, both, signal) {
  running_program program({TICKING_WORKER, "1", "0"});
  program.await_line("tick 3: done");
  program.send(signal);
  BOOST_TEST(exited_with(0, program.end()));
  BOOST_TEST(lines_with(program, "stopping") == 1);
  BOOST_TEST(lines_with(program, "working") == lines_with(program, "done"));
  BOOST_TEST(program.lines().back() == "stopped");
}

BOOST_DATA_TEST_CASE(work_under_way_is_finished_first, both, signal) {
  running_program program({TICKING_WORKER, "1", "100"});
  program.await_line("tick 1: working");
  program.send(signal);
  program.await_line("stopping");
  BOOST_TEST(exited_with(0, program.end()));
  BOOST_TEST(lines_with(program, "tick 1: done") == 1);
  BOOST_TEST(lines_with(program, "working") == lines_with(program, "done"));
  BOOST_TEST(program.lines().back() == "stopped");
}

// The work that is under way would take an hour.
BOOST_DATA_TEST_CASE(a_second_signal_ends_it_at_once_by_that_signal,
                     boost::unit_test::data::make(both) * both, first, second) {
  running_program program({TICKING_WORKER, "1", an_hour});
  program.await_line("tick 1: working");
  program.send(first);
  program.await_line("stopping");
  program.send(second);
  BOOST_TEST(ended_by(second, program.end()));
  BOOST_TEST(lines_with(program, "stopped") == 0);
}

BOOST_AUTO_TEST_CASE(it_can_be_stopped_where_the_signal_was_ignored) {
  std::signal(SIGINT, SIG_IGN);
  running_program program({TICKING_WORKER, an_hour});
  std::signal(SIGINT, SIG_DFL);
  program.await_line(started);
  program.send(SIGINT);
  BOOST_TEST(exited_with(0, program.end()));
  BOOST_TEST(program.lines().back() == "stopped");
}

BOOST_AUTO_TEST_CASE(a_period_that_is_none_is_refused) {
  for (const char* const period : {"0", "-1", "often"}) {
    running_program program({TICKING_WORKER, period});
    BOOST_TEST(exited_with(64, program.end()));
    BOOST_TEST(lines_with(program, "usage: ticking_worker [PERIOD [WORK]]") ==
               1);
  }
}

BOOST_AUTO_TEST_SUITE_END()
