// Distributed under the Boost Software License, Version 1.0.
#include "harness/build/compiler_messages.hpp"

#include <string>

#include <boost/test/unit_test.hpp>

using namespace racelab::build;

// The texts are what the tools named above them really printed.

BOOST_AUTO_TEST_SUITE(diagnostics)

BOOST_AUTO_TEST_CASE(keep_an_error_with_its_introduction_and_excerpt) {
  // g++ 12
  const std::string text =
      "/home/me/x.cpp: In function 'void f()':\n"
      "/home/me/x.cpp:6:23: error: expected primary-expression before ';'\n"
      "    6 |   const int missing = ;\n"
      "      |                       ^\n";
  BOOST_TEST(shape_diagnostics(text, {{"/home/me/x.cpp", "x.cpp"}}) ==
             "x.cpp: In function 'void f()':\n"
             "x.cpp:6:23: error: expected primary-expression before ';'\n"
             "    6 |   const int missing = ;\n"
             "      |                       ^\n");
}

BOOST_AUTO_TEST_CASE(leave_warnings_out_but_not_the_notes_of_errors) {
  const std::string text =
      "x.cpp: In function 'int g()':\n"
      "x.cpp:1:1: warning: no return statement [-Wreturn-type]\n"
      "    1 | int g() {}\n"
      "x.cpp: In function 'int h()':\n"
      "x.cpp:9:3: error: 'a' was not declared in this scope\n"
      "x.cpp:2:5: note: 'b' declared here\n";
  BOOST_TEST(shape_diagnostics(text, {}) ==
             "x.cpp: In function 'int h()':\n"
             "x.cpp:9:3: error: 'a' was not declared in this scope\n"
             "x.cpp:2:5: note: 'b' declared here\n");
}

BOOST_AUTO_TEST_CASE(say_nothing_of_our_own_flags_and_of_counts) {
  // g++ 12, clang 14
  for (const char* last : {"compilation terminated due to -fmax-errors=5.\n",
                           "fatal error: too many errors emitted, stopping now "
                           "[-ferror-limit=]\n",
                           "1 error generated.\n", "5 errors generated.\n",
                           "compilation terminated.\n"})
    BOOST_TEST(shape_diagnostics(std::string("x.cpp:1:1: error: no\n") + last,
                                 {}) == "x.cpp:1:1: error: no\n");
}

BOOST_AUTO_TEST_CASE(keep_where_a_header_was_included_from) {
  const std::string text =
      "In file included from /a/x.cpp:3:\n"
      "/a/y.hpp:2:1: error: unknown type name 'foo'\n"
      "foo f;\n^\n";
  BOOST_TEST(shape_diagnostics(text, {}) == text);
}

BOOST_AUTO_TEST_CASE(are_cut_and_say_how_much_is_missing) {
  std::string text = "x.cpp:1:1: error: no\n";
  for (int i = 0; i != 9; ++i) text += "x.cpp:2:2: note: because\n";
  BOOST_TEST(shape_diagnostics(text, {}, 2) ==
             "x.cpp:1:1: error: no\n"
             "x.cpp:2:2: note: because\n"
             "(8 more lines)\n");
}

BOOST_AUTO_TEST_CASE(without_an_error_are_shown_as_they_are) {
  BOOST_TEST(shape_diagnostics("something odd\n", {}) == "something odd\n");
}

BOOST_AUTO_TEST_CASE(rename_a_path_once) {
  BOOST_TEST(shape_diagnostics(
                 "/root/a/x.cpp:1:1: error: no\n/root/b.hpp:1:1: note: b\n",
                 {{"/root/a/x.cpp", "../root/a/x.cpp"}, {"/root/", ""}}) ==
             "../root/a/x.cpp:1:1: error: no\nb.hpp:1:1: note: b\n");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(limits)

BOOST_AUTO_TEST_CASE(are_recognised_in_what_the_compilers_say) {
  BOOST_TEST((exhausted_limit("g++: internal compiler error: CPU time limit "
                              "exceeded signal terminated program cc1plus\n") ==
              exhausted::processor_time));
  for (const char* text :
       {"cc1plus: out of memory allocating 65536 bytes after a total of "
        "131072 bytes\n",
        "virtual memory exhausted: Cannot allocate memory\n",
        "LLVM ERROR: out of memory\n",
        "terminate called after throwing an instance of 'std::bad_alloc'\n"})
    BOOST_TEST((exhausted_limit(text) == exhausted::memory), text);
  BOOST_TEST((exhausted_limit("as: File size limit exceeded\n") ==
              exhausted::file_size));
  BOOST_TEST(!exhausted_limit("x.cpp:1:1: error: no\n").has_value());
}

BOOST_AUTO_TEST_CASE(are_not_seen_in_lines_of_the_source) {
  for (const char* text :
       {"x.cpp:3:9: error: expected ';' before 'std::bad_alloc'\n",
        "x.cpp: In function 'void f(std::bad_alloc)':\n",
        "    3 |   throw std::bad_alloc();\n",
        "  say(\"error: out of memory\");\n", "std::bad_alloc global;\n"})
    BOOST_TEST(!exhausted_limit(text).has_value(), text);
}

BOOST_AUTO_TEST_CASE(and_crashes_are_not_the_sources_errors) {
  for (const char* text :
       {"x.cpp:1:1: internal compiler error: Segmentation fault\n",
        "g++: fatal error: Killed signal terminated program cc1plus\n",
        "clang: error: clang frontend command failed due to signal (use -v)\n",
        "g++: fatal error: cannot execute 'cc1plus': execvp: No such file\n",
        "/tmp/x.s: fatal error: error writing: No space left on device\n"})
    BOOST_TEST(is_compiler_crash(text), text);
  BOOST_TEST(!is_compiler_crash("x.cpp:1:1: error: no\n"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(link_errors_of)

BOOST_AUTO_TEST_CASE(gnu_ld_about_a_second_main) {
  const auto found = explain_link_errors(
      "/usr/bin/ld: /b/main.cpp.o: in function `main':\n"
      "main.cpp:(.text.startup+0x0): multiple definition of `main'; "
      "/d/tsan.o:/x.cpp:11: first defined here\n"
      "collect2: error: ld returned 1 exit status\n",
      "x.cpp", "l", "lessons/l.hpp");
  BOOST_REQUIRE(found.subject.size() == 1U);
  BOOST_TEST(found.subject[0] ==
             "x.cpp defines main(): the harness has its own; leave it out");
  BOOST_TEST(!found.other);
}

BOOST_AUTO_TEST_CASE(lld_about_a_replaced_function) {
  const auto found = explain_link_errors(
      "ld.lld: error: duplicate symbol: __tsan_default_options\n"
      ">>> defined at x.cpp:3 (/x.cpp:3)\n"
      ">>>            /d/tsan.o:(__tsan_default_options)\n"
      ">>> defined at races.cpp\n"
      ">>>            /b/races.cpp.o:(.text+0x0)\n"
      "clang: error: linker command failed with exit code 1 (use -v)\n",
      "x.cpp", "l", "lessons/l.hpp");
  BOOST_REQUIRE(found.subject.size() == 1U);
  BOOST_TEST(found.subject[0] ==
             "x.cpp replaces __tsan_default_options of the judge");
  BOOST_TEST(!found.other);
}

BOOST_AUTO_TEST_CASE(both_about_a_missing_function_once) {
  for (const char* text :
       {"/usr/bin/ld: /b/l.o: in function `run()':\n"
        "l.cpp:(.text+0x5): undefined reference to `racelab::l::f(int)'\n"
        "/usr/bin/ld: l.cpp:(.text+0x9): undefined reference to "
        "`racelab::l::f(int)'\n",
        "ld.lld: error: undefined symbol: racelab::l::f(int)\n"
        ">>> referenced by l.cpp\n"}) {
    const auto found = explain_link_errors(text, "x.cpp", "l", "lessons/l.hpp");
    BOOST_REQUIRE(found.subject.size() == 1U);
    BOOST_TEST(
        found.subject[0] ==
        "x.cpp does not define racelab::l::f(int) as lessons/l.hpp declares "
        "it");
    BOOST_TEST(!found.other);
  }
}

BOOST_AUTO_TEST_CASE(what_the_subject_itself_left_out) {
  const auto found = explain_link_errors(
      "ld: x.cpp:(.text+0x5): undefined reference to `mine::g()'\n", "x.cpp",
      "l", "lessons/l.hpp");
  BOOST_REQUIRE(found.subject.size() == 1U);
  BOOST_TEST(found.subject[0] ==
             "x.cpp uses mine::g(), which is defined nowhere");
}

BOOST_AUTO_TEST_CASE(the_toolchain_itself_are_not_the_subjects) {
  for (const char* text :
       {"ld: a.o: undefined reference to `__wrap___tsan_atomic8_load'\n",
        "ld: a.o: undefined reference to `racelab_scenario'\n",
        "ld: cannot find -lboost_thread\n"})
    BOOST_TEST(explain_link_errors(text, "x.cpp", "l", "lessons/l.hpp").other,
               text);
}

BOOST_AUTO_TEST_SUITE_END()
