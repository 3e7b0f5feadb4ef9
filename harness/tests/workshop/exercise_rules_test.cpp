// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/exercise_rules.hpp"
#include "harness/tests/workshop/samples.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>

namespace racelab::workshop {
namespace {

// What is refused of a learner's part with that in it.
std::vector<refusal> refused(const std::string& code) {
  std::string text = laid_out(samples::of_kind(exercise_kind::mend),
                              samples::text(), samples::source());
  const std::size_t at = text.find("  g();");
  BOOST_REQUIRE(at != std::string::npos);
  return forbidden_words(text.insert(at, code + '\n'));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(exercise_rules_)

BOOST_AUTO_TEST_CASE(what_finds_out_how_it_is_built_is_refused) {
  for (const char* each :
       {"#ifdef __SANITIZE_THREAD__", "#if __has_feature(thread_sanitizer)",
        "#ifdef __OPTIMIZE__", "auto t = __rdtsc();",
        "extern int x __attribute__((weak));"}) {
    BOOST_TEST(refused(each).size() >= 1, each);
  }
}

BOOST_AUTO_TEST_CASE(what_the_compiled_code_uses_is_refused_by_name_and_line) {
  using build::outside;
  const std::vector<build::outside_use> uses{{outside::machine, "getenv", 12},
                                             {outside::files, "open", 13}};
  const auto found = forbidden_uses(uses, true);
  BOOST_REQUIRE(found.size() == 2);
  BOOST_TEST(found[0].line == 12);
  BOOST_TEST(found[0].message.find("getenv") != std::string::npos);
  BOOST_TEST(found[1].message.find("opens files") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_clock_is_refused_where_none_is_needed) {
  const std::vector<build::outside_use> uses{
      {build::outside::clock, "clock_gettime", 12}};
  BOOST_TEST(forbidden_uses(uses, false).size() == 1);
  BOOST_TEST(forbidden_uses(uses, true).empty());
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
  const auto found = refused("  __rdtsc();");
  BOOST_REQUIRE(found.size() == 1);
  BOOST_TEST(found[0].message.find("__rdtsc") != std::string::npos);
  BOOST_TEST(found[0].line > 10);
}

BOOST_AUTO_TEST_CASE(words_that_merely_look_alike_are_not_refused) {
  for (const char* each :
       {"int opened = 1;", "std::weak_ptr<int> w;", "// weak",
        "auto s = \"weak\";", "auto time = 3;", "x.wait_for(clock, 1ms);",
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
    for (const refusal& more : forbidden_words(theirs)) {
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
