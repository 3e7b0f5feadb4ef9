// Distributed under the Boost Software License, Version 1.0.
#include "harness/bench/command_run.hpp"

#include "harness/matrix/tool_failure.hpp"
#include "harness/pipeline.hpp"
#include "harness/sandbox/child_process.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <optional>

namespace racelab::bench {
namespace {

using namespace std::chrono_literals;

std::string last_words(const std::string& text) {
  constexpr std::size_t most = 300;
  return text.substr(text.size() > most ? text.size() - most : 0);
}

sandbox::limits limits_for(std::chrono::seconds bound) {
  sandbox::limits allowed;
  allowed.wall_time = bound;
  allowed.file_size = 1U << 30U;
  return allowed;
}

}  // namespace

std::string run_command(const std::vector<std::string>& arguments,
                        std::chrono::seconds bound, const command_place& at) {
  sandbox::command command;
  command.arguments = arguments;
  command.environment = at.environment;
  command.directory = at.folder;
  command.fixed_addresses = at.fixed_addresses;
  auto child = sandbox::child_process::start(command, limits_for(bound));
  std::optional<sandbox::ended> end;
  while (!end) {
    end = child.wait_until(std::chrono::steady_clock::now() + 50ms);
    if (at.stop.stop_requested()) {
      child.kill();
      throw interrupted();
    }
  }
  if (end->kind == sandbox::ended::how::killed) throw interrupted();
  if (!end->succeeded())
    throw matrix::tool_failure(
        fmt::format("'{}' {}: {}", fmt::join(arguments, " "), describe(*end),
                    last_words(child.output())));
  return child.output();
}

}  // namespace racelab::bench
