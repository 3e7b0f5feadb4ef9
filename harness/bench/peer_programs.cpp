// Distributed under the Boost Software License, Version 1.0.
#include "harness/bench/peer_programs.hpp"

#include "harness/bench/command_run.hpp"
#include "harness/build/fingerprint.hpp"
#include "harness/build/folder_content.hpp"
#include "harness/matrix/tool_failure.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

#include <cstdint>
#include <utility>
#include <vector>

namespace racelab::bench {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using namespace std::chrono_literals;
using words = std::vector<std::string>;

const std::string go = "go";

// As a library that is fast is used: optimised, and without assertions.
const words flags{"-std=c++20", "-O2", "-DNDEBUG"};
const words libraries{"-lbenchmark_main", "-lbenchmark", "-pthread"};

constexpr std::uint64_t most_kept = std::uint64_t{256} << 20U;  // bytes

// What a program needs besides its own source.
const std::map<std::string, words> further_parts{
    {"racelab",
     {"patterns/worker_pool.cpp", "patterns/bounded_concurrency.cpp",
      "-lboost_thread"}},
    {"boost_thread", {"-lboost_thread"}},
    {"standard_library", {}},
    {"onetbb", {"-ltbb"}},
    {"boost_fiber", {"-lboost_fiber", "-lboost_context"}}};

words compile(const build::toolchain& tools, const std::string& name) {
  const fs::path& root = tools.source_root;
  words all{tools.compiler.string()};
  all.insert(all.end(), flags.begin(), flags.end());
  all.push_back("-I" + root.string());
  all.push_back("-I" + (root / "patterns").string());
  all.push_back((root / "harness/bench/programs" / (name + ".cpp")).string());
  for (const std::string& each : further_parts.at(name))
    all.push_back(each.starts_with('-') ? each : (root / each).string());
  all.insert(all.end(), libraries.begin(), libraries.end());
  all.insert(all.end(), {"-o", "program"});
  return all;
}

words compile_go(const build::toolchain& tools) {
  return {"go", "build", "-o", "program",
          (tools.source_root / "harness/bench/programs/go/main.go").string()};
}

// With the modules that Debian has packages of, and nothing from the net.
words go_environment(const fs::path& folder) {
  return {"GO111MODULE=off", "GOPATH=/usr/share/gocode",
          "GOPROXY=off",     "GOFLAGS=",
          "CGO_ENABLED=0",   "GOCACHE=" + (folder / "go-cache").string()};
}

std::string go_version(const command_place& at) try {
  return run_command({"go", "version"}, 60s, at);
} catch (const matrix::tool_failure&) {
  return {};
}

}  // namespace

peer_programs::peer_programs(const build::toolchain& tools, fs::path folder,
                             std::stop_token stop)
    : tools_(tools), cache_(std::move(folder)), stop_(std::move(stop)) {}

void peer_programs::build(const std::string& name) {
  if (programs_.contains(name)) return;
  built& to = programs_[name];
  try {
    to = made(name);
  } catch (const matrix::tool_failure& failure) {
    to.why_not = failure.what();
  }
}

double peer_programs::measure(const std::string& name,
                              const std::string& benchmark,
                              double at_least) const {
  const built& what = programs_.at(name);
  if (!what.why_not.empty()) throw matrix::tool_failure(what.why_not);
  // What is measured how is a part of the name for Google Benchmark.
  const std::string filter =
      fmt::format("--benchmark_filter=^{}(/(real|manual)_time)?$", benchmark);
  return time_in(
      run_command({what.program.string(), filter, "--benchmark_format=json",
                   fmt::format("--benchmark_min_time={}", at_least)},
                  300s, {what.program.parent_path(), stop_}));
}

peer_programs::built peer_programs::made(const std::string& name) const {
  const std::string of = key(name);
  const auto any = [](const fs::path&) { return true; };
  if (auto kept = cache_.find(of, any))
    return {kept->folder / "program", kept->hold, ""};
  const build::cache::draft draft = cache_.begin();
  command_place at{draft.folder, stop_};
  if (name == go) {
    at.environment = go_environment(draft.folder);
    run_command(compile_go(tools_), 300s, at);
    fs::remove_all(draft.folder / "go-cache");
  } else {
    run_command(compile(tools_, name), 300s, at);
  }
  const build::cache::entry made = cache_.publish(draft, of, "program");
  cache_.trim(most_kept);
  return {made.folder / "program", made.hold, ""};
}

std::string peer_programs::key(const std::string& name) const {
  build::fingerprint all;
  const words command = name == go ? compile_go(tools_) : compile(tools_, name);
  for (const std::string& each : command) {
    all.add(each);
    if (fs::is_regular_file(each)) all.add_content(each);
  }
  if (name == go) {
    const build::cache::draft scratch = cache_.begin();
    all.add(go_version({scratch.folder, stop_}));
  } else {
    all.add(tools_.version);
    build::add_folders(
        all, tools_.source_root,
        {"harness/bench/programs", "patterns/concurrency", "patterns/lessons"});
  }
  return all.name();
}

double time_in(std::string_view text) try {
  const std::size_t begin = text.find('{');
  const json::value all =
      json::parse(text.substr(begin == text.npos ? text.size() : begin));
  const json::array& results = all.as_object().at("benchmarks").as_array();
  if (results.size() != 1)
    throw matrix::tool_failure(
        fmt::format("it has {} benchmarks of that name", results.size()));
  const json::object& only = results.front().as_object();
  if (const json::value* failed = only.if_contains("error_message"))
    throw matrix::tool_failure(json::value_to<std::string>(*failed));
  if (only.at("time_unit").as_string() != "ns")
    throw matrix::tool_failure("its time is not in ns");
  return only.at("real_time").to_number<double>() * 1e-9;
} catch (const matrix::tool_failure&) {
  throw;
} catch (const std::exception&) {
  throw matrix::tool_failure(
      fmt::format("it does not say a time: '{}'", text.substr(0, 300)));
}

}  // namespace racelab::bench
