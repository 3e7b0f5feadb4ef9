// Distributed under the Boost Software License, Version 1.0.
#include "harness/sandbox/child_process.hpp"

#include "harness/sandbox/keeper.hpp"
#include "harness/sandbox/process_tree.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace racelab::sandbox {
namespace {

using clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// How often a running program's use of memory and the like is looked at.
constexpr milliseconds watch_interval{5};

std::atomic<bool> all_are_to_end{false};

[[noreturn]] void throw_errno(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

class descriptor {
 public:
  descriptor() = default;
  explicit descriptor(int number) : number_(number) {}
  descriptor(descriptor&& other) noexcept
      : number_(std::exchange(other.number_, -1)) {}
  descriptor& operator=(descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~descriptor() { close(); }

  int get() const { return number_; }
  void close() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }

 private:
  int number_ = -1;
};

// Takes `number` over, but not as 0, 1 or 2: a harness whose standard streams
// are closed gets those from the system, and the program's own go there.
descriptor above_standard(int number, const char* what) {
  if (number < 0) throw_errno(what);
  descriptor given(number);
  if (number > STDERR_FILENO) return given;
  const int moved = fcntl(number, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  if (moved < 0) throw_errno(what);
  return descriptor(moved);
}

struct lifeline {
  descriptor kept;  // by the keeper
  descriptor held;  // by the harness
};

lifeline open_lifeline() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw_errno("pipe2");
  descriptor held(ends[1]);
  return {above_standard(ends[0], "pipe2"), std::move(held)};
}

// Every description of the output appends, so that a program that opens
// /dev/stdout anew does not overwrite what it has written before.
descriptor open_output() {
  auto output =
      above_standard(memfd_create("output", MFD_CLOEXEC), "memfd_create");
  fcntl(output.get(), F_SETFL, O_APPEND);
  return output;
}

struct unmap {
  void operator()(keeper_report* report) const {
    munmap(report, sizeof *report);
  }
};
using shared_report = std::unique_ptr<keeper_report, unmap>;

shared_report map_report() {
  void* memory = mmap(nullptr, sizeof(keeper_report), PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw_errno("mmap");
  return shared_report(new (memory) keeper_report);
}

// As execvp would find it. Unchanged if it is nowhere: execve says so then.
std::string find_program(const std::string& name) {
  const char* path = std::getenv("PATH");
  if (name.find('/') != std::string::npos || !path) return name;
  std::string_view rest = path;
  while (!rest.empty()) {
    const auto folder = rest.substr(0, rest.find(':'));
    rest.remove_prefix(std::min(rest.size(), folder.size() + 1));
    auto candidate = fmt::format("{}/{}", folder, name);
    if (access(candidate.c_str(), X_OK) == 0) return candidate;
  }
  return name;
}

std::string_view variable_name(std::string_view assignment) {
  return assignment.substr(0, assignment.find('='));
}

std::vector<std::string> full_environment(const command& what) {
  std::vector<std::string> all = what.environment;
  if (!what.inherit_environment) return all;
  const auto given = [&](std::string_view name) {
    return std::any_of(
        what.environment.begin(), what.environment.end(),
        [&](const auto& other) { return variable_name(other) == name; });
  };
  for (char** own = environ; own && *own; ++own)
    if (!given(variable_name(*own))) all.emplace_back(*own);
  return all;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  all.reserve(texts.size() + 1);
  for (auto& text : texts) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

resource_limit at_most(__rlimit_resource_t resource, std::uint64_t soft,
                       std::uint64_t hard) {
  rlimit present{};
  getrlimit(resource, &present);
  return {resource,
          {std::min<rlim_t>(soft, present.rlim_max),
           std::min<rlim_t>(hard, present.rlim_max)}};
}

resource_limit at_most(__rlimit_resource_t resource, std::uint64_t value) {
  return at_most(resource, value, value);
}

std::vector<resource_limit> resource_limits(const limits& how) {
  std::vector<resource_limit> all = {at_most(RLIMIT_CORE, 0),
                                     at_most(RLIMIT_FSIZE, how.file_size)};
  // SIGXCPU tells which limit it was; SIGKILL is for who ignores that.
  if (how.cpu_time) {
    const auto seconds = static_cast<std::uint64_t>(how.cpu_time->count());
    all.push_back(at_most(RLIMIT_CPU, seconds, seconds + 1));
  }
  if (how.address_space) all.push_back(at_most(RLIMIT_AS, *how.address_space));
  if (how.stack) all.push_back(at_most(RLIMIT_STACK, *how.stack));
  if (how.open_files) all.push_back(at_most(RLIMIT_NOFILE, *how.open_files));
  return all;
}

class all_signals_blocked {
 public:
  all_signals_blocked() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  all_signals_blocked(const all_signals_blocked&) = delete;
  all_signals_blocked& operator=(const all_signals_blocked&) = delete;
  ~all_signals_blocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

// A keeper sends no signal when it ends (the low byte of the flags is 0), so
// that nobody's SIGCHLD handler and nobody's wait for any child sees it; it is
// awaited with __WALL.
pid_t fork_keeper(keeper_plan plan, unsigned long namespaces) {
  plan.own_user_namespace = (namespaces & CLONE_NEWUSER) != 0;
  const auto pid = syscall(SYS_clone, namespaces, 0, 0, 0, 0);
  if (pid == 0) run_keeper(plan);
  return static_cast<pid_t>(pid);
}

struct keeper {
  pid_t pid = 0;
  bool isolated = false;
};

keeper start_keeper(const keeper_plan& plan, bool isolate) {
  const all_signals_blocked guard;
  if (isolate)
    for (const unsigned long namespaces :
         {static_cast<unsigned long>(CLONE_NEWPID),
          static_cast<unsigned long>(CLONE_NEWPID | CLONE_NEWUSER)})
      if (const pid_t pid = fork_keeper(plan, namespaces); pid > 0)
        return {pid, true};
  const pid_t pid = fork_keeper(plan, 0);
  if (pid < 0) throw_errno("fork");
  return {pid, false};
}

}  // namespace

struct child_process::state {
  limits allowed;
  descriptor output;
  descriptor lifeline;
  descriptor keeper_end;  // becomes readable when the keeper has ended
  shared_report report;
  keeper kept;
  clock::time_point started;
  clock::time_point next_look;
  std::uint64_t most_memory = 0;    // that was seen
  std::optional<ended::how> cause;  // why the harness ended it
  std::optional<ended> end;

  bool keeper_gone();
  void await_keeper();
  void end_tree(ended::how why);
  std::uint64_t output_size() const;
  std::optional<ended::how> exceeded();
  ended explain() const;
};

// True once the keeper has ended, and with it all others. Never blocks.
bool child_process::state::keeper_gone() {
  if (kept.pid == 0) return true;
  const pid_t gone = waitpid(kept.pid, nullptr, WNOHANG | __WALL);
  if (gone == 0 || (gone < 0 && errno == EINTR)) return false;
  kept.pid = 0;
  return true;
}

void child_process::state::await_keeper() {
  while (kept.pid != 0) {
    const pid_t gone = waitpid(kept.pid, nullptr, __WALL);
    if (gone < 0 && errno == EINTR) continue;
    kept.pid = 0;
  }
}

void child_process::state::end_tree(ended::how why) {
  if (keeper_gone()) return;
  if (!cause) cause = why;
  lifeline.close();
  if (!kept.isolated) {
    // It must live to kill the others, unless it cannot.
    constexpr int patience_ms = 10'000;
    ::kill(kept.pid, SIGCONT);
    pollfd watched{keeper_end.get(), POLLIN, 0};
    ::poll(&watched, 1, patience_ms);
    if (keeper_gone()) return;
    if (const pid_t program = report->program; program > 0)
      ::kill(-program, SIGKILL);
  }
  ::kill(kept.pid, SIGKILL);
  await_keeper();
}

std::uint64_t child_process::state::output_size() const {
  struct stat about {};
  fstat(output.get(), &about);
  return static_cast<std::uint64_t>(about.st_size);
}

std::optional<ended::how> child_process::state::exceeded() {
  using how = ended::how;
  if (allowed.wall_time && clock::now() - started > *allowed.wall_time)
    return how::out_of_time;
  if (output_size() > allowed.output) return how::too_much_output;
  if (!allowed.tasks && !allowed.resident_memory) return std::nullopt;
  const pid_t keeper = report->keeper;
  if (keeper == 0) return std::nullopt;
  constexpr auto any = std::numeric_limits<std::uint64_t>::max();
  const auto tasks = allowed.tasks.value_or(any);
  const auto usage = usage_below(keeper, report->program, tasks);
  most_memory = std::max(most_memory, usage.resident_memory);
  if (usage.tasks > tasks) return how::too_many_tasks;
  if (usage.resident_memory > allowed.resident_memory.value_or(any))
    return how::out_of_memory;
  return std::nullopt;
}

ended child_process::state::explain() const {
  ended result;
  result.cpu_time = std::chrono::microseconds(report->cpu_microseconds);
  if (cause) {
    result.kind = *cause;
    return result;
  }
  switch (report->stage) {
    case keeper_report::not_started:
      result.kind = ended::how::not_started;
      result.code = report->error;
      return result;
    case keeper_report::ended:
      break;
    default:
      return result;
  }
  const int status = report->wait_status;
  result.kind =
      WIFSIGNALED(status) ? ended::how::signalled : ended::how::exited;
  result.code = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
  const bool killed_by = WIFSIGNALED(status);
  const std::chrono::microseconds charged(report->charged_microseconds);
  const bool used_up = allowed.cpu_time && charged >= *allowed.cpu_time;
  if (killed_by &&
      (result.code == SIGXCPU || (result.code == SIGKILL && used_up)))
    result.kind = ended::how::out_of_time;
  if ((killed_by && result.code == SIGXFSZ) || output_size() > allowed.output)
    result.kind = ended::how::too_much_output;
  return result;
}

child_process child_process::start(const command& what, const limits& how) {
  if (what.arguments.empty())
    throw std::invalid_argument("no program to start");
  auto descriptors = what.descriptors;
  std::sort(descriptors.begin(), descriptors.end());
  if (!descriptors.empty() && descriptors.front() <= STDERR_FILENO)
    throw std::invalid_argument("standard streams cannot be passed on");

  const auto program = find_program(what.arguments.front());
  auto arguments = what.arguments;
  auto environment = full_environment(what);
  const auto argument_pointers = pointers(arguments);
  const auto environment_pointers = pointers(environment);
  const auto resources = resource_limits(how);
  const auto user_map = fmt::format("{0} {0} 1", geteuid());
  const auto group_map = fmt::format("{0} {0} 1", getegid());
  const auto input =
      above_standard(open("/dev/null", O_RDONLY | O_CLOEXEC), "/dev/null");
  auto life = open_lifeline();

  auto running = std::make_unique<state>();
  running->allowed = how;
  running->output = open_output();
  running->report = map_report();

  keeper_plan plan;
  plan.program = program.c_str();
  plan.arguments = argument_pointers.data();
  plan.environment = environment_pointers.data();
  plan.directory = what.directory.empty() ? nullptr : what.directory.c_str();
  plan.descriptors = descriptors.data();
  plan.descriptor_count = descriptors.size();
  plan.limits = resources.data();
  plan.limit_count = resources.size();
  plan.input = input.get();
  plan.output = running->output.get();
  plan.lifeline = life.kept.get();
  plan.fixed_addresses = what.fixed_addresses;
  plan.one_processor = what.one_processor;
  plan.drop_capabilities = what.drop_capabilities;
  plan.user_map = user_map.c_str();
  plan.group_map = group_map.c_str();
  plan.report = running->report.get();

  running->kept = start_keeper(plan, what.isolate);
  running->lifeline = std::move(life.held);
  running->keeper_end = descriptor(
      static_cast<int>(syscall(SYS_pidfd_open, running->kept.pid, 0)));
  running->started = clock::now();
  running->next_look = running->started + watch_interval;
  return child_process(std::move(running));
}

child_process::child_process(std::unique_ptr<state> running)
    : state_(std::move(running)) {}

child_process::child_process(child_process&&) noexcept = default;

child_process& child_process::operator=(child_process&& other) noexcept {
  std::swap(state_, other.state_);
  return *this;
}

child_process::~child_process() {
  if (state_) kill();
}

std::optional<ended> child_process::poll() {
  auto& running = *state_;
  if (running.end) return running.end;
  if (!running.keeper_gone()) {
    if (all_are_to_end) {
      running.end_tree(ended::how::killed);
      running.end = running.explain();
      return running.end;
    }
    const auto now = clock::now();
    if (now < running.next_look) return std::nullopt;
    running.next_look = now + watch_interval;
    const auto limit = running.exceeded();
    if (!limit) return std::nullopt;
    running.end_tree(*limit);
  }
  running.end = running.explain();
  return running.end;
}

ended child_process::wait() { return *wait_until(clock::time_point::max()); }

std::optional<ended> child_process::wait_until(clock::time_point deadline) {
  for (;;) {
    if (auto end = poll()) return end;
    const auto now = clock::now();
    if (now >= deadline) return std::nullopt;
    const auto pause =
        std::min<clock::duration>(deadline - now, watch_interval);
    pollfd watched{state_->keeper_end.get(), POLLIN, 0};
    ::poll(&watched, 1,
           static_cast<int>(std::chrono::ceil<milliseconds>(pause).count()));
  }
}

void child_process::kill() {
  state_->end_tree(ended::how::killed);
  if (!state_->end) state_->end = state_->explain();
}

std::string child_process::output() const {
  std::string text(std::min(state_->output_size(), state_->allowed.output),
                   '\0');
  std::size_t read = 0;
  while (read != text.size()) {
    const auto size = pread(state_->output.get(), text.data() + read,
                            text.size() - read, static_cast<off_t>(read));
    if (size <= 0) break;
    read += static_cast<std::size_t>(size);
  }
  text.resize(read);
  return text;
}

pid_t child_process::pid() const { return state_->report->program; }

std::uint64_t child_process::most_resident_memory() const {
  return state_->most_memory;
}

bool child_process::isolated() const { return state_->kept.isolated; }

void end_all_programs() noexcept { all_are_to_end = true; }

std::string describe(const ended& end) {
  switch (end.kind) {
    case ended::how::exited:
      return fmt::format("exited with status {}", end.code);
    case ended::how::signalled: {
      const char* name = sigdescr_np(end.code);
      return fmt::format("was killed by signal {} ({})", end.code,
                         name ? name : "unknown");
    }
    case ended::how::out_of_memory:
      return "used more memory than it may";
    case ended::how::out_of_time:
      return "used more time than it may";
    case ended::how::too_much_output:
      return "wrote more output than it may";
    case ended::how::too_many_tasks:
      return "started more processes and threads than it may";
    case ended::how::not_started:
      return fmt::format("could not be started: {}",
                         std::generic_category().message(end.code));
    case ended::how::killed:
      return "was ended by the harness";
    case ended::how::lost:
      break;
  }
  return "was lost: the process that watched over it was killed";
}

}  // namespace racelab::sandbox
