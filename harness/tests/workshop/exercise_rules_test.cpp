// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/exercise_rules.hpp"
#include "harness/tests/workshop/samples.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>

namespace racelab::workshop {
namespace {

// What is refused of a learner's part with that in it.
std::vector<refusal> refused(const std::string& code, bool has_time = false) {
  std::string text = laid_out(samples::of_kind(exercise_kind::mend),
                              samples::text(), samples::source());
  const std::size_t at = text.find("  g();");
  BOOST_REQUIRE(at != std::string::npos);
  return forbidden_words(text.insert(at, code + '\n'), has_time);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(exercise_rules_)

BOOST_AUTO_TEST_CASE(what_finds_out_where_it_runs_is_refused) {
  for (const char* each :
       {"if (std::getenv(\"TSAN_OPTIONS\"))", "char** e = environ;",
        "#ifdef __SANITIZE_THREAD__", "#if __has_feature(thread_sanitizer)",
        "#ifdef __OPTIMIZE__", "std::thread::hardware_concurrency();",
        "sysconf(_SC_NPROCESSORS_ONLN);", "f(\"/proc/self/task\");",
        "f(\"/pr\" \"oc/self/task\");", "getsid(0);", "syscall(39);",
        "dlopen(0, 1);"}) {
    BOOST_TEST(refused(each).size() >= 1, each);
  }
}

BOOST_AUTO_TEST_CASE(what_opens_files_is_refused) {
  for (const char* each :
       {"std::ifstream in(x);", "fopen(x, y);", "int f = open(x, 0);",
        "mmap(0);", "int f = (::open)(x, 0);", "std::wifstream in(x);",
        "std::system(x);", "::mkdir(x, 0);", "std::filesystem::exists(x);"}) {
    BOOST_TEST(refused(each).size() == 1, each);
  }
}

BOOST_AUTO_TEST_CASE(a_clock_is_refused_where_there_is_no_time) {
  for (const char* each :
       {"auto t = std::chrono::steady_clock::now();", "auto t = time(nullptr);",
        "auto t = std::clock();", "clock_gettime(CLOCK_REALTIME, &t);",
        "auto t = __rdtsc();"}) {
    BOOST_TEST(refused(each).size() == 1, each);
    BOOST_TEST(refused(each, true).empty(), each);
  }
}

BOOST_AUTO_TEST_CASE(pragmas_macros_and_headers_in_the_part_are_refused) {
  for (const char* each :
       {"#pragma GCC optimize(\"O0\")", "_Pragma(\"GCC optimize\")",
        "#define const", "#undef assert", "#include <wait_group.cpp>",
        "%:include <wait_group.cpp>", "# /**/ include \"x\"", "#line 7",
        "#def\\\nine const"}) {
    BOOST_TEST(refused(each).size() >= 1, each);
  }
}

BOOST_AUTO_TEST_CASE(it_is_said_at_the_line_and_by_name) {
  const auto found = refused("  getenv(x);");
  BOOST_REQUIRE(found.size() == 1);
  BOOST_TEST(found[0].message.find("getenv") != std::string::npos);
  BOOST_TEST(found[0].line > 10);
}

BOOST_AUTO_TEST_CASE(words_that_merely_look_alike_are_not_refused) {
  for (const char* each :
       {"int opened = 1;", "std::weak_ptr<int> w;", "// getenv",
        "auto s = \"getenv\";", "auto time = 3;", "x.wait_for(clock, 1ms);",
        "#if 0\n  f();\n#endif", "int open = 1;"}) {
    BOOST_TEST(refused(each).empty(), each);
  }
}

BOOST_AUTO_TEST_CASE(a_correct_solution_in_any_style_is_not_refused) {
  namespace fs = std::filesystem;
  const fs::path root = samples::known().root;
  const exercise mend = samples::of_kind(exercise_kind::mend);
  const auto as_laid_out = [&](const fs::path& file) {
    return laid_out_solution(mend, samples::text(), samples::content(file));
  };
  int solutions = 0;
  for (const auto& each : fs::recursive_directory_iterator(
           root / "harness/tests/corpus/solutions")) {
    if (!each.is_regular_file()) continue;
    const std::string lesson = each.path().parent_path().filename().string();
    const std::string theirs = as_laid_out(each.path());
    const std::string given =
        as_laid_out(root / "patterns" / (lesson + ".cpp"));
    std::vector<refusal> found =
        changes_outside(exercise_kind::mend, given, theirs);
    for (const refusal& more :
         forbidden_words(theirs, lesson == "graceful_shutdown")) {
      found.push_back(more);
    }
    for (const refusal& one : found) {
      BOOST_ERROR(each.path() << ':' << one.line << ": " << one.message);
    }
    ++solutions;
  }
  BOOST_TEST(solutions > 20);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::workshop
