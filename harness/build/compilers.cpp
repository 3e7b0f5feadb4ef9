// Distributed under the Boost Software License, Version 1.0.
#include "harness/build/compilers.hpp"

#include "harness/build/compiler_messages.hpp"

#include <chrono>
#include <cstdlib>
#include <optional>
#include <system_error>

#include <fmt/format.h>

namespace racelab::build {
namespace {

using namespace std::chrono_literals;
using how = compiler_outcome::how;

std::string in_mebibytes(std::uint64_t bytes) {
  return fmt::format("{} MiB", bytes >> 20U);
}

// The limit that ended the run, if one did. A compiler is several processes,
// so it may be the driver that tells of the end of another.
std::optional<std::string> limit_reached(const sandbox::ended& end,
                                         const std::string& text,
                                         const sandbox::limits& allowed) {
  using ending = sandbox::ended::how;
  const auto said = exhausted_limit(text);
  const bool by_signal = end.kind == ending::out_of_time && end.code != 0;
  if (allowed.cpu_time && (said == exhausted::processor_time || by_signal))
    return fmt::format("{} s of processor time", allowed.cpu_time->count());
  if (text.size() >= allowed.output)
    return fmt::format("{} KiB of messages", allowed.output >> 10U);
  if (allowed.address_space && said == exhausted::memory)
    return in_mebibytes(*allowed.address_space) + " of memory";
  if (said == exhausted::file_size || end.kind == ending::too_much_output)
    return in_mebibytes(allowed.file_size) + " for a file";
  return std::nullopt;
}

compiler_outcome classify(const std::string& program, const sandbox::ended& end,
                          std::string text, const sandbox::limits& allowed) {
  if (end.succeeded()) return {how::succeeded, std::move(text)};
  if (auto limit = limit_reached(end, text, allowed))
    return {how::exhausted, *std::move(limit)};
  if (end.kind != sandbox::ended::how::exited)
    return {how::failed, fmt::format("{} {}", program, describe(end))};
  if (is_compiler_crash(text))
    return {how::failed, fmt::format("{} failed:\n{}", program, text)};
  return {how::rejected, std::move(text)};
}

}  // namespace

compiler_outcome run_compiler(const std::vector<std::string>& arguments,
                              const std::filesystem::path& folder,
                              const sandbox::limits& allowed,
                              std::stop_token stop) try {
  sandbox::command command;
  command.arguments = arguments;
  command.directory = folder;
  command.environment = {"TMPDIR=" + folder.string(), "LC_ALL=C", "LANGUAGE="};
  auto compiler = sandbox::child_process::start(command, allowed);
  std::optional<sandbox::ended> end;
  while (!end) {
    end = compiler.wait_until(std::chrono::steady_clock::now() + 50ms);
    if (!end && stop.stop_requested()) {
      compiler.kill();
      return {how::failed, "stopped while it compiled"};
    }
  }
  return classify(arguments.front(), *end, compiler.output(), allowed);
} catch (const std::system_error& error) {
  return {how::failed, error.what()};
}

std::vector<std::string> compiler_environment() {
  std::vector<std::string> all;
  for (const char* name :
       {"CPATH", "C_INCLUDE_PATH", "CPLUS_INCLUDE_PATH", "LIBRARY_PATH",
        "COMPILER_PATH", "GCC_EXEC_PREFIX", "CCC_OVERRIDE_OPTIONS"})
    if (const char* value = std::getenv(name))
      all.push_back(fmt::format("{}={}", name, value));
  return all;
}

}  // namespace racelab::build
