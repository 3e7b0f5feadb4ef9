// Distributed under the Boost Software License, Version 1.0.
#include "harness/matrix/compiler_lines.hpp"
#include "harness/matrix/sanitizer_text.hpp"
#include "harness/matrix/xml_reports.hpp"

#include <boost/test/unit_test.hpp>

#include <ostream>

namespace racelab::matrix {

std::ostream& operator<<(std::ostream& out, const place& where) {
  return out << where.file << ':' << where.line;
}

namespace {

const std::filesystem::path root = "/src";

stack one(const char* file, int line) { return {{file, line}}; }

}  // namespace

BOOST_AUTO_TEST_SUITE(what_a_tool_writes)

BOOST_AUTO_TEST_CASE(a_compilers_warning_has_kind_text_and_place) {
  const auto said = read_compiler_lines(
      "/src/antipatterns/a.cpp: In function 'void f()':\n"
      "/src/antipatterns/a.cpp:7:3: warning: x is unused [-Wunused]\n"
      "    7 |   int x;\n"
      "      |   ^\n"
      "/src/antipatterns/a.cpp:9:1: note: declared here\n"
      "1 warning generated.\n",
      root);
  BOOST_REQUIRE(said.size() == 1u);
  BOOST_TEST(said[0].kind == "-Wunused");
  BOOST_TEST(said[0].text == "x is unused");
  BOOST_REQUIRE(said[0].stacks.size() == 1u);
  BOOST_TEST(said[0].stacks[0] == one("antipatterns/a.cpp", 7),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_warning_in_a_library_is_no_message) {
  BOOST_TEST(read_compiler_lines(
                 "/usr/include/x.h:7:3: warning: no [-Wunused]\n", root)
                 .empty());
}

BOOST_AUTO_TEST_CASE(a_place_that_is_called_as_from_elsewhere_is_a_librarys) {
  stack where;
  add_place(where, "./nptl/pthread_create.c", 442, root);
  add_place(where, "/src/patterns/../patterns/a.cpp", 3, root);
  BOOST_TEST(where == one("patterns/a.cpp", 3),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_warning_that_is_given_twice_is_one_message) {
  const std::string line = "/src/a.cpp:7:3: warning: a [-Wb]\n";
  BOOST_TEST(read_compiler_lines(line + line, root).size() == 1u);
}

BOOST_AUTO_TEST_CASE(an_analyzers_name_is_the_kind) {
  const auto said = read_compiler_lines(
      "/src/a.cpp:4:9: warning: leak of 'p' [CWE-401] [-Wanalyzer-leak]\n"
      "  'f': events 1-2\n",
      root);
  BOOST_REQUIRE(said.size() == 1u);
  BOOST_TEST(said[0].kind == "-Wanalyzer-leak");
  BOOST_TEST(said[0].text == "leak of 'p' [CWE-401]");
}

BOOST_AUTO_TEST_CASE(of_clang_tidy_is_read_as_of_a_compiler) {
  const auto said = read_compiler_lines(
      "46489 warnings generated.\n"
      "/src/a.cpp:25:7: warning: do not use 'volatile' "
      "[bugprone-x,cppcoreguidelines-y]\n",
      root);
  BOOST_REQUIRE(said.size() == 1u);
  BOOST_TEST(said[0].kind == "bugprone-x,cppcoreguidelines-y");
}

BOOST_AUTO_TEST_CASE(cppchecks_first_location_is_the_place) {
  const auto said = read_cppcheck_xml(
      R"(<?xml version="1.0" encoding="UTF-8"?>
<results version="2">
    <cppcheck version="2.10"/>
    <errors>
        <error id="missingIncludeSystem" severity="information" msg="no"/>
        <error id="danglingLifetime" severity="error" msg="Using &apos;x&apos;">
            <location file="/src/a.cpp" line="31" column="5" info="here"/>
            <location file="/src/a.cpp" line="7" column="5" info="made"/>
        </error>
    </errors>
</results>)",
      root);
  BOOST_REQUIRE(said.size() == 1u);
  BOOST_TEST(said[0].kind == "danglingLifetime");
  BOOST_TEST(said[0].text == "Using 'x'");
  BOOST_REQUIRE(said[0].stacks.size() == 1u);
  BOOST_TEST(said[0].stacks[0] == one("a.cpp", 31),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(that_is_no_xml_is_refused) {
  BOOST_CHECK_THROW(read_cppcheck_xml("cppcheck: error", root),
                    std::runtime_error);
  BOOST_CHECK_THROW(read_valgrind_xml("", root), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(a_race_of_tsan_blames_both_accesses) {
  const auto said = read_tsan_log(
      "==================\n"
      "WARNING: ThreadSanitizer: data race (pid=7)\n"
      "  Write of size 4 at 0x7b04 by thread T2:\n"
      "    #0 std::x /usr/include/c++/12/x.h:9 (a+0x1)\n"
      "    #1 f() /src/antipatterns/a.cpp:12 (a+0x2)\n"
      "    #2 call /src/patterns/concurrency/errgroup.hpp:181 (a+0x3)\n"
      "\n"
      "  Previous read of size 4 at 0x7b04 by main thread:\n"
      "    #0 g() /src/antipatterns/a.cpp:20 (a+0x4)\n"
      "\n"
      "  Thread T2 (tid=9, running) created by main thread at:\n"
      "    #0 pthread_create <null> (libtsan.so.2+0x5)\n"
      "    #1 main /src/antipatterns/a.cpp:30 (a+0x6)\n"
      "\n"
      "SUMMARY: ThreadSanitizer: data race /src/antipatterns/a.cpp:12 in f()\n"
      "==================\n",
      root);
  BOOST_REQUIRE(said.size() == 1u);
  BOOST_TEST(said[0].kind == "data race");
  BOOST_TEST(said[0].text == "data race antipatterns/a.cpp:12 in f()");
  BOOST_REQUIRE(said[0].stacks.size() == 2u);
  const stack writing{{"antipatterns/a.cpp", 12},
                      {"patterns/concurrency/errgroup.hpp", 181}};
  BOOST_TEST(said[0].stacks[0] == writing, boost::test_tools::per_element());
  BOOST_TEST(said[0].stacks[1] == one("antipatterns/a.cpp", 20),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_failure_of_tsan_is_no_message) {
  BOOST_TEST(
      read_tsan_log(
          "FATAL: ThreadSanitizer: unexpected memory mapping 0x1-0x2\n", root)
          .empty());
}

BOOST_AUTO_TEST_CASE(asan_blames_the_access_and_who_gave_the_memory_back) {
  const auto said = read_asan_log(
      "==7==ERROR: AddressSanitizer: heap-use-after-free on address 0x60 at pc "
      "0x1 bp 0x2 sp 0x3\n"
      "READ of size 8 at 0x60 thread T1\n"
      "    #0 0x55 in std::y /usr/include/c++/12/y.h:3\n"
      "    #1 0x56 in f() /src/antipatterns/a.cpp:12:7\n"
      "\n"
      "0x60 is located 0 bytes inside of 96-byte region [0x60,0x70)\n"
      "freed by thread T0 here:\n"
      "    #0 0x57 in operator delete(void*) (/lib/libasan.so.8+0xb)\n"
      "    #1 0x58 in g() /src/antipatterns/a.cpp:20\n"
      "\n"
      "previously allocated by thread T0 here:\n"
      "    #0 0x59 in h() /src/antipatterns/a.cpp:30\n"
      "\n"
      "SUMMARY: AddressSanitizer: heap-use-after-free y.h:3 in std::y\n",
      root);
  BOOST_REQUIRE(said.size() == 1u);
  BOOST_TEST(said[0].kind == "heap-use-after-free");
  BOOST_REQUIRE(said[0].stacks.size() == 2u);
  BOOST_TEST(said[0].stacks[0] == one("antipatterns/a.cpp", 12),
             boost::test_tools::per_element());
  BOOST_TEST(said[0].stacks[1] == one("antipatterns/a.cpp", 20),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(undefined_behaviour_and_each_leak_are_messages) {
  const auto said = read_asan_log(
      "/src/antipatterns/a.cpp:5:9: runtime error: load of null pointer\n"
      "    #0 0x55 in f() /src/antipatterns/a.cpp:5\n"
      "=================================================================\n"
      "==7==ERROR: LeakSanitizer: detected memory leaks\n"
      "\n"
      "Direct leak of 8 byte(s) in 1 object(s) allocated from:\n"
      "    #0 0x57 in operator new(unsigned long) (/lib/libasan.so.8+0xb)\n"
      "    #1 0x58 in g() /src/antipatterns/a.cpp:20\n"
      "\n"
      "SUMMARY: AddressSanitizer: 8 byte(s) leaked in 1 allocation(s).\n",
      root);
  BOOST_REQUIRE(said.size() == 2u);
  BOOST_TEST(said[0].kind == "runtime error");
  BOOST_TEST(said[0].text == "load of null pointer");
  BOOST_TEST(said[0].stacks.at(0) == one("antipatterns/a.cpp", 5),
             boost::test_tools::per_element());
  BOOST_TEST(said[1].kind == "leak");
  BOOST_TEST(said[1].stacks.at(0) == one("antipatterns/a.cpp", 20),
             boost::test_tools::per_element());
}

namespace {

const std::string helgrind = R"(<?xml version="1.0"?>
<valgrindoutput>
<status><state>RUNNING</state></status>
<error>
  <unique>0x0</unique>
  <kind>Race</kind>
  <xwhat><text>Possible data race at 0x48800C8 by thread #1</text></xwhat>
  <stack>
    <frame>
      <dir>/usr/include</dir> <file>x.h</file> <line>1</line>
    </frame>
    <frame>
      <dir>/src/antipatterns</dir> <file>a.cpp</file> <line>12</line>
    </frame>
  </stack>
  <xauxwhat><text>This conflicts with a previous write</text></xauxwhat>
  <stack>
    <frame>
      <dir>/src/antipatterns</dir> <file>a.cpp</file> <line>20</line>
    </frame>
  </stack>
  <auxwhat>Address 0x1 is a block alloc'd</auxwhat>
  <stack>
    <frame>
      <dir>/src/antipatterns</dir> <file>a.cpp</file> <line>30</line>
    </frame>
  </stack>
</error>
)";

}  // namespace

BOOST_AUTO_TEST_CASE(helgrind_blames_both_accesses_of_a_race_and_no_more) {
  const auto said = read_valgrind_xml(helgrind + "</valgrindoutput>", root);
  BOOST_REQUIRE(said.size() == 1u);
  BOOST_TEST(said[0].kind == "Race");
  BOOST_TEST(said[0].text == "Possible data race at … by thread #1");
  BOOST_REQUIRE(said[0].stacks.size() == 2u);
  BOOST_TEST(said[0].stacks[0] == one("antipatterns/a.cpp", 12),
             boost::test_tools::per_element());
  BOOST_TEST(said[0].stacks[1] == one("antipatterns/a.cpp", 20),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_valgrind_wrote_before_it_was_ended_counts) {
  BOOST_TEST(read_valgrind_xml(helgrind + "<error>\n <uni", root).size() == 1u);
  BOOST_TEST(read_valgrind_xml("<?xml version=\"1.0\"?>\n<valgrindoutput>\n"
                               "<status></status>\n<err",
                               root)
                 .empty());
}

BOOST_AUTO_TEST_CASE(the_signal_that_ended_a_program_is_a_message) {
  const auto said = read_valgrind_xml(
      helgrind +
          "<fatal_signal><tid>3</tid><signo>11</signo>"
          "<signame>SIGSEGV</signame><stack><frame><ip>0x1</ip>"
          "<dir>/src/antipatterns</dir><file>a.cpp</file><line>27</line>"
          "</frame></stack></fatal_signal></valgrindoutput>",
      root);
  BOOST_REQUIRE(said.size() == 2u);
  BOOST_TEST(said[1].kind == "fatal signal");
  BOOST_TEST(said[1].text == "the program was ended by SIGSEGV");
  BOOST_TEST(said[1].stacks.at(0) == one("antipatterns/a.cpp", 27),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::matrix
