// Distributed under the Boost Software License, Version 1.0.
#include "harness/build/outside_uses.hpp"

#include "harness/build/readable_symbol.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <sstream>
#include <tuple>

#include <fmt/format.h>

namespace racelab::build {
namespace {

using names = std::set<std::string_view>;

const names of_the_machine = {
    // The environment and the command line.
    "getenv", "secure_getenv", "__secure_getenv", "environ", "__environ",
    "_environ", "getauxval", "__getauxval", "program_invocation_name",
    "program_invocation_short_name", "__progname", "__progname_full",
    "__libc_argv", "__libc_argc",
    // Processors.
    "_ZNSt6thread20hardware_concurrencyEv",
    "_ZN5boost6thread20hardware_concurrencyEv",
    "_ZN5boost6thread20physical_concurrencyEv", "get_nprocs", "get_nprocs_conf",
    "sysconf", "__sysconf", "sched_getaffinity", "sched_getcpu", "getcpu",
    "pthread_getaffinity_np", "sysinfo", "getloadavg",
    // The process.
    "getpid", "getppid", "gettid", "getpgid", "getpgrp", "getsid", "getuid",
    "geteuid", "prctl", "arch_prctl", "personality", "getrlimit", "getrlimit64",
    "prlimit", "prlimit64", "pthread_getattr_np", "uname", "gethostname",
    "gethostid", "syscall", "ptrace", "process_vm_readv", "process_vm_writev",
    "__libc_stack_end",
    // What it was linked with.
    "dlopen", "dlmopen", "dlsym", "dlvsym", "dladdr", "dladdr1", "dlinfo",
    "dl_iterate_phdr", "_dl_find_object", "_r_debug", "_DYNAMIC",
    "__executable_start", "__ehdr_start", "etext", "_etext", "__etext", "edata",
    "_edata", "end", "_end", "backtrace", "backtrace_symbols",
    "_Unwind_Backtrace"};

const names of_files = {
    "open", "open64", "__open_2", "__open64_2", "openat", "openat64",
    "__openat_2", "__openat64_2", "creat", "creat64", "fopen", "fopen64",
    "freopen", "freopen64", "tmpfile", "tmpfile64", "mkstemp", "mkstemp64",
    "mkdtemp", "opendir", "scandir", "scandir64", "glob", "glob64", "ftw",
    "ftw64", "nftw", "nftw64", "fts_open", "fts64_open", "stat", "stat64",
    "lstat", "lstat64", "fstatat", "fstatat64", "statx", "__xstat", "__xstat64",
    "__lxstat", "__lxstat64", "access", "faccessat", "euidaccess", "readlink",
    "readlinkat", "__readlink_chk", "realpath", "__realpath_chk",
    "canonicalize_file_name", "getcwd", "__getcwd_chk", "chdir", "mkdir",
    "mkdirat", "rmdir", "remove", "rename", "renameat", "unlink", "unlinkat",
    "link", "symlink", "truncate", "truncate64", "chmod", "chown", "mmap",
    "mmap64", "shm_open", "memfd_create", "socket", "name_to_handle_at",
    "open_by_handle_at",
    // Other processes.
    "system", "popen", "fork", "vfork", "_Fork", "clone", "daemon", "execl",
    "execle", "execlp", "execv", "execve", "execvp", "execvpe", "fexecve",
    "posix_spawn", "posix_spawnp"};

// By how they begin.
constexpr std::array<std::string_view, 9> families_of_files = {
    "_ZNSt10filesystem",           "_ZNKSt10filesystem",
    "_ZN5boost10filesystem",       "_ZNSt13basic_filebuf",
    "_ZNSt14basic_ifstream",       "_ZNSt14basic_ofstream",
    "_ZNSt13basic_fstream",        "_ZNSt12__basic_file",
    "_ZN9__gnu_cxx13stdio_filebuf"};

const names of_clocks = {"clock_gettime", "gettimeofday", "time",  "times",
                         "clock",         "timespec_get", "ftime", "getrusage"};

constexpr std::array<std::string_view, 5> families_of_clocks = {
    "_ZNSt6chrono", "_ZN5boost6chrono", "_ZN5boost9date_time",
    "_ZN5boost10posix_time", "_ZN5boost15get_system_time"};

template <std::size_t count>
bool begins_with_one_of(std::string_view symbol,
                        const std::array<std::string_view, count>& families) {
  return std::any_of(families.begin(), families.end(),
                     [&](auto each) { return symbol.starts_with(each); });
}

// std::chrono's and Boost.Chrono's clocks, not their durations.
bool asks_a_clock(std::string_view symbol) {
  constexpr std::array<std::string_view, 4> questions = {
      "3nowE", "14universal_timeE", "10local_timeE", "15get_system_time"};
  return begins_with_one_of(symbol, families_of_clocks) &&
         std::any_of(questions.begin(), questions.end(), [&](auto each) {
           return symbol.find(each) != std::string_view::npos;
         });
}

std::optional<outside> about(std::string_view symbol) {
  if (of_the_machine.contains(symbol) ||
      symbol.starts_with("_ZN5boost10stacktrace"))
    return outside::machine;
  if (of_files.contains(symbol) ||
      begins_with_one_of(symbol, families_of_files))
    return outside::files;
  if (of_clocks.contains(symbol) || asks_a_clock(symbol)) return outside::clock;
  return std::nullopt;
}

}  // namespace

bool is_outside(std::string_view symbol) { return about(symbol).has_value(); }

std::vector<outside_use> outside_uses(
    const object_symbols& all,
    const std::function<bool(const std::filesystem::path&)>& is_own) {
  std::vector<outside_use> found;
  std::set<std::tuple<outside, int>> said;
  for (const object_symbol& each : all.used) {
    const auto what = about(each.name);
    if (!what || (!each.file.empty() && !is_own(each.file))) continue;
    if (said.emplace(*what, each.line).second)
      found.push_back({*what, readable_symbol(each.name), each.line});
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const outside_use& one, const outside_use& other) {
                     return one.line < other.line;
                   });
  return found;
}

std::string to_text(const std::vector<outside_use>& all) {
  std::string text;
  for (const outside_use& each : all)
    text += fmt::format("{} {} {}\n", static_cast<int>(each.what), each.line,
                        each.name);
  return text;
}

std::vector<outside_use> parse_outside_uses(const std::string& text) {
  std::vector<outside_use> out;
  std::istringstream lines(text);
  int what = 0;
  int line = 0;
  for (std::string name;
       lines >> what >> line && lines.get() && std::getline(lines, name);)
    out.push_back({static_cast<outside>(what), name, line});
  return out;
}

}  // namespace racelab::build
