// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/log/frame_line.hpp"
#include "harness/tests/report/log/parse_text.hpp"

#include <boost/test/unit_test.hpp>

namespace racelab::report::log {
namespace {

std::string place(std::string_view text) {
  const auto found = parse_frame(text);
  return found ? place_of(*found) : "none";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(frame_lines)

BOOST_AUTO_TEST_CASE(a_frame_of_libtsan_has_a_line_and_no_column) {
  const auto found = parse_frame("#3 add(int) /a/cart.cpp:12 (cart+0x12a9)");
  BOOST_REQUIRE(found);
  BOOST_TEST(found->number == 3U);
  BOOST_TEST(found->function == "add(int)");
  BOOST_TEST(found->file == "/a/cart.cpp");
  BOOST_TEST(found->line == 12U);
  BOOST_TEST(found->column == 0U);
  BOOST_TEST(found->module == "cart");
  BOOST_TEST(found->offset.value() == 0x12a9U);
}

BOOST_AUTO_TEST_CASE(a_frame_of_llvm_has_a_column_and_a_build_id) {
  const auto found = parse_frame(
      "#0 main /a/b.c:31:5 (/tmp/b+0xca1b7) (BuildId: 0a1b2c3d4e5f)");
  BOOST_REQUIRE(found);
  BOOST_TEST(found->line == 31U);
  BOOST_TEST(found->column == 5U);
  BOOST_TEST(found->module == "/tmp/b");
  BOOST_TEST(found->build_id == "0a1b2c3d4e5f");
}

BOOST_AUTO_TEST_CASE(what_is_null_is_not_known) {
  const auto nothing = parse_frame("#0 <null> <null> (/tmp/b+0xca1b7)");
  BOOST_REQUIRE(nothing);
  BOOST_TEST(nothing->function == "");
  BOOST_TEST(nothing->file == "");
  BOOST_TEST(nothing->offset.value() == 0xca1b7U);
  BOOST_TEST(place("#1 malloc <null> (b+0x12)") == "malloc|b|-");
  const auto no_module = parse_frame("#1 <null> <null> (0x7f00c0ffee)");
  BOOST_REQUIRE(no_module);
  BOOST_TEST(no_module->address.value() == 0x7f00c0ffeeU);
  BOOST_TEST(no_module->module == "");
  BOOST_TEST(place("#2 f /a/b.c:3") == "f|/a/b.c|3");
}

BOOST_AUTO_TEST_CASE(a_file_may_have_no_line) {
  BOOST_TEST(place("#0 shop::add shop.c71f05064fab0573-cgu.0 (shop+0x1)") ==
             "shop::add|shop.c71f05064fab0573-cgu.0|0");
  BOOST_TEST(place("#0 add(int) /my shop/a.cpp (shop+0x1)") ==
             "add(int)|/my shop/a.cpp|0");
  BOOST_TEST(place("#0 add(int) (.isra.0) (shop+0x1)") ==
             "add(int) (.isra.0)|shop|-");
  BOOST_TEST(place("#0 operator new (shop+0x1)") == "operator new|shop|-");
}

BOOST_AUTO_TEST_CASE(a_name_may_contain_spaces_and_every_bracket) {
  BOOST_TEST(place("#0 operator()() const /a/b.cpp:3 (b+0x1)") ==
             "operator()() const|/a/b.cpp|3");
  BOOST_TEST(place("#0 main::{lambda(int, char)#1}::operator()(int, char) "
                   "const /a/b.cpp:3:7 (b+0x1)") ==
             "main::{lambda(int, char)#1}::operator()(int, char) const|"
             "/a/b.cpp|3");
  BOOST_TEST(place("#0 std::map<int, std::string, std::less<int> >::operator[]"
                   "(int&&) /usr/include/c++/12/bits/stl_map.h:511 (b+0x1)") ==
             "std::map<int, std::string, std::less<int> >::operator[](int&&)|"
             "/usr/include/c++/12/bits/stl_map.h|511");
  BOOST_TEST(
      place("#0 bool operator< <int>(box<int> const&) b.cpp:9 (b+0x1)") ==
      "bool operator< <int>(box<int> const&)|b.cpp|9");
  BOOST_TEST(place("#0 box::operator->() /a/b.cpp:9 (b+0x1)") ==
             "box::operator->()|/a/b.cpp|9");
  BOOST_TEST(place("#0 box::operator<<=<lambda at /a/c.cpp:1>(int) /a/b.cpp:9 "
                   "(b+0x1)") ==
             "box::operator<<=<lambda at /a/c.cpp:1>(int)|/a/b.cpp|9");
  BOOST_TEST(place("#0 operator new(unsigned long) <null> (b+0x1)") ==
             "operator new(unsigned long)|b|-");
  BOOST_TEST(place("#0 f(int) [clone .isra.0] b.cpp:4 (b+0x1)") ==
             "f(int) [clone .isra.0]|b.cpp|4");
}

BOOST_AUTO_TEST_CASE(a_path_may_contain_spaces_and_parentheses) {
  BOOST_TEST(place("#0 main /home/me/my shop (old)/a b.cpp:3 "
                   "(/home/me/my shop (old)/cart+0x1)") ==
             "main|/home/me/my shop (old)/a b.cpp|3");
  BOOST_TEST(parse_frame("#0 main <null> (/my shop (old)/cart+0x1)")->module ==
             "/my shop (old)/cart");
  BOOST_TEST(place("#0 main(int) my shop/a.cpp:3 (cart+0x1)") ==
             "main(int)|my shop/a.cpp|3");
}

BOOST_AUTO_TEST_CASE(a_relative_path_follows_the_name) {
  BOOST_TEST(place("#0 pthread_create ../../../../src/libsanitizer/tsan/"
                   "tsan_interceptors_posix.cpp:1001 (libtsan.so.2+0x5e686)") ==
             "pthread_create|../../../../src/libsanitizer/tsan/"
             "tsan_interceptors_posix.cpp|1001");
  BOOST_TEST(place("#0 f(int, long) const src/b.cpp:9:1 (b+0x1)") ==
             "f(int, long) const|src/b.cpp|9");
}

BOOST_AUTO_TEST_CASE(rusts_names_are_kept_as_they_are) {
  BOOST_TEST(place("#0 shop::main::{{closure}}::h0123456789abcdef "
                   "/a/src/main.rs:9:13 (shop+0x1)") ==
             "shop::main::{{closure}}::h0123456789abcdef|/a/src/main.rs|9");
  BOOST_TEST(place("#1 _RNCNvCs1234_4shop4main0B3_ /a/src/main.rs:9:13 "
                   "(shop+0x1)") ==
             "_RNCNvCs1234_4shop4main0B3_|/a/src/main.rs|9");
  BOOST_TEST(place("#2 <alloc::boxed::Box<F,A> as core::ops::function::"
                   "FnOnce<Args>>::call_once /rustc/90b35a6239c3d8bdabc530a6a08"
                   "16f7ff89a0aaf/library/alloc/src/boxed.rs:2007:9 (b+0x1)") ==
             "<alloc::boxed::Box<F,A> as core::ops::function::FnOnce<Args>>::"
             "call_once|/rustc/90b35a6239c3d8bdabc530a6a0816f7ff89a0aaf/"
             "library/alloc/src/boxed.rs|2007");
}

BOOST_AUTO_TEST_CASE(what_is_no_frame_is_none) {
  BOOST_TEST(place("#include <vector>") == "none");
  BOOST_TEST(place("#12") == "none");
  BOOST_TEST(place("#99999999999999999999 f a.c:1") == "none");
  BOOST_TEST(place("0 f a.c:1") == "none");
}

BOOST_AUTO_TEST_CASE(a_go_frame_has_two_lines) {
  BOOST_TEST(parse_go_function("main.(*shop).add.func1()").value() ==
             "main.(*shop).add.func1");
  BOOST_TEST(!parse_go_function("exit status 66"));
  frame place;
  BOOST_TEST(parse_go_place("/my shop/a.go:31 +0x38", place));
  BOOST_TEST(place.file == "/my shop/a.go");
  BOOST_TEST(place.line == 31U);
  BOOST_TEST(place.offset.value() == 0x38U);
  BOOST_TEST(!parse_go_place("/a.go:31", place));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::report::log
