// Distributed under the Boost Software License, Version 1.0.
#include "harness/matrix/tool_run.hpp"

#include "harness/build/compilers.hpp"
#include "harness/build/subject_build.hpp"
#include "harness/explore/schedule.hpp"
#include "harness/matrix/circumstances.hpp"
#include "harness/matrix/tool_failure.hpp"
#include "harness/pipeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>

namespace racelab::matrix {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using words = std::vector<std::string>;
using wall_clock = std::chrono::steady_clock;

constexpr const char* xml_name = "output.xml";
constexpr std::size_t most_raw = 64U << 10U;  // of one run

std::string read_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

bool writes_xml(const tool& of) {
  return std::any_of(of.command.begin(), of.command.end(),
                     [](const std::string& word) {
                       return word.find("{xml}") != std::string::npos;
                     });
}

std::vector<message> read_with(const tool& by, const std::string& text,
                               const fs::path& root) try {
  return by.reader(text, root);
} catch (const std::runtime_error& error) {
  throw tool_failure(error.what());
}

std::string last_lines(const std::string& text) {
  constexpr std::size_t most = 300;
  return text.substr(text.size() > most ? text.size() - most : 0);
}

// --- What reads text ---------------------------------------------------------

sandbox::limits limits_of_reader(std::chrono::seconds bound) {
  sandbox::limits allowed = build::default_compiler_limits();
  allowed.cpu_time = bound;
  allowed.wall_time = std::chrono::hours(2);
  allowed.address_space = std::uint64_t{16} << 30U;
  allowed.output = 32U << 20U;
  return allowed;
}

// Its output. A program that ends with an error has failed: all these report
// what they find with status 0.
std::string output_of(const words& command, std::chrono::seconds bound,
                      const run_place& at) {
  using how = build::compiler_outcome::how;
  build::compiler_outcome outcome =
      build::run_compiler(command, at.folder, limits_of_reader(bound), at.stop);
  if (at.stop.stop_requested()) throw interrupted();
  if (outcome.kind == how::exhausted)
    throw tool_failure("it was ended, beyond its limit of " + outcome.text);
  if (outcome.kind != how::succeeded)
    throw tool_failure(fmt::format("{} failed: {}", command.front(),
                                   last_lines(outcome.text)));
  return std::move(outcome.text);
}

// --- What looks at runs ------------------------------------------------------

sandbox::limits limits_of_program(std::chrono::milliseconds bound) {
  sandbox::limits allowed;
  allowed.wall_time = bound;
  allowed.resident_memory = std::uint64_t{6} << 30U;
  allowed.tasks = 1024;
  allowed.output = 16U << 20U;
  return allowed;
}

sandbox::command command_of(const tool& by, const words& arguments,
                            const run_place& at) {
  sandbox::command command;
  command.arguments = arguments;
  command.directory = at.folder;
  // Nothing of the user's own options, which would change what is found.
  command.inherit_environment = false;
  command.environment = by.environment;
  for (const char* name : {"PATH", "LD_LIBRARY_PATH"})
    if (const char* value = std::getenv(name))
      command.environment.push_back(std::string(name) + "=" + value);
  command.fixed_addresses = true;
  command.drop_capabilities = true;
  return command;
}

struct program_run {
  sandbox::ended end;
  std::string text;
};

program_run execute(const tool& by, const words& arguments,
                    const run_place& at) {
  auto child = sandbox::child_process::start(command_of(by, arguments, at),
                                             limits_of_program(by.bound));
  std::optional<sandbox::ended> end;
  while (!end) {
    end = child.wait_until(wall_clock::now() + 50ms);
    if (at.stop.stop_requested()) {
      child.kill();
      throw interrupted();
    }
  }
  if (end->kind == sandbox::ended::how::killed) throw interrupted();
  if (end->kind == sandbox::ended::how::not_started ||
      end->kind == sandbox::ended::how::lost)
    throw tool_failure(fmt::format("{} {}", arguments.front(), describe(*end)));
  return {*end, child.output()};
}

ending ending_of(const program_run& seen, bool reported) {
  using how = sandbox::ended::how;
  if (seen.end.kind == how::out_of_time) return ending::hung;
  if (seen.end.kind != how::exited) return ending::crashed;
  // A sanitizer may end the program when it has told why.
  const bool came_to_its_end =
      seen.text.find("racelab: ended") != std::string::npos;
  return came_to_its_end || reported ? ending::ended : ending::crashed;
}

std::string_view word_for(ending how) {
  switch (how) {
    case ending::ended:
      return "ended";
    case ending::hung:
      return "hung";
    case ending::crashed:
      return "crashed";
  }
  return "";
}

// Adds a run, whose text is kept if it has something new.
void add_run(measurement& to, std::string circumstances, ending how,
             std::vector<message> said, const std::string& text) {
  run one{std::move(circumstances), how, {}};
  bool is_new = to.runs.empty() || how != ending::ended;
  for (message& each : said) {
    const auto known = std::find(to.messages.begin(), to.messages.end(), each);
    const auto index = static_cast<std::size_t>(known - to.messages.begin());
    if (known == to.messages.end()) {
      to.messages.push_back(std::move(each));
      is_new = true;
    }
    if (std::find(one.messages.begin(), one.messages.end(), index) ==
        one.messages.end())
      one.messages.push_back(index);
  }
  if (is_new)
    to.raw +=
        fmt::format("== run {}, circumstances {}: {}\n{}\n", to.runs.size() + 1,
                    one.circumstances, word_for(how), text.substr(0, most_raw));
  to.runs.push_back(std::move(one));
}

std::string circumstances_word(const observe::environment& env) {
  return explore::token({env, {}, false, 0});
}

}  // namespace

std::string version_of(const tool& of, const run_place& at) {
  std::istringstream lines(output_of(of.version_command, 60s, at));
  for (std::string line; std::getline(lines, line);) {
    const std::size_t begin = line.find_first_not_of(' ');
    if (line.find_first_of("0123456789") != std::string::npos)
      return line.substr(begin);
  }
  throw tool_failure(of.version_command.front() + " does not say its version");
}

measurement read_source(const tool& by, const fs::path& file,
                        const words& flags, const run_place& at) {
  const std::string xml = (at.folder / xml_name).string();
  const placeholder values[] = {{"flags", flags},
                                {"file", {file.string()}},
                                {"xml", {xml}},
                                {"root", {at.root.string()}}};
  const auto begun = wall_clock::now();
  std::string text =
      output_of(filled_in(by.command, values),
                std::chrono::duration_cast<std::chrono::seconds>(by.bound), at);
  if (writes_xml(by)) text = read_file(xml);
  measurement out;
  out.seconds =
      std::chrono::duration<double>(wall_clock::now() - begun).count();
  add_run(out, "", ending::ended, read_with(by, text, at.root), text);
  return out;
}

explore::scenario describe_program(const fs::path& program,
                                   const run_place& at) {
  tool bare;
  bare.bound = 60s;
  const program_run said = execute(bare, {program.string(), "describe"}, at);
  try {
    return parse_description(said.text);
  } catch (const std::runtime_error& error) {
    throw tool_failure(error.what());
  }
}

void run_once(const tool& by, const fs::path& program, const circumstances& all,
              std::size_t number, const run_place& at, measurement& to) {
  const fs::path xml = at.folder / xml_name;
  const observe::environment env = all.at(number);
  const placeholder values[] = {
      {"program", {program.string()}},
      {"circumstances", program_arguments(env, number)},
      {"xml", {xml.string()}}};
  fs::remove(xml);
  const program_run seen = execute(by, filled_in(by.command, values), at);
  if (seen.text.find("racelab: begun") == std::string::npos)
    throw tool_failure("it did not get the program to run: " +
                       last_lines(seen.text));
  const std::string text = writes_xml(by) ? read_file(xml) : seen.text;
  std::vector<message> said = read_with(by, text, at.root);
  const ending how = ending_of(seen, !said.empty());
  add_run(to, circumstances_word(env), how, std::move(said), text);
}

measurement run_program(const tool& by, const fs::path& program,
                        const explore::scenario& about,
                        std::chrono::duration<double> budget,
                        const run_place& at,
                        const std::function<void(std::size_t)>& tell) {
  const circumstances all(about);
  measurement out;
  const auto begun = wall_clock::now();
  do {
    const std::size_t number = out.runs.size();
    tell(number + 1);
    run_once(by, program, all, number, at, out);
  } while (wall_clock::now() - begun < budget);
  out.seconds =
      std::chrono::duration<double>(wall_clock::now() - begun).count();
  return out;
}

}  // namespace racelab::matrix
