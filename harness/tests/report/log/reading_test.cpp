// Distributed under the Boost Software License, Version 1.0.

// What ends the reading of logs before their end, and what is refused before
// it begins.

#include "harness/tests/report/log/log_folder.hpp"
#include "harness/tests/report/log/parse_text.hpp"
#include "harness/tests/report/run_program.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace racelab::report::log {
namespace {

namespace fs = std::filesystem;

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string replaced(std::string text, const std::string& from,
                     const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

using logs = log_folder;

// The verb at a pipe that stays open.
class reader {
 public:
  reader(const logs& here, std::vector<std::string> arguments) {
    int ends[2] = {-1, -1};
    BOOST_REQUIRE(pipe2(ends, O_CLOEXEC) == 0);
    pipe_ = ends[1];
    pid_ = fork();
    if (pid_ == 0) {
      // Whoever runs the tests may have them ignored.
      for (const int each : {SIGINT, SIGTERM, SIGHUP}) signal(each, SIG_DFL);
      const auto to = [&](const char* name) {
        return open(here.path(name).c_str(), O_WRONLY | O_CREAT, 0600);
      };
      dup2(ends[0], STDIN_FILENO);
      dup2(to("out"), STDOUT_FILENO);
      dup2(to("error"), STDERR_FILENO);
      std::vector<char*> words{const_cast<char*>(RACELAB_BINARY),
                               const_cast<char*>("report")};
      for (std::string& each : arguments) words.push_back(each.data());
      words.push_back(nullptr);
      execv(RACELAB_BINARY, words.data());
      _exit(127);
    }
    ::close(ends[0]);
  }
  reader(const reader&) = delete;
  reader& operator=(const reader&) = delete;
  ~reader() {
    ::close(pipe_);
    if (pid_ > 0) {
      kill(pid_, SIGKILL);
      waitpid(pid_, nullptr, 0);
    }
  }

  // Returns once it has been read.
  void feed(const std::string& text) const {
    BOOST_REQUIRE(::write(pipe_, text.data(), text.size()) ==
                  static_cast<ssize_t>(text.size()));
    int left = 1;
    while (left != 0 && ::ioctl(pipe_, FIONREAD, &left) == 0)
      std::this_thread::yield();
  }

  void wait_until_it_holds_signals() const {
    const fs::path status = fs::path("/proc") / std::to_string(pid_) / "status";
    for (std::string word; word != "0000000000004003";) {
      std::ifstream in(status);
      while (in >> word && word != "SigBlk:") {
      }
      BOOST_REQUIRE(in >> word);
    }
  }

  int end_with(int signal) {
    kill(pid_, signal);
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  pid_t pid_ = 0;
  int pipe_ = -1;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(reading, logs)

BOOST_AUTO_TEST_CASE(a_signal_ends_the_reading_and_not_the_report) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    std::vector<std::string> arguments{"-"};
    const std::vector<std::string> formats{"json",   "html",    "sarif",
                                           "gcc",    "junit",   "markdown",
                                           "github", "terminal"};
    for (const std::string& each : formats) {
      fs::remove(path(each));
      arguments.insert(arguments.end(), {"--write", each + '=' + path(each)});
    }
    reader reading(*this, arguments);
    reading.feed(gcc_race);
    BOOST_TEST(reading.end_with(signal) == 128 + signal);
    BOOST_TEST(contains(read("out"), "1 report.\n"));
    BOOST_TEST(read("error") == "");
    for (const std::string& each : formats)
      BOOST_TEST(contains(read(each), "cart"), each);
  }
  // The log, what was printed, and the results: nothing half-written.
  BOOST_TEST(std::distance(fs::directory_iterator(folder), {}) == 11);
}

BOOST_AUTO_TEST_CASE(a_report_that_has_no_end_yet_is_in_it) {
  reader reading(*this, {"--json", "-"});
  const std::string race = gcc_race;
  reading.feed(race.substr(0, race.find("SUMMARY")));
  BOOST_TEST(reading.end_with(SIGINT) == 128 + SIGINT);
  const boost::json::value all = boost::json::parse(read("out"));
  BOOST_TEST(all.at("reports").at(0).at("complete") == false);
}

BOOST_AUTO_TEST_CASE(a_signal_ends_the_wait_for_a_pipe_that_nobody_writes_to) {
  BOOST_REQUIRE(mkfifo(path("fifo").c_str(), 0600) == 0);
  reader reading(*this, {path("app.log"), path("fifo"), path("last.log")});
  reading.wait_until_it_holds_signals();
  BOOST_TEST(reading.end_with(SIGTERM) == 128 + SIGTERM);
  // The signal may have come before the first log was read.
  BOOST_TEST(contains(read("error"), "last.log was not read: a signal"));
}

BOOST_AUTO_TEST_CASE(a_named_pipe_is_read_to_its_writer_s_end) {
  BOOST_REQUIRE(mkfifo(path("fifo").c_str(), 0600) == 0);
  std::thread writer([this] { write("fifo", gcc_race); });
  const program_result ended = run_racelab("report " + path("fifo"));
  writer.join();
  BOOST_TEST(ended.status == 1);
  BOOST_TEST(contains(ended.out, "1 report.\n"));
}

BOOST_AUTO_TEST_CASE(one_log_that_cannot_be_read_hides_no_other) {
  write("zipped.log", "\x1f\x8b\x08 and more");
  write("program",
        "\x7f"
        "ELF");
  write("other.log", replaced(gcc_race, "add(int)", "put(int)"));
  for (const std::string bad : {"missing.log", "zipped.log", "program", ""}) {
    const program_result ended = run_racelab(
        "report " + path(bad) + ' ' + path("app.log") + ' ' + path(bad) + ' ' +
        path("other.log") + " --write sarif=" + path("a.sarif") +
        " --write json=" + path("a.json") + " --write junit=" + path("a.xml"));
    BOOST_TEST(ended.status == 3, bad);
    BOOST_TEST(contains(ended.out, "2 reports.\n"), bad);
    BOOST_TEST(contains(ended.error, path(bad)), ended.error);
    const boost::json::value all = boost::json::parse(read("a.json"));
    BOOST_TEST(all.at("total") == 2, bad);
    BOOST_TEST(all.at("logs").at(0).at("unreadable").is_string(), bad);
    BOOST_TEST(all.at("logs").at(1).at("unreadable").is_null(), bad);
    const boost::json::value sarif = boost::json::parse(read("a.sarif"));
    BOOST_TEST(sarif.at("runs")
                       .at(0)
                       .at("invocations")
                       .at(0)
                       .at("executionSuccessful") == false,
               bad);
    BOOST_TEST(contains(read("a.xml"), " errors=\"2\""), bad);
  }
}

BOOST_AUTO_TEST_CASE(where_no_log_can_be_read_nothing_is_reported) {
  const program_result ended =
      run_racelab("report /no/a.log /no/b.log --write json=" + path("a.json"));
  BOOST_TEST(ended.status == 3);
  BOOST_TEST(ended.out == "");
  BOOST_TEST(contains(ended.error, "/no/a.log: "));
  BOOST_TEST(contains(ended.error, "/no/b.log: "));
  BOOST_TEST(!fs::exists(path("a.json")));
}

BOOST_AUTO_TEST_CASE(a_log_in_which_nothing_can_be_is_said_to_be_so) {
  write("empty.log", "");
  write("nul.log", std::string(5000, '\0'));
  const program_result ended =
      run_racelab("report " + path("empty.log") + ' ' + path("nul.log"));
  BOOST_TEST(ended.status == 0);
  BOOST_TEST(contains(replaced(ended.out, "\n", " "), "empty.log is empty."));
  BOOST_TEST(contains(replaced(ended.out, "\n", " "),
                      "nul.log has nothing but NUL bytes in it."));
  BOOST_TEST(!contains(run_racelab("report " + path("app.log")).out, "empty"));
}

BOOST_AUTO_TEST_CASE(a_file_that_is_read_is_never_written_over) {
  fs::create_hard_link(path("app.log"), path("linked.log"));
  fs::create_symlink(path("app.log"), path("symbolic.log"));
  write("ignore.txt", "race:nothing\n");
  write("known.txt", "");
  const std::string log = path("app.log");
  for (const std::string& arguments :
       {log + " --write json=" + log,
        log + " --write json=" + path("../" + folder.filename().string()) +
            "/app.log",
        log + " --write json=" + path("linked.log"),
        path("symbolic.log") + " --write json=" + log,
        "- --write json=" + log + " <" + log, log + " --write-baseline " + log,
        log + " --ignore " + path("ignore.txt") +
            " --write gcc=" + path("ignore.txt"),
        log + " --baseline " + path("known.txt") +
            " --write gcc=" + path("known.txt")}) {
    const program_result ended = run_racelab("report " + arguments);
    BOOST_TEST(ended.status == 64, arguments);
    BOOST_TEST(ended.out == "");
    BOOST_TEST(contains(ended.error, "this file is read"), ended.error);
    BOOST_TEST(read("app.log") == gcc_race);
  }
  BOOST_TEST(run_racelab("report " + log + " --baseline " + path("known.txt") +
                         " --write-baseline " + path("known.txt"))
                 .status == 1);
}

BOOST_AUTO_TEST_CASE(no_file_is_written_twice) {
  const std::string report = "report " + path("app.log");
  const std::string new_file = path("a.json");
  for (const std::string& arguments :
       {" --write json=" + new_file + " --write sarif=" + new_file,
        " --write json=" + new_file + " --write sarif=" + path("./a.json"),
        " --write json=" + new_file + " --write-baseline " + new_file}) {
    const program_result ended = run_racelab(report + arguments);
    BOOST_TEST(ended.status == 64, arguments);
    BOOST_TEST(contains(ended.error, "written twice"), ended.error);
    BOOST_TEST(!fs::exists(new_file));
  }
  BOOST_TEST(run_racelab(report + " --write json=/dev/null --write "
                                  "gcc=/dev/null")
                 .status == 1);
}

BOOST_AUTO_TEST_CASE(standard_output_is_no_file_to_write) {
  const program_result ended =
      run_racelab("report " + path("app.log") + " --write html=-");
  BOOST_TEST(ended.status == 64);
  BOOST_TEST(contains(ended.error, "--format html writes to standard output"));
  BOOST_TEST(!fs::exists("-"));
}

BOOST_AUTO_TEST_CASE(standard_input_that_is_closed_cannot_be_read) {
  const program_result ended = run_racelab("report - <&-");
  BOOST_TEST(ended.status == 3);
  BOOST_TEST(ended.error ==
             "racelab: cannot read standard input: Bad file descriptor\n");
}

BOOST_AUTO_TEST_CASE(logs_may_be_named_behind_any_option) {
  write("none.txt", "race:nowhere\n");
  write("other.log", gcc_race);
  const std::vector<std::string> options{
      "--write json=" + path("a.json"), "--ignore " + path("none.txt"),
      "--binary " RACELAB_BINARY, "--fail-on data-race",
      "--source-root " + folder.string()};
  for (const std::string& option : options) {
    const program_result ended = run_racelab(
        "report " + option + ' ' + path("app.log") + ' ' + path("other.log"));
    BOOST_TEST(ended.status == 1, option);
    BOOST_TEST(contains(ended.out, "2 reports, 1 different"), option);
  }
}

BOOST_AUTO_TEST_CASE(options_that_are_for_judging_are_refused) {
  for (const std::string option :
       {"--again", "--seed 1", "--schedules 2", "--jobs 3", "--out x"}) {
    const program_result ended =
        run_racelab("report " + path("app.log") + ' ' + option);
    BOOST_TEST(ended.status == 64, option);
    BOOST_TEST(
        contains(ended.error, option.substr(0, option.find(' ')) + " is for "));
  }
}

BOOST_AUTO_TEST_CASE(several_files_of_suppressions_are_taken_together) {
  write("other.log", replaced(gcc_race, "add(int)", "put(int)"));
  write("one.txt", "race:^add(int)$\n");
  write("two.txt", "race:^put(int)$\n");
  const program_result ended = run_racelab(
      "report " + path("app.log") + ' ' + path("other.log") + " --ignore " +
      path("one.txt") + " --ignore " + path("two.txt"));
  BOOST_TEST(ended.status == 0);
  BOOST_TEST(contains(ended.error, "one.txt:1: race:^add(int)$ left out 1"));
  BOOST_TEST(contains(ended.error, "two.txt:1: race:^put(int)$ left out 1"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::report::log
