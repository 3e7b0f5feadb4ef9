// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/course_files.hpp"

#include "harness/report/json.hpp"
#include "harness/report/shell_word.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

namespace racelab::workshop {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

// "FILE:LINE:COLUMN: warning: …", where line and column may be missing.
constexpr const char* diagnostic_form =
    "^(.*?):(?:(\\d+):)?(?:(\\d+):)? (error|warning|note|inconclusive): (.*)$";

}  // namespace

std::string compile_commands(const fs::path& course,
                             const std::vector<std::string>& sources,
                             const build::toolchain& tools) {
  json::array out;
  for (const std::string& each : sources) {
    json::array arguments{tools.compiler.string()};
    for (const std::string& flag : tools.tsan.compile_flags) {
      arguments.emplace_back(flag);
    }
    arguments.emplace_back("-c");
    arguments.emplace_back(each);
    out.push_back(json::object{{"directory", fs::absolute(course).string()},
                               {"file", each},
                               {"arguments", std::move(arguments)}});
  }
  return report::pretty(out);
}

std::string vscode_tasks(const fs::path& run_tsan) {
  const json::object matcher{
      {"owner", "racelab"},
      {"source", "racelab"},
      {"fileLocation", json::array{"autoDetect", "${workspaceFolder}"}},
      {"pattern", json::object{{"regexp", diagnostic_form},
                               {"file", 1},
                               {"line", 2},
                               {"column", 3},
                               {"severity", 4},
                               {"message", 5}}}};
  const json::object check{
      {"label", "Racelab: check this exercise"},
      {"type", "process"},
      {"command", run_tsan.string()},
      {"args", json::array{"workshop", "check", "${fileBasename}", "--course",
                           "${workspaceFolder}", "--format", "gcc"}},
      {"group", json::object{{"kind", "build"}, {"isDefault", true}}},
      {"problemMatcher", matcher}};
  return report::pretty(
      json::object{{"version", "2.0.0"}, {"tasks", json::array{check}}});
}

std::string clang_format() {
  return "BasedOnStyle: Google\n"
         "Standard: c++20\n"
         "ColumnLimit: 72\n"
         "DerivePointerAlignment: false\n"
         "PointerAlignment: Left\n";
}

std::string readme(const exercise_set& set) {
  return fmt::format(
      "# {}\n\n"
      "Here, `./run_tsan.sh workshop` watches these files and judges each "
      "when\n"
      "you save it. `… workshop check`, `hint`, `list`, `reset` and "
      "`solution`\n"
      "do one thing each; `… workshop --help` says more.\n\n"
      "A solution is there for who has passed the exercise, or has tried "
      "three\n"
      "different things; of an exercise that is solved by an answer, after "
      "three\n"
      "different answers and all three hints.\n",
      set.title);
}

std::string door(const fs::path& run_tsan) {
  return fmt::format(
      "#!/bin/sh\n"
      "# So that ./run_tsan.sh is here what it is in Racelab's own folder.\n"
      "exec {} \"$@\"\n",
      report::quoted_word(run_tsan.string()));
}

}  // namespace racelab::workshop
