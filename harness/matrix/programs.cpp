// Distributed under the Boost Software License, Version 1.0.
#include "harness/matrix/programs.hpp"

#include "harness/build/compilers.hpp"
#include "harness/build/folder_content.hpp"
#include "harness/build/subject_build.hpp"
#include "harness/matrix/tool_failure.hpp"
#include "harness/pipeline.hpp"

#include <fmt/format.h>

#include <cstdint>

namespace racelab::matrix {
namespace {

namespace fs = std::filesystem;
using words = std::vector<std::string>;

// Some four for each subject.
constexpr std::uint64_t most_bytes = std::uint64_t{4} << 30U;

constexpr const char* main_program = "harness/matrix/program/main.cpp";

// Racelab's own half of the program, which no tool is to look at more closely
// than it looks at a library.
const words own_sources{main_program,
                        "harness/probe/plain/handled_signals.cpp",
                        "harness/probe/plain/services.cpp",
                        "harness/probe/plain/sleeping_services.cpp",
                        "harness/probe/closed_doors.cpp",
                        "harness/probe/latencies.cpp"};

// As in the plain build: what runs beside the subject calls no function that a
// sanitizer intercepts, but for those that it names.
const words own_flags{"-O2", "-g", "-fno-omit-frame-pointer", "-fno-builtin",
                      "-fno-sanitize=all"};

bool is_about_the_result(const std::string& flag) {
  return flag.starts_with("-O") || flag.starts_with("-g");
}

words common_flags(const build::toolchain& tools) {
  words all;
  for (const std::string& each : tools.plain.compile_flags)
    if (!is_about_the_result(each)) all.push_back(each);
  return all;
}

constexpr const char* object_name = "object.o";

sandbox::limits limits_of_compiler() {
  sandbox::limits allowed = build::default_compiler_limits();
  allowed.cpu_time = std::chrono::minutes(5);
  return allowed;
}

}  // namespace

programs::programs(const build::toolchain& tools, fs::path folder,
                   std::stop_token stop)
    : tools_(tools),
      cache_(std::move(folder)),
      stop_(std::move(stop)),
      flags_(common_flags(tools)) {
  cache_.trim(most_bytes);
}

program programs::of(const tool& by, const catalogue::subject& what) const {
  std::vector<build::cache::entry> objects;
  for (const std::string& each : what.lesson->scenario)
    objects.push_back(object(by, each, true));
  for (const std::string& each : own_sources)
    objects.push_back(object(by, each, false));
  const std::string file = what.variant->file;
  const auto made =
      kept_or_made(key(by, file), "program", [&](const fs::path& folder) {
        execute(compile(by, file, true), folder);
        words link = by.build;
        link.push_back(object_name);
        for (const build::cache::entry& each : objects)
          link.push_back(each.folder / object_name);
        link.insert(link.end(), tools_.plain.link_flags.begin(),
                    tools_.plain.link_flags.end());
        link.insert(link.end(), {"-o", "program"});
        execute(link, folder);
        fs::remove(folder / object_name);
      });
  return {made.folder / "program", made.hold};
}

build::cache::entry programs::object(const tool& by, const std::string& file,
                                     bool watched) const {
  return kept_or_made(key(by, file), "object", [&](const fs::path& folder) {
    execute(compile(by, file, watched), folder);
  });
}

build::cache::entry programs::kept_or_made(
    const std::string& key, const std::string& what,
    const std::function<void(const fs::path&)>& make) const {
  const auto any = [](const fs::path&) { return true; };
  if (auto kept = cache_.find(key, any)) return *std::move(kept);
  const build::cache::draft draft = cache_.begin();
  make(draft.folder);
  return cache_.publish(draft, key, what);
}

words programs::compile(const tool& by, const std::string& file,
                        bool watched) const {
  words all = by.build;
  all.insert(all.end(), flags_.begin(), flags_.end());
  all.push_back("-I" + tools_.source_root.string());
  if (!watched) all.insert(all.end(), own_flags.begin(), own_flags.end());
  all.insert(all.end(), {"-w", "-c", (tools_.source_root / file).string(), "-o",
                         object_name});
  return all;
}

void programs::execute(const words& command, const fs::path& folder) const {
  const build::compiler_outcome outcome =
      build::run_compiler(command, folder, limits_of_compiler(), stop_);
  if (stop_.stop_requested()) throw interrupted();
  if (outcome.kind != build::compiler_outcome::how::succeeded)
    throw tool_failure(fmt::format("it could not be built with {}: {}",
                                   command.front(), outcome.text));
}

std::string programs::key(const tool& by, const std::string& file) const {
  build::fingerprint all;
  for (const words* each :
       {&by.build, &flags_, &own_flags, &tools_.plain.link_flags})
    for (const std::string& word : *each) all.add(word);
  for (const std::string& each : build::compiler_environment()) all.add(each);
  all.add(file);
  all.add_content(tools_.source_root / file);
  add_folders(all, tools_.source_root,
              {"patterns/concurrency", "patterns/lessons", "harness/scenario",
               "harness/probe", "harness/matrix/program"});
  return all.name();
}

}  // namespace racelab::matrix
