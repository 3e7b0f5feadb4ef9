// Distributed under the Boost Software License, Version 1.0.

// What Ctrl-C leaves behind: nothing.

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <thread>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace racelab::report {
namespace {

namespace fs = std::filesystem;

// The children of a process, whichever of its threads started them.
std::set<pid_t> children_of(pid_t parent) {
  std::set<pid_t> children;
  std::error_code error;
  const fs::path tasks = fs::path("/proc") / std::to_string(parent) / "task";
  for (const auto& task : fs::directory_iterator(tasks, error)) {
    std::ifstream in(task.path() / "children");
    for (pid_t child = 0; in >> child;) {
      children.insert(child);
    }
  }
  return children;
}

std::set<pid_t> descendants_of(pid_t parent) {
  std::set<pid_t> all;
  for (const pid_t child : children_of(parent)) {
    all.insert(child);
    all.merge(descendants_of(child));
  }
  return all;
}

bool is_there(pid_t process) {
  std::ifstream in("/proc/" + std::to_string(process) + "/stat");
  std::string line;
  std::getline(in, line);
  const std::size_t state = line.rfind(") ");
  return state != std::string::npos && line[state + 2] != 'Z';
}

// The harness on the whole catalogue, in a process of its own.
class running_harness {
 public:
  explicit running_harness(const fs::path& folder) {
    const std::string out = (folder / "report").string();
    const std::string log = (folder / "log").string();
    pid_ = fork();
    if (pid_ == 0) {
      const int file = open(log.c_str(), O_WRONLY | O_CREAT, 0600);
      dup2(file, STDOUT_FILENO);
      dup2(file, STDERR_FILENO);
      execl(RACELAB_BINARY, RACELAB_BINARY, "--again", "--out", out.c_str(),
            nullptr);
      _exit(127);
    }
  }
  running_harness(const running_harness&) = delete;
  running_harness& operator=(const running_harness&) = delete;
  ~running_harness() {
    if (pid_ > 0) {
      kill(pid_, SIGKILL);
      waitpid(pid_, nullptr, 0);
    }
  }

  pid_t pid() const { return pid_; }

  int wait() {
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = 0;
    return status;
  }

 private:
  pid_t pid_ = 0;
};

class scratch {
 public:
  scratch() {
    std::string name = (fs::temp_directory_path() / "racelab.XXXXXX").string();
    BOOST_REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  scratch(const scratch&) = delete;
  scratch& operator=(const scratch&) = delete;
  ~scratch() { fs::remove_all(path_); }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

void check_nothing_is_left(int signal, std::size_t busy_with) {
  const scratch folder;
  running_harness harness(folder.path());
  std::set<pid_t> started;
  // Until it has started something: a compiler, a subject.
  while (started.size() < busy_with && is_there(harness.pid())) {
    started.merge(descendants_of(harness.pid()));
    std::this_thread::yield();
  }
  BOOST_REQUIRE(started.size() >= busy_with);
  kill(harness.pid(), signal);
  const int status = harness.wait();
  BOOST_REQUIRE(WIFEXITED(status));
  BOOST_TEST(WEXITSTATUS(status) == 128 + signal);
  for (const pid_t each : started) {
    BOOST_TEST(!is_there(each));
  }
  BOOST_TEST(!fs::exists(folder.path() / "report"));
  std::ifstream log(folder.path() / "log");
  std::stringstream said;
  said << log.rdbuf();
  BOOST_TEST(said.str() == "");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(interruption)

BOOST_AUTO_TEST_CASE(ctrl_c_ends_all_that_was_started_and_writes_nothing) {
  check_nothing_is_left(SIGINT, 2);
}

BOOST_AUTO_TEST_CASE(a_later_ctrl_c_does_so_as_well) {
  check_nothing_is_left(SIGINT, 12);
}

BOOST_AUTO_TEST_CASE(so_do_sigterm_and_sighup) {
  check_nothing_is_left(SIGTERM, 4);
  check_nothing_is_left(SIGHUP, 4);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::report
