// Distributed under the Boost Software License, Version 1.0.
#include "harness/build/source_rules.hpp"
#include "harness/build/source_tokens.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <unistd.h>
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

using namespace racelab::build;
namespace fs = std::filesystem;
namespace data = boost::unit_test::data;

namespace {

class temporary_folder {
 public:
  temporary_folder()
      : path_(fs::temp_directory_path() /
              ("racelab-rules-" + std::to_string(getpid()))) {
    fs::create_directories(path_);
  }
  temporary_folder(const temporary_folder&) = delete;
  temporary_folder& operator=(const temporary_folder&) = delete;
  ~temporary_folder() { fs::remove_all(path_); }

  fs::path write(const std::string& name, const std::string& text) const {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << text;
    return path_ / name;
  }

 private:
  fs::path path_;
};

std::vector<rule_violation> violations(const std::string& source) {
  const temporary_folder here;
  return check_file(here.write("x.cpp", source));
}

// The first violation as "LINE: MESSAGE"; empty if there is none.
std::string first(const std::string& source) {
  const auto all = violations(source);
  if (all.empty()) return {};
  return std::to_string(all.front().line) + ": " + all.front().message;
}

bool refused(const std::string& source) { return !violations(source).empty(); }

std::string spellings(const std::string& source) {
  std::string text;
  for (const auto& token : tokenize(source)) {
    if (!text.empty()) text += ' ';
    text += token.kind == token_kind::text ? '<' + token.spelling + '>'
                                           : token.spelling;
  }
  return text;
}

bool nothing_trusted(const fs::path&) { return false; }

}  // namespace

BOOST_AUTO_TEST_SUITE(tokens)

BOOST_AUTO_TEST_CASE(leave_comments_out) {
  BOOST_TEST(spellings("a // b\nc /* d\n e */ f") == "a c f");
}

BOOST_AUTO_TEST_CASE(join_spliced_lines) {
  BOOST_TEST(spellings("no_\\\nsan\\ \r\nitize // x\\\ny\nz") ==
             "no_sanitize z");
}

BOOST_AUTO_TEST_CASE(take_trigraphs_for_text_as_the_compilers_do) {
  BOOST_TEST(spellings("// what?"
                       "?/\nno_sanitize") == "no_sanitize");
}

BOOST_AUTO_TEST_CASE(keep_the_content_of_literals) {
  BOOST_TEST(spellings(R"(f("a \" b", 'c', L"//", '"');)") ==
             R"(f ( <a \" b> , <c> , L <//> , <"> ) ;)");
}

BOOST_AUTO_TEST_CASE(end_raw_strings_at_their_delimiter_alone) {
  BOOST_TEST(spellings("R\"x(a)\" \\\n// b)x\" c") == "<a)\" \\\n// b> c");
  BOOST_TEST(spellings("u8R\"(\")\" c") == "<\"> c");
  BOOST_TEST(spellings("xR\"(a)\" c") == "xR <(a)> c");
}

BOOST_AUTO_TEST_CASE(know_digraphs) {
  BOOST_TEST(spellings("%:define a b %:%: c <: :>") == "# define a b ## c [ ]");
}

BOOST_AUTO_TEST_CASE(keep_separators_in_numbers) {
  BOOST_TEST(spellings("1'000 0x1p-3 1.5e+3f .5 a") ==
             "1'000 0x1p-3 1.5e+3f .5 a");
}

BOOST_AUTO_TEST_CASE(hide_nothing_behind_a_quote_that_does_not_end) {
  BOOST_TEST(spellings("#error don't no_sanitize\nx") ==
             "# error don ' t no_sanitize x");
}

BOOST_AUTO_TEST_CASE(take_no_escapes_and_comments_in_names_of_headers) {
  BOOST_TEST(spellings("#include \"a\\\" \"/*\"\nb") ==
             "# include <a\\> </*> b");
  BOOST_TEST(spellings("#include <a/*b>\nc") == "# include <a/*b> c");
  BOOST_TEST(spellings("#if __has_include(<a//b>)\nc") ==
             "# if __has_include ( <a//b> ) c");
}

BOOST_AUTO_TEST_CASE(know_their_line) {
  const auto all = tokenize("a /*\n*/ b \\\n c\nd R\"(\n)\" e");
  BOOST_REQUIRE(all.size() == 6U);
  const std::vector<int> expected = {1, 2, 3, 4, 4, 5};
  for (std::size_t i = 0; i != all.size(); ++i)
    BOOST_TEST(all[i].line == expected[i], all[i].spelling);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_subject)

BOOST_AUTO_TEST_CASE(that_is_ordinary_breaks_no_rule) {
  BOOST_TEST(!refused(R"(
#include "lessons/dependent_calls.hpp"
#include <atomic>
#pragma once
#define TWICE(x) ((x) + (x))
#define JOIN(a, b) a##b
namespace racelab::dependent_calls {
// no_sanitize, asm and __tsan_acquire in a comment are harmless
const char* text = "asm naked no_sanitize #define int long";
[[nodiscard]] int optimize(int alias) { return alias; }
int as = 1, m = 2, _ = 3;
int Annotated = as + m, annotate = _, real_time = 1;
using racelab::context;
}
)"));
}

BOOST_DATA_TEST_CASE(may_not_redefine_a_keyword,
                     data::make({"#define int long", "  # /**/ define while if",
                                 "%:define volatile", "#undef const",
                                 "#define and", "#define \\\nprivate public",
                                 "#define co_await"}),
                     source) {
  BOOST_TEST(
      first(source).ends_with("is a keyword, and no macro [macro.names]"));
}

BOOST_DATA_TEST_CASE(
    may_not_hide_code_from_the_detector,
    data::make({"__attribute__((no_sanitize(\"thread\"))) void f();",
                "__attribute__((no_sanitize_thread)) void f();",
                "[[gnu::__no_sanitize_thread__]] void f();",
                "[[clang::disable_sanitizer_instrumentation]] void f();",
                "__attribute__((no_sanitize_coverage)) void f();",
                "no_\\\nsanitize", "void f() { asm(\"nop\"); }",
                "void f() { __asm__(\"nop\"); }", "__asm(\"nop\");",
                "[[gnu::naked]] void f();", "void* f = dlsym(nullptr, \"x\");",
                "#define A no_sanitize_thread\n",
                "#pragma redefine_extname a b\n"}),
    source) {
  BOOST_TEST(first(source).ends_with("would hide code from the race detector"),
             first(source));
}

BOOST_DATA_TEST_CASE(
    may_let_go_of_other_sanitizers,
    data::make({"__attribute__((no_sanitize_address)) void f();",
                "[[gnu::no_sanitize_undefined]] void f();"}),
    source) {
  BOOST_TEST(!refused(source));
}

BOOST_DATA_TEST_CASE(
    may_not_name_what_is_the_detectors_or_the_judges,
    data::make({"extern \"C\" void __tsan_acquire(void*);",
                "extern \"C\" const char* __tsan_default_options();",
                "void AnnotateIgnoreReadsBegin(const char*, int);",
                "int __sanitizer_x;", "int __interceptor_pthread_create;",
                "int __wrap_x;", "int __real_x;",
                "extern \"C\" void racelab_call_end();",
                "extern \"C\" char* _ZN7racelab5probe7channelE;",
                "happens_before::bookkeeping unseen;",
                "using namespace racelab::happens_before;",
                "const char* name = \"__tsan_ignore_thread_begin\";",
                "void f() __attribute__((alias(\"__interceptor_read\")));"}),
    source) {
  BOOST_TEST(first(source).ends_with(
                 "is a name of the race detector's or the judge's"),
             first(source));
}

BOOST_DATA_TEST_CASE(
    may_not_enter_the_judges_namespace,
    data::make({"namespace racelab::probe { extern int turn; }",
                "namespace racelab { namespace probe { extern int turn; } }",
                "int x = racelab::probe::turn;"}),
    source) {
  BOOST_TEST(first(source) ==
             "1: the namespace 'racelab::probe' is the judge's");
}

BOOST_DATA_TEST_CASE(
    may_not_change_how_its_code_is_compiled,
    data::make({"#pragma GCC optimize(\"no-sanitize=thread\")\n",
                "#pragma clang optimize off\n",
                "#pragma clang attribute push(x, apply_to = function)\n",
                "#pragma GCC push_options\n",
                "_Pragma(\"GCC optimize(\\\"O3\\\")\")",
                "#define P _Pragma(\"clang optimize off\")\n",
                "#define P(x) _Pragma(#x)\nP(GCC optimize(1))",
                "__attribute__((optimize(\"O3\"))) void f();",
                "[[gnu::__optimize__(3)]] void f();",
                "[ [gnu::optimize(3)] ] void f();", "#define FAST optimize\n"}),
    source) {
  BOOST_TEST(refused(source));
}

BOOST_DATA_TEST_CASE(
    may_not_paste_what_it_may_not_say,
    data::make({"#define X no_##sanitize\n", "#define X as ## m\n",
                "#define X no_ %:%: sanitize_thread\n", "CAT(as, m)",
                "CAT(no_sani, tize)", "CAT(__asm, __)",
                "#define A no\n#define B _sanitize\nCAT(A, B)",
                "CAT(__tsan, _acquire)", "CAT(racelab_, call_end)",
                "THREE(__, ts, an_acquire)"}),
    source) {
  BOOST_TEST(refused(source));
}

BOOST_DATA_TEST_CASE(may_not_contain_what_compilers_disagree_about,
                     data::make({"// x\rno_sanit", "int \\u005f;",
                                 "int a = 1;\r", "#include HEADER\n"}),
                     source) {
  BOOST_TEST(refused(source));
}

BOOST_AUTO_TEST_CASE(may_have_the_line_ends_of_another_system) {
  BOOST_TEST(!refused("int a;\r\nint b;\r\n"));
}

BOOST_AUTO_TEST_CASE(may_not_contain_nul_characters) {
  BOOST_TEST(refused(std::string("int a;\0", 7)));
}

BOOST_AUTO_TEST_CASE(is_told_every_violation_in_order) {
  const auto all = violations("int a;\nasm(\"\");\n#define int long\n__asm;\n");
  BOOST_REQUIRE(all.size() == 3U);
  BOOST_TEST(all[0].line == 2);
  BOOST_TEST(all[1].line == 3);
  BOOST_TEST(all[2].line == 4);
}

BOOST_AUTO_TEST_CASE(is_told_the_file_the_line_and_what_is_wrong) {
  BOOST_TEST(describe({"a/x.cpp", 3, "no"}) == "a/x.cpp:3: error: no");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(what_a_subject_includes)

BOOST_AUTO_TEST_CASE(is_checked_as_well_from_header_to_header) {
  const temporary_folder here;
  const auto file = here.write("x.cpp", "#include \"a/y.hpp\"\n");
  here.write("a/y.hpp", "#include \"../z.hpp\"\n#include \"y.hpp\"\n");
  const auto last = here.write("z.hpp", "\nasm(\"\");\n");
  const auto all = check_subject(file, nothing_trusted);
  BOOST_REQUIRE(all.size() == 1U);
  BOOST_TEST(all[0].file == last);
  BOOST_TEST(all[0].line == 2);
}

BOOST_AUTO_TEST_CASE(is_not_checked_if_it_is_trusted) {
  const temporary_folder here;
  const auto file = here.write("x.cpp", "#include \"y.hpp\"\n");
  const auto header = here.write("y.hpp", "asm(\"\");\n");
  BOOST_TEST(check_subject(file, nothing_trusted).size() == 1U);
  BOOST_TEST(check_subject(file, [&](const fs::path& each) {
               return each == header;
             }).empty());
}

BOOST_AUTO_TEST_CASE(is_passed_over_if_it_lies_elsewhere) {
  const temporary_folder here;
  const auto file = here.write("x.cpp",
                               "#include <atomic>\n"
                               "#include \"lessons/l.hpp\"\n");
  BOOST_TEST(check_subject(file, nothing_trusted).empty());
}

BOOST_AUTO_TEST_SUITE_END()
