// Distributed under the Boost Software License, Version 1.0.
#include "harness/build/subject_build.hpp"

#include "harness/build/cache.hpp"
#include "harness/build/compiler_messages.hpp"
#include "harness/build/compilers.hpp"
#include "harness/build/dependencies.hpp"
#include "harness/build/fingerprint.hpp"
#include "harness/build/object_rules.hpp"
#include "harness/build/source_rules.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <stdexcept>
#include <thread>

#include <fmt/format.h>

namespace racelab::build {
namespace {

namespace fs = std::filesystem;
using std::chrono::minutes;
using std::chrono::seconds;

// Part of every cache key: changes when what is cached means something else.
constexpr std::string_view cache_format = "subject 4";
constexpr const char* inputs_file = "inputs";
constexpr const char* uses_file = "uses";

bool lies_below(const fs::path& file, const fs::path& folder) {
  const auto relative = file.lexically_relative(folder);
  return !relative.empty() && *relative.begin() != "..";
}

// Whether it is Racelab's own, which may use what a subject may not.
bool is_trusted(const toolchain& tool, const fs::path& file) {
  return lies_below(file, tool.source_root / "patterns" / "concurrency") ||
         lies_below(file, tool.source_root / "patterns" / "lessons");
}

using failure = std::variant<compile_error, toolchain_failure>;

std::string read(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

void write(const fs::path& file, const std::string& text) {
  std::ofstream stream(file, std::ios::binary);
  stream << text;
  if (!stream.flush())
    throw std::runtime_error("cannot write " + file.string());
}

fs::path wrapper(const toolchain& tool, const subject_source& what) {
  return tool.headers / (what.lesson + ".hpp");
}

fs::path precompiled(const toolchain& tool, const recipe& how) {
  auto file = how.precompiled;
  file += tool.kind == toolchain::family::gcc ? ".gch" : ".pch";
  return file;
}

// The header that the wrapper includes, as the learner writes it.
std::string header_name(const toolchain& tool, const subject_source& what) {
  const auto text = read(wrapper(tool, what));
  const auto begin = text.find('"');
  const auto end = text.rfind('"');
  return begin < end ? text.substr(begin + 1, end - begin - 1) : what.lesson;
}

std::vector<fs::path> prebuilt(const toolchain& tool, const recipe& how,
                               const subject_source& what) {
  auto parts = how.probe;
  parts.insert(parts.end(), how.inputs.begin(), how.inputs.end());
  const auto& scenario = how.scenarios.at(what.lesson);
  parts.insert(parts.end(), scenario.begin(), scenario.end());
  parts.push_back(precompiled(tool, how));
  return parts;
}

// One executable being made in a draft's folder.
class flavour_build {
 public:
  flavour_build(const toolchain& tool, const recipe& how,
                const subject_source& what, const options& given,
                fs::path folder, std::string name)
      : tool_(tool),
        how_(how),
        what_(what),
        given_(given),
        folder_(std::move(folder)),
        name_(std::move(name)) {}

  std::optional<failure> run() {
    auto failed = compile();
    if (!failed) failed = check_included();
    if (!failed) failed = check_compiled();
    if (!failed) failed = link();
    return failed;
  }

  const std::vector<outside_use>& uses() const { return uses_; }
  const std::vector<compiler_time>& times() const { return times_; }

  // All files of the learner's that the compiler read.
  std::vector<fs::path> inputs() const {
    std::vector<fs::path> all;
    for (const auto& each : parse_dependencies(read(folder_ / (name_ + ".d"))))
      if (each != how_.precompiled && !lies_below(each, tool_.headers))
        all.push_back(each);
    return all;
  }

 private:
  fs::path object() const { return folder_ / (name_ + ".o"); }

  std::vector<std::string> compile_command() const {
    std::vector<std::string> all = {tool_.compiler.string()};
    all.insert(all.end(), how_.compile_flags.begin(), how_.compile_flags.end());
    const bool gcc = tool_.kind == toolchain::family::gcc;
    for (const char* flag :
         {"-w", "-fdiagnostics-color=never",
          gcc ? "-fmax-errors=5" : "-ferror-limit=5",
          gcc ? "-fdiagnostics-urls=never" : "-fno-crash-diagnostics"})
      all.emplace_back(flag);
    all.insert(all.end(),
               {"-include", how_.precompiled.string(), "-include",
                wrapper(tool_, what_).string(), "-MMD", "-MF", name_ + ".d",
                "-x", "c++", "-c", fs::absolute(what_.file).string(), "-o",
                object().string()});
    return all;
  }

  // The learner's object comes first: of an inline function that several
  // objects define, the linker keeps the first one, which is instrumented.
  std::vector<std::string> link_command() const {
    std::vector<std::string> all = {tool_.compiler.string(), object().string()};
    for (const auto& each : how_.scenarios.at(what_.lesson))
      all.push_back(each.string());
    for (const auto& each : how_.probe) all.push_back(each.string());
    all.insert(all.end(), how_.link_flags.begin(), how_.link_flags.end());
    all.insert(all.end(), {"-o", (folder_ / name_).string()});
    return all;
  }

  compiler_outcome execute(const char* step,
                           const std::vector<std::string>& command) {
    const auto begun = std::chrono::steady_clock::now();
    auto outcome =
        run_compiler(command, folder_, given_.compiler_limits, given_.stop);
    times_.push_back({fmt::format("{} {}", step, name_),
                      std::chrono::steady_clock::now() - begun});
    return outcome;
  }

  failure explain(const compiler_outcome& outcome) const {
    if (outcome.kind == compiler_outcome::how::exhausted)
      return compile_error{
          fmt::format("{}: error: the compiler ran into its limit of {}\n",
                      what_.file.string(), outcome.text)};
    return toolchain_failure{outcome.text};
  }

  std::optional<failure> compile() {
    const auto outcome = execute("compile", compile_command());
    if (outcome.kind == compiler_outcome::how::succeeded) return std::nullopt;
    if (outcome.kind != compiler_outcome::how::rejected)
      return explain(outcome);
    return compile_error{shape_diagnostics(
        outcome.text, {{fs::absolute(what_.file).string(), what_.file.string()},
                       {tool_.source_root.string() + '/', ""}})};
  }

  // Now it is known what was included, by whatever name.
  std::optional<failure> check_included() const {
    std::string text;
    for (const auto& each : inputs())
      if (!is_trusted(tool_, each))
        for (const auto& violation : check_file(each))
          text += describe(violation) + '\n';
    if (text.empty()) return std::nullopt;
    return compile_error{text};
  }

  std::optional<failure> check_compiled() {
    const auto files = inputs();
    const auto is_own = [&](const fs::path& file) {
      return std::any_of(files.begin(), files.end(), [&](const auto& each) {
        return each.lexically_normal() == file.lexically_normal() &&
               !is_trusted(tool_, each);
      });
    };
    const auto symbols = symbols_in(object(), [](std::string_view name) {
      return is_outside(name) || is_library_name(name);
    });
    uses_ = outside_uses(symbols, is_own);
    // ThreadSanitizer begins in a constructor.
    const std::size_t compilers_own = &how_ == &tool_.tsan ? 1 : 0;
    std::string text;
    for (const auto& violation :
         check_object(symbols, what_.file, is_own, compilers_own))
      text += describe(violation) + '\n';
    if (text.empty()) return std::nullopt;
    return compile_error{text};
  }

  std::optional<failure> link() {
    const auto outcome = execute("link", link_command());
    std::error_code ignored;
    fs::remove(object(), ignored);
    if (outcome.kind == compiler_outcome::how::succeeded) return std::nullopt;
    if (outcome.kind != compiler_outcome::how::rejected)
      return explain(outcome);
    const auto errors =
        explain_link_errors(outcome.text, what_.file.string(), what_.lesson,
                            header_name(tool_, what_));
    if (errors.other)
      return toolchain_failure{"the linker failed:\n" + outcome.text};
    std::string text;
    for (const auto& line : errors.subject) text += line + '\n';
    return compile_error{text};
  }

  const toolchain& tool_;
  const recipe& how_;
  const subject_source& what_;
  const options& given_;
  fs::path folder_;
  std::string name_;
  std::vector<outside_use> uses_;
  std::vector<compiler_time> times_;
};

std::string key_of(const toolchain& tool, const subject_source& what) {
  fingerprint key;
  key.add(cache_format);
  key.add(what.lesson);
  key.add(fs::absolute(what.file).string());
  key.add_content(what.file);
  key.add_identity(tool.compiler);
  for (const auto& each : compiler_environment()) key.add(each);
  for (const auto* how : {&tool.tsan, &tool.plain}) {
    for (const auto& flag : how->compile_flags) key.add(flag);
    key.add("link");
    for (const auto& flag : how->link_flags) key.add(flag);
    for (const auto& part : prebuilt(tool, *how, what)) key.add_identity(part);
  }
  return key.name();
}

// Where the compiler looks for what that file includes: what is there, or is
// not yet there, decides what it finds.
std::set<fs::path> places_of_headers(const toolchain& tool,
                                     const fs::path& file) {
  std::vector<fs::path> folders{file.parent_path()};
  for (const auto* how : {&tool.tsan, &tool.plain})
    for (const auto& flag : how->compile_flags)
      if (flag.starts_with("-I")) folders.emplace_back(flag.substr(2));
  std::set<fs::path> places;
  for (const auto& name : headers_named_in(file))
    for (const auto& folder : folders) places.insert(folder / name);
  return places;
}

// What an entry was made from besides the key: a line for each file, its name
// and the name of its content.
std::string list_inputs(const std::set<fs::path>& files) {
  std::string text;
  for (const auto& file : files)
    text += fmt::format("{} {}\n", content_name(file), file.string());
  return text;
}

bool is_current(const toolchain& tool, const fs::path& entry,
                const options& given) {
  std::ifstream lines(entry / inputs_file);
  if (!lines) return false;
  for (std::string name, file;
       lines >> name && lines.get() && std::getline(lines, file);)
    if (content_name(file) != name ||
        (!is_trusted(tool, file) && !check_file(file).empty()))
      return false;
  return !given.plain || fs::exists(entry / "plain");
}

executables executables_in(const cache::entry& from, bool from_cache) {
  fs::path plain = from.folder / "plain";
  if (!fs::exists(plain)) plain.clear();
  return {from.folder / "tsan",
          std::move(plain),
          from_cache,
          parse_outside_uses(read(from.folder / uses_file)),
          {},
          from.hold};
}

std::optional<failure> check_before(const toolchain& tool,
                                    const subject_source& what) {
  std::error_code ignored;
  if (!fs::is_regular_file(what.file, ignored) ||
      !std::ifstream(what.file).is_open())
    return compile_error{what.file.string() +
                         ": error: the file cannot be read\n"};
  for (const auto* how : {&tool.tsan, &tool.plain}) {
    if (!how->scenarios.contains(what.lesson))
      return toolchain_failure{"no scenario was built for the lesson " +
                               what.lesson};
    for (const auto& part : prebuilt(tool, *how, what))
      if (!fs::exists(part, ignored))
        return toolchain_failure{part.string() +
                                 " is missing: build Racelab first"};
  }
  std::string text;
  for (const auto& violation : check_subject(
           what.file,
           [&](const fs::path& file) { return is_trusted(tool, file); }))
    text += describe(violation) + '\n';
  if (!text.empty()) return compile_error{text};
  return std::nullopt;
}

result to_result(failure failed) {
  return std::visit([](auto& each) -> result { return std::move(each); },
                    failed);
}

// An error in the source is certain, whatever else went wrong.
std::optional<failure> worst(std::optional<failure> one,
                             std::optional<failure> other) {
  if (one && (!other || std::holds_alternative<compile_error>(*one)))
    return one;
  return other;
}

result build_in(const cache& store, const std::string& key,
                const toolchain& tool, const subject_source& what,
                const options& given) {
  const auto draft = store.begin();
  flavour_build tsan(tool, tool.tsan, what, given, draft.folder, "tsan");
  flavour_build plain(tool, tool.plain, what, given, draft.folder, "plain");
  std::optional<failure> plain_failed;
  std::exception_ptr plain_threw;
  std::jthread beside([&] {
    try {
      if (given.plain) plain_failed = plain.run();
    } catch (...) {
      plain_threw = std::current_exception();
    }
  });
  auto failed = tsan.run();
  beside.join();
  if (plain_threw) std::rethrow_exception(plain_threw);
  if (auto found = worst(std::move(failed), std::move(plain_failed)))
    return to_result(*std::move(found));
  if (key_of(tool, what) != key)
    return toolchain_failure{what.file.string() +
                             " changed while it was compiled"};

  std::set<fs::path> files;
  for (const auto* each : {&tsan, &plain})
    for (const auto& file : each->inputs()) {
      files.insert(file);
      if (!is_trusted(tool, file)) files.merge(places_of_headers(tool, file));
    }
  const auto inputs = list_inputs(files);
  write(draft.folder / inputs_file, inputs);
  // Of the unoptimised build, in which no line has become part of another.
  write(draft.folder / uses_file, to_text(tsan.uses()));
  fingerprint variety;
  variety.add(inputs);
  variety.add(given.plain ? "both" : "tsan");
  const auto entry = store.publish(draft, key, variety.name());
  store.trim(given.cache_size);
  executables made = executables_in(entry, false);
  for (const auto* each : {&tsan, &plain})
    made.times.insert(made.times.end(), each->times().begin(),
                      each->times().end());
  return made;
}

}  // namespace

sandbox::limits default_compiler_limits() {
  sandbox::limits allowed;
  allowed.cpu_time = seconds(30);
  allowed.wall_time = minutes(10);
  allowed.address_space = 4ULL << 30U;
  allowed.file_size = 256U << 20U;
  allowed.output = 1U << 20U;
  return allowed;
}

result build_subject(const toolchain& tool, const subject_source& what,
                     const options& given) try {
  if (auto failed = check_before(tool, what))
    return to_result(*std::move(failed));
  const cache store(fs::absolute(given.cache));
  const auto key = key_of(tool, what);
  if (const auto found = store.find(key, [&](const auto& entry) {
        return is_current(tool, entry, given);
      }))
    return executables_in(*found, true);
  return build_in(store, key, tool, what, given);
} catch (const std::exception& error) {
  return toolchain_failure{error.what()};
}

}  // namespace racelab::build
