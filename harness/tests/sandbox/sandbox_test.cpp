// Distributed under the Boost Software License, Version 1.0.
#include "harness/sandbox/child_process.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

using namespace racelab::sandbox;
using namespace std::chrono_literals;
using how = ended::how;

BOOST_TEST_DONT_PRINT_LOG_VALUE(how)

// This executable is also the program that the tests start: with "--behave
// NAME" it does one of the things below. All of them end by themselves at some
// point, so that a broken sandbox fails a test and harms nothing.
namespace {

using arguments = std::vector<std::string>;

[[noreturn]] void wait_for_ever() {
  constexpr int longer_than_the_tests = 300'000;
  poll(nullptr, 0, longer_than_the_tests);
  _exit(9);
}

void say(int descriptor, const std::string& text) {
  [[maybe_unused]] const auto size =
      write(descriptor, text.data(), text.size());
}

void block_all_signals() {
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, nullptr);
}

int use_memory() {
  constexpr std::size_t part = 16U << 20;
  for (std::size_t total = 0; total < 3U << 30; total += part) {
    void* memory = mmap(nullptr, part, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) return 3;
    std::memset(memory, 1, part);
  }
  wait_for_ever();  // memory is looked at every few milliseconds
}

int flood(int descriptor) {
  const std::string part(1U << 16, 'x');
  for (int i = 0; i != 8'000; ++i)
    if (write(descriptor, part.data(), part.size()) < 0) return 4;
  return 0;
}

int fork_many() {
  for (int i = 0; i != 1'000; ++i)
    if (fork() == 0) wait_for_ever();
  wait_for_ever();  // as are tasks
}

int start_many_threads() {
  std::vector<std::thread> threads;
  for (int i = 0; i != 2'000; ++i) threads.emplace_back(wait_for_ever);
  wait_for_ever();
}

int spin() {
  const auto end = std::chrono::steady_clock::now() + 30s;
  while (std::chrono::steady_clock::now() < end) continue;
  return 0;
}

// Leaves a process behind in a session of its own, orphaned twice.
int leave_orphans(int descriptor) {
  if (fork() == 0) {
    setsid();
    if (fork() == 0) {
      say(descriptor, "o");
      wait_for_ever();
    }
    _exit(0);
  }
  say(descriptor, "p");
  return 0;
}

int list_descriptors() {
  for (int file = 0; file != 1024; ++file)
    if (fcntl(file, F_GETFD) >= 0) say(1, std::to_string(file) + ' ');
  return 0;
}

std::string status_line(const std::string& name) {
  std::string text(1U << 14, '\0');
  const int file = open("/proc/self/status", O_RDONLY);
  text.resize(static_cast<std::size_t>(read(file, text.data(), text.size())));
  const auto begin = text.find(name);
  return text.substr(begin, text.find('\n', begin) - begin);
}

command behave(const arguments& what) {
  command self;
  self.arguments = {"/proc/self/exe", "--behave"};
  self.arguments.insert(self.arguments.end(), what.begin(), what.end());
  return self;
}

// A harness that starts a program which leaves an orphan and goes on for ever.
int act_as_harness(int descriptor, bool isolate) {
  auto what = behave({"stay-with-orphan", std::to_string(descriptor)});
  what.descriptors = {descriptor};
  what.isolate = isolate;
  auto child = child_process::start(what, {});
  close(descriptor);
  child.wait();
  return 0;
}

int signal_all(pid_t target) {
  return kill(target, SIGKILL) == 0 || errno == ESRCH ? 0 : 5;
}

int run_behaviour(const arguments& what) {
  const auto& name = what.at(0);
  const auto number = [&] { return std::stoi(what.at(1)); };
  const std::map<std::string, std::function<int()>> behaviours = {
      {"exit", number},
      {"raise", [&] { return raise(number()); }},
      {"say",
       [&] {
         say(1, what.at(1));
         say(2, what.at(2));
         return 0;
       }},
      {"variable",
       [&] {
         const char* value = std::getenv(what.at(1).c_str());
         say(1, value ? value : "(none)");
         return 0;
       }},
      {"directory",
       [] {
         char* folder = getcwd(nullptr, 0);
         say(1, folder);
         std::free(folder);
         return 0;
       }},
      {"read-input",
       [] {
         char byte = 0;
         return static_cast<int>(read(0, &byte, 1));
       }},
      {"address",
       [] {
         int local = 0;
         say(1, std::to_string(reinterpret_cast<std::uintptr_t>(&local)));
         return 0;
       }},
      {"capabilities",
       [] {
         say(1, status_line("CapEff"));
         return 0;
       }},
      {"descriptors", list_descriptors},
      {"memory", use_memory},
      {"flood", [] { return flood(1); }},
      {"flood-file",
       [] {
         signal(SIGXFSZ, SIG_DFL);
         return flood(memfd_create("file", 0));
       }},
      {"forks", fork_many},
      {"threads", start_many_threads},
      {"spin", spin},
      {"spin-deaf",
       [] {
         block_all_signals();
         return spin();
       }},
      {"stay",
       [] {
         wait_for_ever();
         return 0;
       }},
      {"stay-deaf",
       [] {
         block_all_signals();
         wait_for_ever();
         return 0;
       }},
      {"orphan", [&] { return leave_orphans(number()); }},
      {"stay-with-orphan",
       [&] {
         leave_orphans(number());
         wait_for_ever();
         return 0;
       }},
      {"harness", [&] { return act_as_harness(number(), true); }},
      {"harness-not-isolated", [&] { return act_as_harness(number(), false); }},
      {"kill-everybody", [] { return signal_all(-1); }},
      {"kill-parent", [] { return signal_all(getppid()); }},
      {"kill-group", [] { return signal_all(0); }},
      {"kill-harness",
       [&] {
         signal_all(number());
         return signal_all(-number());
       }},
  };
  return behaviours.at(name)();
}

ended run(const arguments& what, const limits& how = {}) {
  return child_process::start(behave(what), how).wait();
}

std::string output_of(const command& what, const limits& allowed = {}) {
  auto child = child_process::start(what, allowed);
  child.wait();
  return child.output();
}

// A pipe whose other end tells when the last process that holds it is gone.
class tracer {
 public:
  tracer() {
    std::array<int, 2> ends{};
    BOOST_REQUIRE_EQUAL(pipe2(ends.data(), O_CLOEXEC), 0);
    here_ = ends[0];
    there_ = ends[1];
  }
  tracer(const tracer&) = delete;
  tracer& operator=(const tracer&) = delete;
  ~tracer() {
    close(here_);
    close_there();
  }

  int there() const { return there_; }
  void close_there() {
    if (there_ >= 0) close(there_);
    there_ = -1;
  }

  // Blocks until that many bytes have come.
  bool wait_for_bytes(std::size_t count) {
    char byte = 0;
    for (; count != 0; --count)
      if (!readable(guard) || read(here_, &byte, 1) != 1) return false;
    return true;
  }

  // Whether every holder is gone by now.
  bool nobody_left() { return ended(0); }

  // Blocks until every holder is gone; false if that does not come.
  bool wait_until_nobody_left() { return ended(guard); }

 private:
  // So that a failing test ends; never waited for otherwise.
  static constexpr int guard = 20'000;

  bool readable(int milliseconds) {
    pollfd watched{here_, POLLIN, 0};
    return poll(&watched, 1, milliseconds) == 1;
  }

  bool ended(int milliseconds) {
    char byte = 0;
    while (readable(milliseconds))
      if (read(here_, &byte, 1) == 0) return true;
    return false;
  }

  int here_ = -1;
  int there_ = -1;
};

bool can_isolate() {
  return child_process::start(behave({"exit", "0"}), {}).isolated();
}

bool can_unshare() {
  command what;
  what.arguments = {"unshare", "--pid", "--fork", "--mount-proc", "true"};
  what.isolate = false;
  return child_process::start(what, {}).wait().succeeded();
}

constexpr const char* inside_variable = "RACELAB_TEST_INSIDE_NAMESPACE";

auto only_if(bool (*condition)(), const char* why) {
  return boost::unit_test::precondition([=](boost::unit_test::test_unit_id) {
    boost::test_tools::assertion_result result(condition());
    result.message() << why;
    return result;
  });
}

auto only_if_isolated() {
  return only_if(can_isolate, "no process namespace can be had here");
}

bool inside_namespace() { return std::getenv(inside_variable) != nullptr; }

}  // namespace

BOOST_AUTO_TEST_SUITE(programs)

BOOST_AUTO_TEST_CASE(an_exit_status_is_handed_on) {
  const auto end = run({"exit", "7"});
  BOOST_TEST((end.kind == how::exited));
  BOOST_TEST(end.code == 7);
  BOOST_TEST(describe(end) == "exited with status 7");
  BOOST_TEST(!end.succeeded());
  BOOST_TEST(run({"exit", "0"}).succeeded());
}

BOOST_AUTO_TEST_CASE(a_deadly_signal_is_handed_on) {
  const auto end = run({"raise", std::to_string(SIGABRT)});
  BOOST_TEST((end.kind == how::signalled));
  BOOST_TEST(end.code == SIGABRT);
  BOOST_TEST(describe(end) == "was killed by signal 6 (Aborted)");
}

BOOST_AUTO_TEST_CASE(a_program_killed_by_itself_is_not_taken_for_a_limit) {
  const auto end = run({"raise", std::to_string(SIGKILL)});
  BOOST_TEST((end.kind == how::signalled));
  BOOST_TEST(end.code == SIGKILL);
}

BOOST_AUTO_TEST_CASE(both_outputs_are_kept_in_the_order_of_writing) {
  BOOST_TEST(output_of(behave({"say", "one ", "two"})) == "one two");
}

BOOST_AUTO_TEST_CASE(input_is_empty) {
  BOOST_TEST(run({"read-input"}).succeeded());
}

BOOST_AUTO_TEST_CASE(a_given_variable_replaces_the_inherited_one) {
  auto what = behave({"variable", "PATH"});
  what.environment = {"PATH=/nowhere"};
  BOOST_TEST(output_of(what) == "/nowhere");
}

BOOST_AUTO_TEST_CASE(the_environment_is_inherited_unless_it_is_not_to_be) {
  auto what = behave({"variable", "PATH"});
  BOOST_TEST(output_of(what) == std::getenv("PATH"));
  what.inherit_environment = false;
  BOOST_TEST(output_of(what) == "(none)");
}

BOOST_AUTO_TEST_CASE(the_program_starts_in_its_directory) {
  auto what = behave({"directory"});
  what.directory = "/usr";
  BOOST_TEST(output_of(what) == "/usr");
}

BOOST_AUTO_TEST_CASE(a_name_without_a_slash_is_searched_for_in_the_path) {
  command what;
  what.arguments = {"true"};
  BOOST_TEST(child_process::start(what, {}).wait().succeeded());
}

BOOST_AUTO_TEST_CASE(only_the_descriptors_named_are_passed_on) {
  const int passed = open("/dev/null", O_RDONLY | O_CLOEXEC);
  const int other = open("/dev/null", O_RDONLY);
  auto what = behave({"descriptors"});
  what.descriptors = {passed};
  BOOST_TEST(output_of(what) == "0 1 2 " + std::to_string(passed) + ' ');
  close(passed);
  close(other);
}

BOOST_AUTO_TEST_CASE(fixed_addresses_are_the_same_in_every_run) {
  auto what = behave({"address"});
  what.fixed_addresses = true;
  // The environment lies on the stack, above what is asked for.
  BOOST_TEST(output_of(what) == output_of(what));
}

BOOST_AUTO_TEST_CASE(a_program_stays_on_one_processor_when_that_is_asked) {
  command what;
  what.arguments = {"/usr/bin/nproc"};
  what.one_processor = true;
  BOOST_TEST(output_of(what) == "1\n");
}

BOOST_AUTO_TEST_CASE(capabilities_are_given_up_when_that_is_asked) {
  auto what = behave({"capabilities"});
  what.drop_capabilities = true;
  BOOST_TEST(output_of(what) == "CapEff:\t0000000000000000");
}

BOOST_AUTO_TEST_CASE(a_program_that_does_not_exist_is_not_started) {
  command what;
  what.arguments = {"/nowhere/at/all"};
  const auto end = child_process::start(what, {}).wait();
  BOOST_TEST((end.kind == how::not_started));
  BOOST_TEST(end.code == ENOENT);
  BOOST_TEST(describe(end) ==
             "could not be started: No such file or directory");
}

BOOST_AUTO_TEST_CASE(a_command_without_a_program_is_refused) {
  BOOST_CHECK_THROW(child_process::start({}, {}), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_program_outlives_the_thread_that_started_it) {
  tracer trace;
  auto what = behave({"stay-with-orphan", std::to_string(trace.there())});
  what.descriptors = {trace.there()};
  std::optional<child_process> child;
  std::thread([&] { child = child_process::start(what, {}); }).join();
  BOOST_TEST(trace.wait_for_bytes(2));
  BOOST_TEST(!child->poll().has_value());
}

BOOST_AUTO_TEST_CASE(several_threads_may_start_programs_at_once) {
  std::array<std::thread, 4> threads;
  std::array<int, threads.size()> failures{};
  for (std::size_t i = 0; i != threads.size(); ++i)
    threads[i] = std::thread([&, i] {
      for (int round = 0; round != 20; ++round) {
        const int code = static_cast<int>(i) + 1;
        if (run({"exit", std::to_string(code)}).code != code) ++failures[i];
      }
    });
  for (auto& thread : threads) thread.join();
  for (const int failed : failures) BOOST_TEST(failed == 0);
}

BOOST_AUTO_TEST_CASE(no_descriptor_is_left_open_by_a_program_that_ended) {
  const int before = dup(0);
  close(before);
  for (int i = 0; i != 20; ++i) run({"exit", "0"});
  const int after = dup(0);
  close(after);
  BOOST_TEST(before == after);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(within_limits)

BOOST_AUTO_TEST_CASE(memory_without_end_is_ended) {
  limits allowed;
  allowed.resident_memory = 64U << 20;
  auto child = child_process::start(behave({"memory"}), allowed);
  BOOST_TEST((child.wait().kind == how::out_of_memory));
  BOOST_TEST(child.most_resident_memory() > 64U << 20);
}

BOOST_AUTO_TEST_CASE(a_limited_stack_is_no_larger) {
  limits allowed;
  allowed.stack = 1U << 20;
  command what;
  what.arguments = {"sh", "-c", "ulimit -s"};
  auto child = child_process::start(what, allowed);
  BOOST_TEST(child.wait().succeeded());
  BOOST_TEST(child.output() == "1024\n");
}

BOOST_AUTO_TEST_CASE(a_limited_address_space_lets_no_memory_be_had) {
  limits allowed;
  allowed.address_space = 96U << 20;
  BOOST_TEST(run({"memory"}, allowed).code == 3);
}

BOOST_AUTO_TEST_CASE(output_without_end_is_ended_and_cut) {
  limits allowed;
  allowed.output = 100'000;
  auto child = child_process::start(behave({"flood"}), allowed);
  BOOST_TEST((child.wait().kind == how::too_much_output));
  BOOST_TEST(child.output().size() == 100'000U);
}

BOOST_AUTO_TEST_CASE(a_file_without_end_is_ended) {
  limits allowed;
  allowed.file_size = 1U << 20;
  BOOST_TEST((run({"flood-file"}, allowed).kind == how::too_much_output));
}

BOOST_AUTO_TEST_CASE(processes_without_end_are_ended) {
  limits allowed;
  allowed.tasks = 50;
  BOOST_TEST((run({"forks"}, allowed).kind == how::too_many_tasks));
}

BOOST_AUTO_TEST_CASE(threads_without_end_are_ended) {
  limits allowed;
  allowed.tasks = 50;
  BOOST_TEST((run({"threads"}, allowed).kind == how::too_many_tasks));
}

BOOST_DATA_TEST_CASE(an_endless_loop_is_ended_by_its_processor_time,
                     boost::unit_test::data::make({"spin", "spin-deaf"}),
                     behaviour) {
  limits allowed;
  allowed.cpu_time = 1s;
  BOOST_TEST((run({behaviour}, allowed).kind == how::out_of_time));
}

BOOST_AUTO_TEST_CASE(who_is_killed_with_processor_time_left_had_enough_of_it) {
  limits allowed;
  allowed.cpu_time = 60s;
  const auto end = run({"raise", std::to_string(SIGKILL)}, allowed);
  BOOST_TEST((end.kind == how::signalled));
}

BOOST_DATA_TEST_CASE(a_program_that_waits_for_ever_is_ended_by_the_wall_clock,
                     boost::unit_test::data::make({"stay", "stay-deaf"}),
                     behaviour) {
  limits allowed;
  allowed.wall_time = 20ms;
  BOOST_TEST((run({behaviour}, allowed).kind == how::out_of_time));
}

BOOST_AUTO_TEST_CASE(a_program_within_its_limits_is_left_alone) {
  limits allowed;
  allowed.cpu_time = 60s;
  allowed.wall_time = 60s;
  allowed.resident_memory = 1U << 30;
  allowed.tasks = 50;
  allowed.open_files = 64;
  BOOST_TEST(run({"say", "a", "b"}, allowed).succeeded());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(endings)

BOOST_AUTO_TEST_CASE(waiting_stops_at_the_deadline_while_the_program_runs) {
  auto child = child_process::start(behave({"stay"}), {});
  const auto deadline = std::chrono::steady_clock::now() + 10ms;
  BOOST_TEST(!child.wait_until(deadline).has_value());
  BOOST_TEST((std::chrono::steady_clock::now() >= deadline));
}

BOOST_AUTO_TEST_CASE(a_killed_program_says_so_ever_after) {
  auto child = child_process::start(behave({"stay"}), {});
  child.kill();
  BOOST_TEST((child.wait().kind == how::killed));
  child.kill();
  BOOST_TEST((child.poll()->kind == how::killed));
}

BOOST_AUTO_TEST_CASE(killing_what_has_ended_does_not_change_its_end) {
  auto child = child_process::start(behave({"exit", "3"}), {});
  child.wait();
  child.kill();
  BOOST_TEST(child.poll()->code == 3);
}

BOOST_DATA_TEST_CASE(an_orphan_is_gone_when_its_program_has_ended,
                     boost::unit_test::data::make({true, false}), isolate) {
  tracer trace;
  auto what = behave({"orphan", std::to_string(trace.there())});
  what.descriptors = {trace.there()};
  what.isolate = isolate;
  auto child = child_process::start(what, {});
  trace.close_there();
  BOOST_TEST(child.wait().succeeded());
  BOOST_TEST(trace.nobody_left());
}

BOOST_DATA_TEST_CASE(the_whole_tree_is_gone_with_its_handle,
                     boost::unit_test::data::make({true, false}), isolate) {
  tracer trace;
  auto what = behave({"stay-with-orphan", std::to_string(trace.there())});
  what.descriptors = {trace.there()};
  what.isolate = isolate;
  {
    auto child = child_process::start(what, {});
    trace.close_there();
    BOOST_TEST(trace.wait_for_bytes(2));
    BOOST_TEST(!trace.nobody_left());
  }
  BOOST_TEST(trace.nobody_left());
}

BOOST_DATA_TEST_CASE(nothing_outlives_a_harness_that_is_killed,
                     boost::unit_test::data::make({"harness",
                                                   "harness-not-isolated"}) *
                         boost::unit_test::data::make({SIGKILL, SIGINT}),
                     behaviour, signal) {
  tracer trace;
  const int inherited = dup(trace.there());
  auto what = behave({behaviour, std::to_string(inherited)});
  std::vector<char*> words;
  for (auto& word : what.arguments) words.push_back(word.data());
  words.push_back(nullptr);
  pid_t harness = 0;
  BOOST_REQUIRE_EQUAL(posix_spawn(&harness, "/proc/self/exe", nullptr, nullptr,
                                  words.data(), environ),
                      0);
  close(inherited);
  trace.close_there();
  BOOST_TEST(trace.wait_for_bytes(2));
  kill(harness, signal);
  waitpid(harness, nullptr, 0);
  BOOST_TEST(trace.wait_until_nobody_left());
}

BOOST_AUTO_TEST_SUITE_END()

// These send signals to whole groups of processes. A broken sandbox would let
// them hit whatever runs beside the tests, so they run in a namespace that
// unshare(1) makes, started by the test case behind them.
BOOST_AUTO_TEST_SUITE(signals, *only_if(inside_namespace,
                                        "run by signals_are_contained"))

BOOST_AUTO_TEST_CASE(a_program_cannot_reach_its_harness, *only_if_isolated()) {
  for (const auto& what :
       {arguments{"kill-everybody"}, arguments{"kill-parent"},
        arguments{"kill-harness", std::to_string(getpid())}}) {
    auto child = child_process::start(behave(what), {});
    BOOST_REQUIRE(child.isolated());
    BOOST_TEST(child.wait().succeeded());
  }
}

BOOST_DATA_TEST_CASE(a_program_that_kills_its_group_kills_only_itself,
                     boost::unit_test::data::make({true, false}), isolate) {
  auto what = behave({"kill-group"});
  what.isolate = isolate;
  const auto end = child_process::start(what, {}).wait();
  BOOST_TEST((end.kind == how::signalled));
  BOOST_TEST(end.code == SIGKILL);
}

BOOST_AUTO_TEST_CASE(a_program_that_kills_its_keeper_is_lost_and_gone) {
  auto what = behave({"kill-parent"});
  what.isolate = false;
  BOOST_TEST((child_process::start(what, {}).wait().kind == how::lost));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(signals_are_contained,
                     *only_if(can_unshare, "unshare(1) is not allowed here")) {
  command what;
  what.arguments = {"unshare",          "--pid",          "--fork",
                    "--mount-proc",     "/proc/self/exe", "--run_test=signals",
                    "--color_output=no"};
  what.environment = {std::string(inside_variable) + "=1"};
  what.isolate = false;
  // /proc/self/exe would be unshare's own.
  std::array<char, 4096> self{};
  BOOST_REQUIRE(readlink("/proc/self/exe", self.data(), self.size() - 1) > 0);
  what.arguments[4] = self.data();
  auto child = child_process::start(what, {});
  const auto end = child.wait();
  BOOST_TEST(end.succeeded(), child.output());
  BOOST_TEST(child.output().find("Running 4 test cases") != std::string::npos,
             child.output());
}

// /proc has other numbers for its processes than it has itself.
BOOST_AUTO_TEST_CASE(memory_is_its_own_also_where_proc_is_anothers,
                     *only_if(can_unshare, "unshare(1) is not allowed here")) {
  std::array<char, 4096> self{};
  BOOST_REQUIRE(readlink("/proc/self/exe", self.data(), self.size() - 1) > 0);
  command what;
  what.arguments = {"unshare", "--pid", "--fork", self.data(),
                    "--run_test=within_limits/memory_without_end_is_ended"};
  what.isolate = false;
  auto child = child_process::start(what, {});
  const auto end = child.wait();
  BOOST_TEST(end.succeeded(), child.output());
}

int main(int argc, char* argv[]) {
  if (argc > 2 && std::string(argv[1]) == "--behave")
    return run_behaviour(arguments(argv + 2, argv + argc));
  return boost::unit_test::unit_test_main([] { return true; }, argc, argv);
}
