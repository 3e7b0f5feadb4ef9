// Distributed under the Boost Software License, Version 1.0.
#include "harness/build/subject_build.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include <unistd.h>
#include <boost/test/unit_test.hpp>

using namespace racelab;
using namespace racelab::build;
namespace fs = std::filesystem;

namespace {

const fs::path fixtures = RACELAB_FIXTURES;

std::string read(const fs::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// Runs a program and returns what it printed.
std::string run(const std::vector<std::string>& arguments) {
  sandbox::command what;
  what.arguments = arguments;
  what.fixed_addresses = true;
  auto child = sandbox::child_process::start(what, {});
  const auto end = child.wait();
  BOOST_REQUIRE_MESSAGE(end.succeeded(), arguments.front()
                                             << ' ' << describe(end) << '\n'
                                             << child.output());
  return child.output();
}

// The compiler and flags of Racelab's own build, with parts of a lesson that
// is there for these tests alone: it asks for a greeting and prints it.
class small_toolchain {
 public:
  small_toolchain()
      : folder_(fs::temp_directory_path() /
                ("racelab-build-" + std::to_string(getpid()))),
        made_(load_toolchain(RACELAB_TOOLCHAIN)) {
    prepare("tsan", made_.tsan);
    prepare("plain", made_.plain);
    made_.source_root = fixtures;
    made_.headers = folder_ / "lessons";
    fs::create_directories(made_.headers);
    std::ofstream(made_.headers / "greeting.hpp")
        << "#include \"lessons/greeting.hpp\"\n";
  }
  small_toolchain(const small_toolchain&) = delete;
  small_toolchain& operator=(const small_toolchain&) = delete;
  ~small_toolchain() { fs::remove_all(folder_); }

  static const small_toolchain& shared() {
    static const small_toolchain one;
    return one;
  }

  const toolchain& made() const { return made_; }
  const fs::path& folder() const { return folder_; }

 private:
  void prepare(const std::string& flavour, recipe& how) {
    const auto own = "-I" + (made_.source_root / "patterns").string();
    std::replace(how.compile_flags.begin(), how.compile_flags.end(), own,
                 "-I" + (fixtures / "patterns").string());
    std::erase_if(how.link_flags,
                  [](const auto& flag) { return flag.starts_with('@'); });
    how.precompiled = folder_ / flavour / "precompiled.hpp";
    fs::create_directories(folder_ / flavour);
    how.inputs.clear();
    how.probe = {
        compile(how, "probe",
                {"-fno-sanitize=all", "-fno-sanitize-coverage=trace-pc"})};
    how.scenarios = {{"greeting", {compile(how, "scenario", {})}}};
    precompile(how);
  }

  fs::path compile(const recipe& how, const std::string& part,
                   std::vector<std::string> flags) const {
    const auto object = how.precompiled.parent_path() / (part + ".o");
    flags.insert(flags.end(),
                 {"-c", (fixtures / "parts" / (part + ".cpp")).string(), "-o",
                  object.string()});
    run_with(how, flags);
    return object;
  }

  void precompile(const recipe& how) const {
    const std::string header = how.precompiled.string();
    std::ofstream(header) << "#include <string>\n";
    const bool gcc = made_.kind == toolchain::family::gcc;
    run_with(how, {"-x", "c++-header", header, "-o",
                   header + (gcc ? ".gch" : ".pch")});
  }

  void run_with(const recipe& how, const std::vector<std::string>& more) const {
    std::vector<std::string> arguments = {made_.compiler.string()};
    arguments.insert(arguments.end(), how.compile_flags.begin(),
                     how.compile_flags.end());
    arguments.insert(arguments.end(), more.begin(), more.end());
    run(arguments);
  }

  fs::path folder_;
  toolchain made_;
};

// A cache and a folder for subjects of one test.
class workplace {
 public:
  workplace() {
    static int count = 0;
    folder_ = small_toolchain::shared().folder() / std::to_string(++count);
    fs::create_directories(folder_);
    given_.cache = folder_ / "cache";
  }

  const fs::path& folder() const { return folder_; }
  options& given() { return given_; }

  result build(const fs::path& file) const {
    return build_with(small_toolchain::shared().made(), file);
  }
  result build_with(const toolchain& tool, const fs::path& file) const {
    return build_subject(tool, {"greeting", file}, given_);
  }

  // A copy of a fixture that a test may change.
  fs::path copy(const std::string& name) const {
    const auto target = folder_ / name;
    fs::copy_file(fixtures / "subjects" / name, target);
    return target;
  }

  // A subject with that before its function, and in it.
  fs::path write(const std::string& name, const std::string& before,
                 const std::string& inside = "") const {
    const auto target = folder_ / name;
    std::ofstream(target) << "#include \"lessons/greeting.hpp\"\n"
                          << before
                          << "\nnamespace racelab::greeting {\n"
                             "std::string greet(const std::string& name) {\n"
                          << inside << "\n  return name;\n}\n}\n";
    return target;
  }

  // Drafts of builds that have ended.
  std::size_t drafts() const {
    const auto all = fs::directory_iterator(given_.cache);
    return static_cast<std::size_t>(
        std::count_if(begin(all), end(all), [](const auto& each) {
          return each.path().filename().string().starts_with("draft");
        }));
  }

 private:
  fs::path folder_;
  options given_;
};

fs::path subject(const std::string& name) {
  return fixtures / "subjects" / name;
}

const executables& built(const result& from) {
  if (const auto* error = std::get_if<compile_error>(&from))
    BOOST_FAIL(error->diagnostics);
  if (const auto* failure = std::get_if<toolchain_failure>(&from))
    BOOST_FAIL(failure->reason);
  return std::get<executables>(from);
}

std::string diagnostics(const result& from) {
  if (const auto* failure = std::get_if<toolchain_failure>(&from))
    BOOST_FAIL(failure->reason);
  BOOST_REQUIRE(std::holds_alternative<compile_error>(from));
  return std::get<compile_error>(from).diagnostics;
}

std::string failure(const result& from) {
  BOOST_REQUIRE(std::holds_alternative<toolchain_failure>(from));
  return std::get<toolchain_failure>(from).reason;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(a_subject)

BOOST_AUTO_TEST_CASE(becomes_an_instrumented_and_an_optimised_executable) {
  const workplace here;
  const auto made = here.build(subject("good.cpp"));
  BOOST_TEST(run({built(made).tsan}) == "instrumented all\n");
  BOOST_TEST(run({built(made).plain}) == "optimised all\n");
  BOOST_TEST(here.drafts() == 0U);
}

BOOST_AUTO_TEST_CASE(may_lie_in_a_folder_with_a_strange_name) {
  const workplace here;
  const auto folder = here.folder() / "a b#$c";
  fs::create_directories(folder);
  for (const char* name : {"includes_helper.cpp", "helper.hpp"})
    fs::copy_file(subject(name), folder / name);
  BOOST_TEST(!built(here.build(folder / "includes_helper.cpp")).from_cache);
  BOOST_TEST(built(here.build(folder / "includes_helper.cpp")).from_cache);
}

BOOST_AUTO_TEST_CASE(with_a_syntax_error_is_refused_at_its_line) {
  const workplace here;
  const auto file = fs::relative(subject("syntax_error.cpp"));
  const auto text = diagnostics(here.build(file));
  BOOST_TEST(contains(text, file.string() + ":6:"), text);
  BOOST_TEST(contains(text, "error: expected"), text);
  for (const char* noise :
       {"\n/", "-fmax-errors", "-ferror-limit", "generated", "terminated"})
    BOOST_TEST(!contains('\n' + text, noise), text);
  BOOST_TEST(here.drafts() == 0U);
}

BOOST_AUTO_TEST_CASE(with_a_main_of_its_own_is_told_to_leave_it_out) {
  const workplace here;
  const auto file = subject("own_main.cpp");
  BOOST_TEST(diagnostics(here.build(file)) ==
             file.string() +
                 " defines main(): the harness has its own; "
                 "leave it out\n");
}

BOOST_AUTO_TEST_CASE(without_the_lessons_function_is_told_which) {
  const workplace here;
  const auto file = subject("missing_function.cpp");
  const auto text = diagnostics(here.build(file));
  BOOST_TEST(text.starts_with(file.string() +
                              " does not define racelab::greeting::greet("),
             text);
  BOOST_TEST(text.ends_with(" as lessons/greeting.hpp declares it\n"), text);
}

BOOST_AUTO_TEST_CASE(that_uses_what_is_defined_nowhere_is_told_what) {
  const workplace here;
  const auto text = diagnostics(here.build(subject("missing_helper.cpp")));
  BOOST_TEST(contains(text,
                      " uses mine::elsewhere(), which is defined "
                      "nowhere\n"),
             text);
}

BOOST_AUTO_TEST_CASE(that_replaces_a_function_of_the_library_is_told_so) {
  const workplace here;
  const auto file = here.write(
      "replaces.cpp",
      "#include <cstdlib>\n"
      "extern \"C\" int memcmp(const void*, const void*, std::size_t) {\n"
      "  return 0;\n"
      "}\n"
      "void* operator new(std::size_t size) { return std::malloc(size); }\n"
      "inline void operator delete(void* it) noexcept { std::free(it); }\n"
      "void (*ends)(void*) = &operator delete;\n"
      "char* environ[1];\n"
      "extern \"C\" void a_name_of_its_own() {}\n");
  const auto text = diagnostics(here.build(file));
  const auto says = [&](const std::string& line, const std::string& name) {
    return contains(text, file.string() + line + ": error: '" + name +
                              "' is the library's");
  };
  BOOST_TEST(says(":3", "memcmp"), text);
  BOOST_TEST(says(":6", "operator new"), text);
  BOOST_TEST(says(":7", "operator delete"), text);
  BOOST_TEST(says("", "environ"), text);
  BOOST_TEST(!contains(text, "a_name_of_its_own"), text);
}

BOOST_AUTO_TEST_CASE(that_wants_to_run_before_the_judge_is_told_so) {
  const workplace here;
  const auto file =
      here.write("early.cpp", "[[gnu::constructor(101)]] void early() {}\n");
  BOOST_TEST(contains(diagnostics(here.build(file)), "before the judge"));
}

BOOST_AUTO_TEST_CASE(is_known_by_what_its_own_lines_use_however_spelled) {
  const workplace here;
  const auto made = here.build(here.write(
      "uses.cpp",
      "#include <chrono>\n#include <cstdlib>\n#include <filesystem>\n"
      "#include <fstream>\n#include <thread>\n#include <fcntl.h>\n"
      "#define GLUED(a, b) a##b\n"
      "int (*hidden)(const char*, int, ...) = &GLUED(op, en);\n",
      "GLUED(get, env)(\"HOME\");\n"               // 13
      "std::ifstream(\"/dev/null\");\n"            // 14
      "std::filesystem::exists(\"/dev/null\");\n"  // 15
      "std::thread::hardware_concurrency();\n"
      "std::chrono::steady_clock::now();\n"));
  const std::vector<outside_use> expected = {
      {outside::files, "open", 0},
      {outside::machine, "getenv", 13},
      {outside::files, "std::basic_ifstream::basic_ifstream", 14},
      {outside::files, "std::filesystem::path::path", 15},
      {outside::machine, "std::thread::hardware_concurrency", 16},
      {outside::clock, "std::chrono::steady_clock::now", 17}};
  const auto& uses = built(made).uses;
  BOOST_TEST(to_text(uses) == to_text(expected));
  BOOST_TEST(parse_outside_uses(to_text(uses)).size() == uses.size());
}

BOOST_AUTO_TEST_CASE(has_nothing_to_do_with_what_libraries_use_inside) {
  const workplace here;
  const auto made = here.build(here.write(
      "inside.cpp",
      "#include <condition_variable>\n#include <future>\n"
      "#include <iostream>\n#include <mutex>\n#include <atomic>\n",
      "std::mutex m;\nstd::condition_variable c;\nstd::unique_lock l(m);\n"
      "c.wait_for(l, std::chrono::milliseconds(1));\n"
      "std::atomic<int> a = 0;\na.wait(1);\n"
      "std::async([] { std::cout << 1; });\n"
      "struct { int end = 0, time = 0, open = 0; } mine;\n"
      "if (mine.end + mine.time + mine.open != 0) return {};\n"));
  BOOST_TEST(to_text(built(made).uses) == "");
}

BOOST_AUTO_TEST_CASE(that_breaks_a_rule_is_refused_before_it_is_compiled) {
  const workplace here;
  const auto file = subject("int_is_long.cpp");
  BOOST_TEST(diagnostics(here.build(file)) ==
             file.string() +
                 ":4: error: 'int' is a keyword, and no macro [macro.names]\n");
}

BOOST_AUTO_TEST_CASE(that_includes_what_breaks_a_rule_is_refused_as_well) {
  const workplace here;
  const auto text = diagnostics(here.build(subject("includes_stray.cpp")));
  BOOST_TEST(contains(text, "stray.hpp:4: error: 'no_sanitize'"), text);
}

BOOST_AUTO_TEST_CASE(that_does_not_exist_cannot_be_read) {
  const workplace here;
  BOOST_TEST(diagnostics(here.build("/nowhere/x.cpp")) ==
             "/nowhere/x.cpp: error: the file cannot be read\n");
}

BOOST_AUTO_TEST_CASE(that_compiles_for_ever_runs_into_the_limit) {
  workplace here;
  here.given().compiler_limits.cpu_time = std::chrono::seconds(1);
  const auto file = subject("endless_template.cpp");
  BOOST_TEST(diagnostics(here.build(file)) ==
             file.string() +
                 ": error: the compiler ran into its limit of "
                 "1 s of processor time\n");
  BOOST_TEST(here.drafts() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(the_toolchain)

BOOST_AUTO_TEST_CASE(without_its_compiler_says_nothing_about_the_subject) {
  const workplace here;
  auto tool = small_toolchain::shared().made();
  tool.compiler = "/nowhere/g++";
  BOOST_TEST(failure(here.build_with(tool, subject("good.cpp"))) ==
             "/nowhere/g++ could not be started: No such file or directory");
}

BOOST_AUTO_TEST_CASE(without_a_part_names_it) {
  const workplace here;
  auto tool = small_toolchain::shared().made();
  tool.plain.probe.emplace_back("/nowhere/probe.o");
  BOOST_TEST(failure(here.build_with(tool, subject("good.cpp"))) ==
             "/nowhere/probe.o is missing: build Racelab first");
}

BOOST_AUTO_TEST_CASE(without_the_lesson_says_so) {
  const workplace here;
  auto tool = small_toolchain::shared().made();
  tool.tsan.scenarios.clear();
  BOOST_TEST(failure(here.build_with(tool, subject("good.cpp"))) ==
             "no scenario was built for the lesson greeting");
}

BOOST_AUTO_TEST_CASE(with_a_broken_part_does_not_blame_the_subject) {
  const workplace here;
  auto tool = small_toolchain::shared().made();
  tool.tsan.probe.clear();
  BOOST_TEST(contains(failure(here.build_with(tool, subject("good.cpp"))),
                      "the linker failed"));
}

BOOST_AUTO_TEST_CASE(can_be_stopped_while_it_compiles) {
  workplace here;
  std::stop_source source;
  here.given().stop = source.get_token();
  source.request_stop();
  BOOST_TEST(failure(here.build(subject("endless_template.cpp"))) ==
             "stopped while it compiled");
}

BOOST_AUTO_TEST_CASE(is_described_by_compiler_and_version) {
  toolchain tool;
  tool.version = "12.2.0";
  BOOST_TEST(describe(tool) == "g++ 12.2.0");
}

BOOST_AUTO_TEST_CASE(that_was_not_written_is_named) {
  BOOST_CHECK_EXCEPTION(load_toolchain("/nowhere/toolchain.json"),
                        std::runtime_error, [](const auto& error) {
                          return std::string(error.what()) ==
                                 "/nowhere/toolchain.json: cannot be read";
                        });
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(the_cache)

BOOST_AUTO_TEST_CASE(gives_the_same_executables_for_the_same_source) {
  const workplace here;
  const auto first = here.build(subject("good.cpp"));
  const auto second = here.build(subject("good.cpp"));
  BOOST_TEST(!built(first).from_cache);
  BOOST_TEST(built(second).from_cache);
  BOOST_TEST(built(first).tsan == built(second).tsan);
  BOOST_TEST(built(first).plain == built(second).plain);
}

BOOST_AUTO_TEST_CASE(has_no_plain_one_where_none_was_asked_for) {
  workplace here;
  here.given().plain = false;
  const auto alone = here.build(subject("good.cpp"));
  BOOST_TEST(built(alone).plain.empty());
  BOOST_TEST(fs::exists(built(alone).tsan));
  BOOST_TEST(built(here.build(subject("good.cpp"))).from_cache);
}

BOOST_AUTO_TEST_CASE(builds_both_although_it_has_one_but_not_the_other_way) {
  workplace here;
  here.given().plain = false;
  built(here.build(subject("good.cpp")));
  here.given().plain = true;
  const auto both = here.build(subject("good.cpp"));
  BOOST_TEST(!built(both).from_cache);
  BOOST_TEST(run({built(both).plain}) == "optimised all\n");
  workplace other;
  built(other.build(subject("good.cpp")));
  other.given().plain = false;
  BOOST_TEST(built(other.build(subject("good.cpp"))).from_cache);
}

BOOST_AUTO_TEST_CASE(notices_a_changed_source) {
  const workplace here;
  const auto file = here.copy("good.cpp");
  built(here.build(file));
  std::ofstream(file, std::ios::app) << "// changed\n";
  BOOST_TEST(!built(here.build(file)).from_cache);
}

BOOST_AUTO_TEST_CASE(notices_a_changed_header_and_that_it_is_as_before) {
  const workplace here;
  const auto file = here.copy("includes_helper.cpp");
  const auto header = here.copy("helper.hpp");
  const auto before = read(header);
  built(here.build(file));
  BOOST_TEST(built(here.build(file)).from_cache);
  std::ofstream(header) << "#include <string>\n"
                           "inline auto helped(const std::string& name) "
                           "{ return \"my \" + name; }\n";
  const auto changed = here.build(file);
  BOOST_TEST(!built(changed).from_cache);
  BOOST_TEST(run({built(changed).plain}) == "my all\n");
  std::ofstream(header) << before;
  const auto again = here.build(file);
  BOOST_TEST(built(again).from_cache);
  BOOST_TEST(run({built(again).plain}) == "dear all\n");
}

BOOST_AUTO_TEST_CASE(notices_a_new_header_that_is_found_before_another) {
  const workplace here;
  const auto file = here.write("own.cpp", "");
  built(here.build(file));
  BOOST_TEST(built(here.build(file)).from_cache);
  const auto nearer = here.folder() / "lessons" / "greeting.hpp";
  fs::create_directories(nearer.parent_path());
  std::ofstream(nearer) << "#error nearer\n";
  BOOST_TEST(contains(diagnostics(here.build(file)), "nearer"));
  fs::remove(nearer);
  BOOST_TEST(built(here.build(file)).from_cache);
}

BOOST_AUTO_TEST_CASE(notices_that_a_header_is_there_that_it_asks_for) {
  const workplace here;
  const auto file = here.write("asks.cpp",
                               "#if __has_include(\"extra.hpp\")\n"
                               "#error there\n"
                               "#endif");
  built(here.build(file));
  BOOST_TEST(built(here.build(file)).from_cache);
  std::ofstream(here.folder() / "extra.hpp") << "\n";
  BOOST_TEST(contains(diagnostics(here.build(file)), "there"));
}

BOOST_AUTO_TEST_CASE(notices_where_else_the_compiler_is_told_to_look) {
  const workplace here;
  const auto file = here.write("looks.cpp", "#include <helper.hpp>",
                               "  return helped(name);");
  fs::create_directories(here.folder() / "one");
  fs::create_directories(here.folder() / "two");
  fs::copy_file(fixtures / "subjects" / "helper.hpp",
                here.folder() / "one" / "helper.hpp");
  std::ofstream(here.folder() / "two" / "helper.hpp") << "#error two\n";
  setenv("CPATH", (here.folder() / "one").c_str(), 1);
  built(here.build(file));
  setenv("CPATH", (here.folder() / "two").c_str(), 1);
  const auto other = here.build(file);
  unsetenv("CPATH");
  BOOST_TEST(contains(diagnostics(other), "two"));
}

BOOST_AUTO_TEST_CASE(is_built_anew_where_its_executable_is_damaged) {
  const workplace here;
  const auto before = built(here.build(subject("good.cpp"))).tsan;
  std::ofstream(before, std::ios::trunc);
  const auto again = here.build(subject("good.cpp"));
  BOOST_TEST(!built(again).from_cache);
  BOOST_TEST(fs::file_size(built(again).tsan) > 0U);
}

BOOST_AUTO_TEST_CASE(notices_a_changed_probe) {
  const workplace here;
  built(here.build(subject("good.cpp")));
  auto tool = small_toolchain::shared().made();
  const auto probe = here.folder() / "probe.o";
  fs::copy_file(tool.tsan.probe.front(), probe);
  tool.tsan.probe.front() = probe;
  BOOST_TEST(!built(here.build_with(tool, subject("good.cpp"))).from_cache);
}

BOOST_AUTO_TEST_CASE(serves_two_builds_of_one_subject_at_once) {
  const workplace here;
  result other;
  std::thread beside([&] { other = here.build(subject("good.cpp")); });
  const auto mine = here.build(subject("good.cpp"));
  beside.join();
  BOOST_TEST(built(mine).tsan == built(other).tsan);
  BOOST_TEST(run({built(mine).plain}) == "optimised all\n");
  BOOST_TEST(here.drafts() == 0U);
}

BOOST_AUTO_TEST_CASE(keeps_what_is_in_use_although_it_is_full) {
  workplace here;
  here.given().cache_size = 0;
  const auto held = here.build(subject("good.cpp"));
  const auto other = here.build(subject("includes_helper.cpp"));
  BOOST_TEST(run({built(held).plain}) == "optimised all\n");
  BOOST_TEST(run({built(other).plain}) == "dear all\n");
}

BOOST_AUTO_TEST_SUITE_END()
