// Distributed under the Boost Software License, Version 1.0.
#include "harness/sandbox/keeper.hpp"

#include <cerrno>
#include <climits>
#include <csignal>
#include <cstring>
#include <ctime>

#include <fcntl.h>
#include <linux/securebits.h>
#include <poll.h>
#include <sched.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// Everything here runs between fork and exec: no allocation, no exception, no
// lock, nothing but system calls.

namespace racelab::sandbox {
namespace {

void write_file(const char* path, const char* text) noexcept {
  const int file = open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0) return;
  [[maybe_unused]] const auto written = write(file, text, strlen(text));
  close(file);
}

// A number at `text`, which it moves past; 0 if there is none.
pid_t read_number(const char*& text) noexcept {
  pid_t number = 0;
  for (; *text >= '0' && *text <= '9'; ++text)
    number = number * 10 + (*text - '0');
  return number;
}

// This process's number where /proc was mounted, so as the harness sees it.
pid_t outer_pid() noexcept {
  char link[32] = {};
  if (readlink("/proc/self", link, sizeof link - 1) <= 0) return 0;
  const char* digits = link;
  return read_number(digits);
}

void close_range_from(unsigned first, unsigned last) noexcept {
  if (first > last) return;
  if (syscall(SYS_close_range, first, last, 0) == 0) return;
  rlimit open_files{};
  getrlimit(RLIMIT_NOFILE, &open_files);
  for (unsigned file = first; file <= last && file < open_files.rlim_cur;
       ++file)
    close(static_cast<int>(file));
}

// `kept` is in ascending order.
void close_all_but(const int* kept, std::size_t count) noexcept {
  unsigned first = STDERR_FILENO + 1;
  for (std::size_t i = 0; i != count; ++i) {
    const auto file = static_cast<unsigned>(kept[i]);
    if (file > first) close_range_from(first, file - 1);
    if (file >= first) first = file + 1;
  }
  close_range_from(first, UINT_MAX);
}

void reset_signals() noexcept {
  struct sigaction standard {};
  standard.sa_handler = SIG_DFL;
  for (int signal = 1; signal < NSIG; ++signal)
    sigaction(signal, &standard, nullptr);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

[[noreturn]] void give_up(const keeper_plan& plan) noexcept {
  plan.report->error = errno;
  plan.report->stage = keeper_report::not_started;
  _exit(127);
}

// Root's programs get all capabilities back when they are executed, unless
// this is switched off; whoever is not root loses them anyhow.
void give_up_capabilities() noexcept {
  prctl(PR_SET_SECUREBITS,
        SECBIT_NOROOT | SECBIT_NOROOT_LOCKED | SECBIT_NO_CAP_AMBIENT_RAISE |
            SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED,
        0, 0, 0);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

void pass_descriptors(const keeper_plan& plan) noexcept {
  dup2(plan.input, STDIN_FILENO);
  dup2(plan.output, STDOUT_FILENO);
  dup2(plan.output, STDERR_FILENO);
  close_all_but(plan.descriptors, plan.descriptor_count);
  for (std::size_t i = 0; i != plan.descriptor_count; ++i)
    if (fcntl(plan.descriptors[i], F_SETFD, 0) != 0) give_up(plan);
}

// The one it was started on, which is the one with the least to do.
void stay_on_this_processor() noexcept {
  cpu_set_t here;
  CPU_ZERO(&here);
  CPU_SET(static_cast<unsigned>(sched_getcpu()), &here);
  sched_setaffinity(0, sizeof here, &here);
}

[[noreturn]] void run_program(const keeper_plan& plan, pid_t keeper) noexcept {
  plan.report->program = outer_pid();
  // A group of its own: kill(0, …) reaches neither keeper nor harness.
  setsid();
  reset_signals();
  pass_descriptors(plan);
  // Whoever runs out of memory, it shall not be the harness that is killed.
  write_file("/proc/self/oom_score_adj", "1000");
  if (plan.directory && chdir(plan.directory) != 0) give_up(plan);
  if (plan.fixed_addresses) {
    const int current = personality(0xffffffff);
    personality(static_cast<unsigned long>(current) | ADDR_NO_RANDOMIZE);
  }
  if (plan.one_processor) stay_on_this_processor();
  for (std::size_t i = 0; i != plan.limit_count; ++i)
    if (setrlimit(plan.limits[i].resource, &plan.limits[i].value) != 0)
      give_up(plan);
  if (plan.drop_capabilities) give_up_capabilities();
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != keeper) _exit(127);  // it died before it was asked for
  execve(plan.program, plan.arguments, plan.environment);
  give_up(plan);
}

// fork() itself would take locks that a thread of the harness may hold.
pid_t fork_without_locks() noexcept {
  return static_cast<pid_t>(syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0));
}

void enter_user_namespace(const keeper_plan& plan) noexcept {
  write_file("/proc/self/setgroups", "deny");
  write_file("/proc/self/uid_map", plan.user_map);
  write_file("/proc/self/gid_map", plan.group_map);
}

// See clock_getcpuclockid(3), whose clock is another: the kernel's number for
// the one by which RLIMIT_CPU is enforced has its last three bits clear.
std::int64_t charged_microseconds(pid_t process) noexcept {
  timespec used{};
  clock_gettime(static_cast<clockid_t>(~static_cast<unsigned>(process) << 3U),
                &used);
  return used.tv_sec * 1'000'000 + used.tv_nsec / 1'000;
}

// A process that has ended and is yet to be reaped; 0 if there is none, -1 if
// there are no children at all.
pid_t next_ended() noexcept {
  siginfo_t ended{};
  if (waitid(P_ALL, 0, &ended, WEXITED | WNOHANG | WNOWAIT) != 0) return -1;
  return ended.si_pid;
}

void report_end(keeper_report& report, pid_t program) noexcept {
  rusage usage{};
  report.charged_microseconds = charged_microseconds(program);
  wait4(program, &report.wait_status, 0, &usage);
  report.cpu_microseconds =
      (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1'000'000 +
      usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
  report.stage = keeper_report::ended;
}

// Reaps what has ended. True once the program is among it.
bool program_ended(const keeper_plan& plan, pid_t program) noexcept {
  for (;;) {
    const pid_t pid = next_ended();
    if (pid <= 0) return pid < 0;
    if (pid != program) {
      waitpid(pid, nullptr, 0);
      continue;
    }
    if (plan.report->stage == keeper_report::starting)
      report_end(*plan.report, program);
    return true;
  }
}

// Blocks until the program has ended or the lifeline does.
void keep(const keeper_plan& plan, pid_t program, int children) noexcept {
  pollfd watched[] = {{plan.lifeline, POLLIN, 0}, {children, POLLIN, 0}};
  while (!program_ended(plan, program)) {
    if (poll(watched, 2, -1) < 0 && errno != EINTR) return;
    if (watched[0].revents != 0) return;
    signalfd_siginfo ignored;
    if (watched[1].revents != 0) [[maybe_unused]]
      const auto size = read(children, &ignored, sizeof ignored);
  }
}

void kill_children() noexcept {
  static char list[4096];
  const int file = open("/proc/thread-self/children", O_RDONLY | O_CLOEXEC);
  if (file < 0) return;
  const auto size = read(file, list, sizeof list - 1);
  close(file);
  if (size <= 0) return;
  list[size] = '\0';
  for (const char* text = list; *text != '\0'; ++text)
    if (const pid_t child = read_number(text); child > 0) {
      kill(child, SIGKILL);
      if (*text == '\0') return;
    }
}

// Kills all descendants. Those of a killed process become the keeper's own
// children, so it is done when there are none left.
void kill_descendants(pid_t program) noexcept {
  for (int rounds = 0; rounds != 5'000; ++rounds) {
    kill(-program, SIGKILL);
    kill_children();
    pid_t reaped = 0;
    while ((reaped = waitpid(-1, nullptr, WNOHANG)) > 0) continue;
    if (reaped < 0) return;
    poll(nullptr, 0, 1);
  }
}

}  // namespace

void run_keeper(const keeper_plan& plan) noexcept {
  // Not in the harness's session: Ctrl-C is for the harness alone, whose end
  // ends the lifeline.
  setsid();
  prctl(PR_SET_NAME, "racelab-keeper");
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  plan.report->keeper = outer_pid();
  if (plan.own_user_namespace) enter_user_namespace(plan);
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, nullptr);
  // Ignored, as the harness may have left it, it would lose the exit status.
  struct sigaction standard {};
  standard.sa_handler = SIG_DFL;
  sigaction(SIGCHLD, &standard, nullptr);

  const pid_t keeper = getpid();
  const pid_t program = fork_without_locks();
  if (program < 0) give_up(plan);
  if (program == 0) run_program(plan, keeper);

  // Neither other keepers' lifelines nor the harness's own output, a pipe
  // perhaps, must be held open here.
  for (int file = STDIN_FILENO; file <= STDERR_FILENO; ++file)
    dup2(plan.input, file);
  close_all_but(&plan.lifeline, 1);
  sigset_t child_signal;
  sigemptyset(&child_signal);
  sigaddset(&child_signal, SIGCHLD);
  const int children = signalfd(-1, &child_signal, SFD_CLOEXEC);
  keep(plan, program, children);
  // In a process namespace the kernel does the rest, at once.
  if (keeper != 1) kill_descendants(program);
  _exit(0);
}

}  // namespace racelab::sandbox
