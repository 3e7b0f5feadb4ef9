// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/log/suppressions.hpp"

#include <boost/test/unit_test.hpp>

#include <stdexcept>

namespace racelab::report::log {
namespace {

frame in(const char* function, const char* file, const char* module) {
  frame out;
  out.function = function;
  out.file = file;
  out.module = module;
  return out;
}

log_report race() {
  log_report out;
  out.kind = "data race";
  out.accesses.resize(2);
  out.accesses[0].stack.frames = {in("memcpy", "", "libtsan.so.2"),
                                  in("copy", "src/third/copy.cpp", "libx.so"),
                                  in("main", "src/main.cpp", "app")};
  out.accesses[1].stack.frames = {in("fill", "src/fill.cpp", "app")};
  location variable;
  variable.kind = "global";
  variable.name = "visits";
  out.locations = {variable};
  return out;
}

bool leaves_out(const std::string& line, const log_report& report) {
  return suppressions(line, "ignore.txt").match(report);
}

std::string refusal(const std::string& text) {
  try {
    const suppressions parsed(text, "ignore.txt");
    return "";
  } catch (const std::runtime_error& error) {
    return error.what();
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(suppressions_)

BOOST_AUTO_TEST_CASE(a_pattern_is_looked_for_as_the_runtime_does) {
  BOOST_TEST(matches_pattern("foo", "a foo b"));
  BOOST_TEST(!matches_pattern("foo", "fo"));
  BOOST_TEST(!matches_pattern("foo", ""));
  BOOST_TEST(matches_pattern("^foo", "foobar"));
  BOOST_TEST(!matches_pattern("^foo", "a foo"));
  BOOST_TEST(matches_pattern("bar$", "foobar"));
  BOOST_TEST(!matches_pattern("foo$", "foobar"));
  BOOST_TEST(matches_pattern("^f*r$", "foobar"));
  BOOST_TEST(matches_pattern("^f*b*r", "foobar"));
  BOOST_TEST(!matches_pattern("^f*z*r", "foobar"));
  BOOST_TEST(matches_pattern("^foo*$", "foobar"));
  BOOST_TEST(matches_pattern("*", "x"));
}

BOOST_AUTO_TEST_CASE(a_race_is_left_out_by_function_file_module_or_global) {
  for (const char* line :
       {"race:^fill$", "race:src/third/*", "race:libx.so", "race:^visits$",
        "race_top:^memcpy$", "called_from_lib:libx"}) {
    BOOST_TEST(leaves_out(line, race()), line);
  }
  for (const char* line :
       {"race:^cop$", "race_top:^main$", "mutex:fill", "called_from_lib:^app$",
        "thread:main", "deadlock:main", "signal:main"}) {
    BOOST_TEST(!leaves_out(line, race()), line);
  }
}

BOOST_AUTO_TEST_CASE(each_kind_has_its_type) {
  const std::pair<const char*, const char*> kinds[] = {
      {"thread leak", "thread:main"},
      {"double lock of a mutex", "mutex:main"},
      {"lock-order-inversion (potential deadlock)", "deadlock:main"},
      {"signal-unsafe call inside of a signal", "signal:main"},
      {"data race on vptr (ctor/dtor vs virtual call)", "race:main"},
      {"heap-use-after-free", "race:main"}};
  for (const auto& [kind, line] : kinds) {
    log_report report = race();
    report.kind = kind;
    BOOST_TEST(leaves_out(line, report), kind);
  }
  log_report crash = race();
  crash.kind = "SEGV";
  BOOST_TEST(!leaves_out("race:main", crash));
}

BOOST_AUTO_TEST_CASE(each_line_counts_what_it_left_out) {
  suppressions all(
      "# ours\n\n  race:nothing_like_it \r\nrace:fill\nrace:main\n",
      "ignore.txt");
  BOOST_TEST(all.match(race()));
  BOOST_TEST(all.match(race()));
  BOOST_TEST_REQUIRE(all.lines().size() == 3u);
  BOOST_TEST(all.lines()[0].pattern == "nothing_like_it");
  BOOST_TEST(all.lines()[0].reports == 0u);
  BOOST_TEST(all.lines()[1].line == 4u);
  BOOST_TEST(all.lines()[1].reports == 2u);
  BOOST_TEST(all.lines()[2].reports == 0u);
}

BOOST_AUTO_TEST_CASE(a_bad_line_is_named) {
  BOOST_TEST(refusal("race:x\nfill\n") ==
             "ignore.txt:2: 'fill' is no suppression; one is race:PATTERN");
  BOOST_TEST(refusal("rice:x").starts_with(
      "ignore.txt:1: unknown type of suppression 'rice'; there are race, "));
  BOOST_TEST(refusal("\nrace:\n") == "ignore.txt:2: race: has no pattern");
  BOOST_TEST(refusal("") == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::report::log
