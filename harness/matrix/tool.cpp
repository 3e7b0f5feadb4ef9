// Distributed under the Boost Software License, Version 1.0.
#include "harness/matrix/tool.hpp"

#include "harness/matrix/compiler_lines.hpp"
#include "harness/matrix/sanitizer_text.hpp"
#include "harness/matrix/xml_reports.hpp"

#include <algorithm>

namespace racelab::matrix {
namespace {

using words = std::vector<std::string>;
using namespace std::chrono_literals;

// Every group, as hard as it gets, and all that no group has.
const words gcc_warnings{"g++",
                         "{flags}",
                         "-O2",
                         "-c",
                         "{file}",
                         "-o",
                         "/dev/null",
                         "-Wall",
                         "-Wextra",
                         "-Wpedantic",
                         "-Wshadow",
                         "-Wconversion",
                         "-Wsign-conversion",
                         "-Warith-conversion",
                         "-Wcast-qual",
                         "-Wcast-align=strict",
                         "-Wold-style-cast",
                         "-Wuseless-cast",
                         "-Wduplicated-cond",
                         "-Wduplicated-branches",
                         "-Wlogical-op",
                         "-Wnull-dereference",
                         "-Wdouble-promotion",
                         "-Wformat=2",
                         "-Weffc++",
                         "-Wextra-semi",
                         "-Wunused",
                         "-Wunused-macros",
                         "-Wredundant-decls",
                         "-Wmissing-declarations",
                         "-Wnon-virtual-dtor",
                         "-Woverloaded-virtual",
                         "-Wsuggest-override",
                         "-Wstrict-null-sentinel",
                         "-Wnoexcept",
                         "-Wdangling-pointer=2",
                         "-Wuse-after-free=3",
                         "-Wstrict-overflow=5",
                         "-Wstack-protector",
                         "-Wunsafe-loop-optimizations",
                         "-Wdisabled-optimization",
                         "-Wcatch-value=3",
                         "-Wmismatched-tags",
                         "-Wvolatile",
                         "-Wswitch-enum",
                         "-Wswitch-default",
                         "-Wundef",
                         "-Winvalid-pch",
                         "-Wzero-as-null-pointer-constant",
                         "-Wsuggest-attribute=noreturn"};

// The checks of two compilers for what is written in an old style, costs time
// or could be hidden.
const std::vector<std::string_view> style_of_gcc{"-Weffc++",
                                                 "-Wnoexcept",
                                                 "-Wold-style-cast",
                                                 "-Wuseless-cast",
                                                 "-Wsuggest-",
                                                 "-Wextra-semi",
                                                 "-Wmissing-declarations",
                                                 "-Wmismatched-tags",
                                                 "-Wswitch-",
                                                 "-Wunused-macros",
                                                 "-Wpedantic",
                                                 "-Wredundant-",
                                                 "-Wundef",
                                                 "-Wzero-as-null-"};
const std::vector<std::string_view> style_of_clang{
    "-Wc++",
    "-Wpre-c++",
    "-Wpadded",
    "-Wexit-time-destructors",
    "-Wglobal-constructors",
    "-Wmissing-prototypes",
    "-Wmissing-variable-declarations",
    "-Wweak-vtables",
    "-Wold-style-cast",
    "-Wdocumentation",
    "-Wcovered-switch-default",
    "-Wswitch-",
    "-Wunused-macros",
    "-Wunused-template",
    "-Wunused-member-function",
    "-Wctad-",
    "-Wextra-semi",
    "-Wsuggest-",
    "-Wreserved-",
    "-Wzero-as-null-",
    "-Wundef",
    "-Wshadow",
    "-Wunsafe-buffer-usage",
    "-Wmissing-noreturn"};
const std::vector<std::string_view> style_of_tidy{
    "bugprone-easily-swappable-parameters",
    "cppcoreguidelines-avoid-c-arrays",
    "cppcoreguidelines-avoid-const-or-ref-data-members",
    "cppcoreguidelines-avoid-do-while",
    "cppcoreguidelines-avoid-magic-numbers",
    "cppcoreguidelines-avoid-non-const-global-variables",
    "cppcoreguidelines-explicit-virtual-functions",
    "cppcoreguidelines-macro-usage",
    "cppcoreguidelines-non-private-member-variables-in-classes",
    "cppcoreguidelines-owning-memory",
    "cppcoreguidelines-prefer-member-initializer",
    "cppcoreguidelines-pro-",
    "cppcoreguidelines-special-member-functions"};
const std::vector<std::string_view> style_of_cppcheck{
    "functionStatic",     "functionConst",   "unusedFunction",
    "unusedStructMember", "useStlAlgorithm", "passedByValue",
    "constVariable",      "constParameter",  "noExplicitConstructor",
    "missingInclude"};

// A program that is watched by what is compiled into it, as the manuals of the
// sanitizers recommend.
words watched(const char* compiler, const char* what) {
  words all{compiler, "-O1", "-g", "-fno-omit-frame-pointer"};
  if (*what != '\0') all.push_back(std::string("-fsanitize=") + what);
  return all;
}

const char* const tsan_options =
    "TSAN_OPTIONS=history_size=7:second_deadlock_stack=1";

tool valgrind(const char* name, const char* sign, const char* title) {
  return {.name = name,
          .sign = sign,
          .title = title,
          .kind = tool_kind::program,
          .command = {"valgrind", std::string("--tool=") + name, "--xml=yes",
                      "--xml-file={xml}", "--fair-sched=try",
                      "--num-callers=30", "{program}", "{circumstances}"},
          .version_command = {"valgrind", "--version"},
          .reader = read_valgrind_xml,
          .build = watched("g++", ""),
          .bound = 120s};
}

const std::vector<tool>& all_tools() {
  static const std::vector<tool> all{
      {.name = "gcc-warnings",
       .sign = "gw",
       .title = "g++'s warnings, all of them",
       .command = gcc_warnings,
       .version_command = {"g++", "--version"},
       .reader = read_compiler_lines,
       .bound = 300s,
       .style = style_of_gcc},
      {.name = "clang-warnings",
       .sign = "cw",
       .title = "clang++ -Weverything",
       .command = {"clang++", "{flags}", "-O2", "-c", "{file}", "-o",
                   "/dev/null", "-Weverything", "-Wno-c++98-compat",
                   "-Wno-c++98-compat-pedantic"},
       .version_command = {"clang++", "--version"},
       .reader = read_compiler_lines,
       .bound = 300s,
       .style = style_of_clang},
      {.name = "clang-thread-safety",
       .sign = "ts",
       .title = "clang++ -Wthread-safety",
       .command = {"clang++", "{flags}", "-c", "{file}", "-o", "/dev/null",
                   "-Wthread-safety", "-Wthread-safety-beta",
                   "-Wthread-safety-negative"},
       .version_command = {"clang++", "--version"},
       .reader = read_compiler_lines,
       .bound = 300s},
      {.name = "clang-tidy",
       .sign = "ct",
       .title =
           "clang-tidy: bugprone, concurrency, cppcoreguidelines, analyzer",
       .command = {"clang-tidy", "--quiet",
                   "--checks=-*,bugprone-*,concurrency-*,cppcoreguidelines-*,"
                   "clang-analyzer-*",
                   "{file}", "--", "{flags}"},
       .version_command = {"clang-tidy", "--version"},
       .reader = read_compiler_lines,
       .bound = 300s,
       .style = style_of_tidy},
      {.name = "cppcheck",
       .sign = "cc",
       .title = "cppcheck, with its thread-safety addon",
       .command = {"cppcheck", "--enable=all", "--inconclusive",
                   "--addon=threadsafety", "--library=posix,boost",
                   "--std=c++20", "-I{root}/patterns", "--quiet", "--xml",
                   "--output-file={xml}", "{file}"},
       .version_command = {"cppcheck", "--version"},
       .reader = read_cppcheck_xml,
       .bound = 300s,
       .style = style_of_cppcheck},
      {.name = "gcc-analyzer",
       .sign = "ga",
       .title = "g++ -O1 -fanalyzer",
       .command = {"g++", "{flags}", "-O1", "-fanalyzer", "-c", "{file}", "-o",
                   "/dev/null"},
       .version_command = {"g++", "--version"},
       .reader = read_compiler_lines,
       .bound = 300s},
      {.name = "tsan-gcc",
       .sign = "tg",
       .title = "ThreadSanitizer of g++, at real speed",
       .kind = tool_kind::program,
       .command = {"{program}", "{circumstances}"},
       .version_command = {"g++", "--version"},
       .environment = {tsan_options},
       .reader = read_tsan_log,
       .build = watched("g++", "thread"),
       .bound = 60s},
      {.name = "tsan-clang",
       .sign = "tc",
       .title = "ThreadSanitizer of clang++, at real speed",
       .kind = tool_kind::program,
       .command = {"{program}", "{circumstances}"},
       .version_command = {"clang++", "--version"},
       .environment = {tsan_options},
       .reader = read_tsan_log,
       .build = watched("clang++", "thread"),
       .bound = 60s},
      {.name = "asan-ubsan",
       .sign = "as",
       .title = "AddressSanitizer and UndefinedBehaviorSanitizer of g++",
       .kind = tool_kind::program,
       .command = {"{program}", "{circumstances}"},
       .version_command = {"g++", "--version"},
       .environment = {"ASAN_OPTIONS=detect_stack_use_after_return=1:"
                       "strict_string_checks=1",
                       "UBSAN_OPTIONS=print_stacktrace=1"},
       .reader = read_asan_log,
       .build = watched("g++", "address,undefined"),
       .bound = 60s},
      valgrind("helgrind", "he", "Valgrind's Helgrind"),
      valgrind("drd", "dr", "Valgrind's DRD"),
      {.name = "racelab",
       .sign = "RL",
       .title = "Racelab",
       .kind = tool_kind::judge,
       .command = {"./run_tsan.sh", "show", "{subject}"},
       .version_command = {}},
  };
  return all;
}

}  // namespace

std::span<const tool> tools() { return all_tools(); }

const tool* find_tool(std::string_view name) {
  for (const tool& each : tools())
    if (each.name == name) return &each;
  return nullptr;
}

bool is_style(const tool& of, std::string_view kind) {
  return std::any_of(
      of.style.begin(), of.style.end(),
      [&](std::string_view beginning) { return kind.starts_with(beginning); });
}

std::vector<std::string> filled_in(const std::vector<std::string>& command,
                                   std::span<const placeholder> values) {
  std::vector<std::string> all;
  for (std::string word : command) {
    bool alone = false;
    for (const placeholder& each : values) {
      const std::string name = '{' + std::string(each.name) + '}';
      alone = word == name;
      if (alone) {
        all.insert(all.end(), each.values.begin(), each.values.end());
        break;
      }
      const std::size_t at = word.find(name);
      if (at != std::string::npos && !each.values.empty())
        word.replace(at, name.size(), each.values.front());
    }
    if (!alone) all.push_back(std::move(word));
  }
  return all;
}

}  // namespace racelab::matrix
