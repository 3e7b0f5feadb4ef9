// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/exercise_rules.hpp"

#include "harness/build/source_tokens.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace racelab::workshop {
namespace {

using build::source_token;
using build::token_kind;
using words = std::set<std::string_view>;

// The two builds of a subject differ in these.
const words of_the_build = {
    "__SANITIZE_THREAD__", "__SANITIZE_ADDRESS__", "__has_feature",
    "thread_sanitizer",    "address_sanitizer",    "__OPTIMIZE__",
    "__OPTIMIZE_SIZE__",   "__NO_INLINE__",        "NDEBUG"};

const words of_the_process = {"getenv",
                              "secure_getenv",
                              "environ",
                              "__environ",
                              "_environ",
                              "getauxval",
                              "program_invocation_name",
                              "program_invocation_short_name",
                              "__progname",
                              "__libc_argv",
                              "hardware_concurrency",
                              "physical_concurrency",
                              "get_nprocs",
                              "get_nprocs_conf",
                              "sysconf",
                              "sched_getaffinity",
                              "pthread_getaffinity_np",
                              "getpid",
                              "getppid",
                              "gettid",
                              "syscall",
                              "ptrace",
                              "prctl",
                              "dlopen",
                              "dladdr",
                              "dl_iterate_phdr",
                              "backtrace",
                              "stacktrace",
                              "sched_getcpu",
                              "getpgrp",
                              "getsid",
                              "gethostid",
                              "gethostname",
                              "uname",
                              "weak",
                              "__weak__"};

const words of_files = {
    "ifstream",      "ofstream", "fstream",        "wifstream",
    "wofstream",     "wfstream", "basic_ofstream", "basic_fstream",
    "basic_filebuf", "wfilebuf", "filesystem",     "scandir",
    "glob",          "shm_open", "memfd_create",   "basic_ifstream",
    "filebuf",       "fopen",    "fopen64",        "freopen",
    "open64",        "openat",   "opendir",        "directory_iterator",
    "readlink",      "popen",    "mmap",           "mmap64",
    "stdio_filebuf"};

const words of_clocks = {"steady_clock",
                         "system_clock",
                         "high_resolution_clock",
                         "utc_clock",
                         "tai_clock",
                         "gps_clock",
                         "file_clock",
                         "process_real_cpu_clock",
                         "process_cpu_clock",
                         "thread_clock",
                         "microsec_clock",
                         "get_system_time",
                         "clock_gettime",
                         "gettimeofday",
                         "timespec_get",
                         "getrusage",
                         "_rdtsc",
                         "__rdtsc",
                         "__rdtscp",
                         "__builtin_ia32_rdtsc",
                         "__builtin_ia32_rdtscp"};

// Common words, unless they are called.
const words called_files = {"open",  "creat", "stat",
                            "lstat", "mkdir", "system"};
const words called_clocks = {"clock", "time", "times"};

std::string_view reason_for(const source_token& token, bool called,
                            bool has_time) {
  const std::string_view word = token.spelling;
  if (of_the_build.contains(word)) {
    return "asks how it is built: it has to be right however that is";
  }
  if (of_the_process.contains(word)) {
    return "asks where it runs: it has to be right anywhere";
  }
  if (of_files.contains(word) || (called && called_files.contains(word))) {
    return "opens files: the exercise is about its arguments alone";
  }
  if (!has_time &&
      (of_clocks.contains(word) || (called && called_clocks.contains(word)))) {
    return "looks at a clock: nothing in the exercise depends on the time";
  }
  return {};
}

// The text that begins there: literals beside each other are one.
std::string text_from(const std::vector<source_token>& all, std::size_t at) {
  std::string out;
  for (; at < all.size() && all[at].kind == token_kind::text; ++at) {
    out += all[at].spelling;
  }
  return out;
}

bool names_the_machine(const std::string& text) {
  return text.find("/proc") != std::string::npos ||
         text.find("/sys") != std::string::npos;
}

// f(…), and (f)(…).
bool is_called(const std::vector<source_token>& all, std::size_t at) {
  ++at;
  while (at < all.size() && all[at].spelling == ")") ++at;
  return at < all.size() && all[at].spelling == "(";
}

// What a directive would do, where it may not stand.
std::string_view reason_for_directive(const std::vector<source_token>& all,
                                      std::size_t at) {
  if (all[at].spelling == "_Pragma" || all[at].spelling == "__pragma") {
    return "a solution needs no pragma";
  }
  if (all[at].spelling != "#" || !all[at].begins_line || at + 1 == all.size()) {
    return {};
  }
  static const words includes = {"include", "include_next", "import"};
  static const words macros = {"define", "undef"};
  static const words others = {"pragma", "line"};
  const std::string_view name = all[at + 1].spelling;
  if (includes.contains(name)) return "#include belongs above your part";
  if (macros.contains(name)) return "a solution needs no macros";
  if (others.contains(name)) return "a solution needs no #pragma and no #line";
  return {};
}

}  // namespace

std::vector<refusal> forbidden_words(std::string_view learners, bool has_time) {
  const std::vector<source_token> all = build::tokenize(learners);
  const line_range theirs = learners_part(learners);
  std::vector<refusal> found;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const source_token& token = all[i];
    if (token.line < theirs.first || token.line > theirs.last) continue;
    if (const auto no = reason_for_directive(all, i); !no.empty()) {
      found.push_back({token.line, std::string(no)});
    } else if (const std::string text = text_from(all, i);
               names_the_machine(text)) {
      found.push_back(
          {token.line, fmt::format("\u201c{}\u201d asks where it runs: it has "
                                   "to be right anywhere",
                                   text)});
    } else if (token.kind == token_kind::identifier) {
      const std::string_view why =
          reason_for(token, is_called(all, i), has_time);
      if (why.empty()) continue;
      found.push_back(
          {token.line, fmt::format("\u201c{}\u201d {}", token.spelling, why)});
    }
  }
  return found;
}

}  // namespace racelab::workshop
