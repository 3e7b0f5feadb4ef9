// Distributed under the Boost Software License, Version 1.0.
#include "harness/observe/symbolizer.hpp"

#include <boost/test/unit_test.hpp>

using racelab::observe::readable_function;

BOOST_AUTO_TEST_SUITE(a_readable_function)

BOOST_AUTO_TEST_CASE(has_neither_parameters_nor_return_type) {
  BOOST_TEST(readable_function("main") == "main");
  BOOST_TEST(readable_function("shop::get(int, char const*)") == "shop::get");
  BOOST_TEST(readable_function("shop::get() const") == "shop::get");
  BOOST_TEST(readable_function("shop::get() const &") == "shop::get");
  BOOST_TEST(readable_function("void shop::get<int>(int)") == "shop::get");
  BOOST_TEST(
      readable_function("std::vector<int, a<b> > const& shop::get<int>(int)") ==
      "shop::get");
}

BOOST_AUTO_TEST_CASE(has_no_template_arguments) {
  BOOST_TEST(readable_function("std::function<void ()>::operator()() const") ==
             "std::function::operator()");
  BOOST_TEST(readable_function(
                 "boost::detail::thread_data<f(int)::{lambda()#1}>::run()") ==
             "boost::detail::thread_data::run");
}

BOOST_AUTO_TEST_CASE(is_named_after_the_function_a_lambda_stands_in) {
  const std::string from_gcc =
      "racelab::get_order_details(racelab::context const&)::{lambda()#2}::"
      "operator()() const";
  const std::string from_clang =
      "racelab::get_order_details(racelab::context const&)::$_1::operator()() "
      "const";
  BOOST_TEST(readable_function(from_gcc) ==
             "racelab::get_order_details (lambda)");
  BOOST_TEST(readable_function(from_clang) ==
             "racelab::get_order_details (lambda)");
}

BOOST_AUTO_TEST_CASE(names_a_lambda_in_a_lambda_once) {
  BOOST_TEST(readable_function("f(int)::{lambda()#1}::operator()() const::"
                               "{lambda(auto:1)#1}::operator()<int>(int) "
                               "const") == "f (lambda)");
  BOOST_TEST(readable_function("f()::$_0::operator()() const::{lambda(int)#1}"
                               "::operator()(int) const") == "f (lambda)");
  BOOST_TEST(readable_function("$_0::operator()() const") == "(lambda)");
}

BOOST_AUTO_TEST_CASE(of_rust_keeps_what_a_method_belongs_to) {
  BOOST_TEST(readable_function("shop::main::{closure#0}") ==
             "shop::main (closure)");
  BOOST_TEST(readable_function("std::rt::start::<(), i32>::{closure#1}") ==
             "std::rt::start (closure)");
  BOOST_TEST(readable_function("std::panic::catch_unwind::<f(), isize>") ==
             "std::panic::catch_unwind");
  BOOST_TEST(readable_function("<fn() as core::FnOnce<()>>::call_once") ==
             "core::FnOnce::call_once");
  BOOST_TEST(readable_function("<&dyn a::Fn<(), Output = i32> as b::FnOnce<()>>"
                               "::call_once") == "b::FnOnce::call_once");
  BOOST_TEST(readable_function("<shop::Till<i32>>::pay::<shop::Coin>") ==
             "shop::Till::pay");
  BOOST_TEST(readable_function("<null>") == "<null>");
}

BOOST_AUTO_TEST_CASE(of_rusts_older_mangling_is_what_the_source_has) {
  BOOST_TEST(readable_function("shop::Till$LT$T$GT$::pay::h711a40a0e076cd70") ==
             "shop::Till::pay");
  BOOST_TEST(readable_function("_$LT$shop..Till$u20$as$u20$shop..Pay$GT$::pay"
                               "::h18a82a75f578d7cf") == "shop::Pay::pay");
  BOOST_TEST(readable_function("shop::main::_$u7b$$u7b$closure$u7d$$u7d$"
                               "::hfdd426f4ef2972d9") ==
             "shop::main (closure)");
  BOOST_TEST(readable_function("_ZN4shop4Till3pay17h711a40a0e076cd70E") ==
             "shop::Till::pay");
  BOOST_TEST(readable_function("_ZN4shop4main28_$u7b$$u7b$closure$u7d$$u7d$"
                               "17hfdd426f4ef2972d9E") ==
             "shop::main (closure)");
  for (const char* other :
       {"shop::help", "_ZN4shop9999999999999999999917h711a40a0e076cd70E",
        "_ZN4shop617h711a40a0e076cd70E"})
    BOOST_TEST(readable_function(other) == other);
}

BOOST_AUTO_TEST_CASE(has_no_end_that_names_nothing) {
  BOOST_TEST(readable_function("<a as b>::call_once::{shim:vtable#0}") ==
             "b::call_once");
  BOOST_TEST(readable_function("a::call_once{{vtable.shim}}") ==
             "a::call_once");
  BOOST_TEST(readable_function("<a as b>::c::{{closure}}") == "b::c (closure)");
}

BOOST_AUTO_TEST_CASE(of_objective_c_is_the_message) {
  for (const char* name :
       {"-[Cart addItem:]", "+[Cart(Sale) total]",
        "__19-[Cart addItem:]_block_invoke", "-[Cart add:to:]"})
    BOOST_TEST(readable_function(name) == name);
  BOOST_TEST(readable_function("operator-[abi:cxx11](a, a)") == "operator-");
}

BOOST_AUTO_TEST_CASE(of_swift_has_neither_result_nor_number) {
  BOOST_TEST(readable_function("Cart.total(Swift.Int) -> Swift.Int") ==
             "Cart.total");
  BOOST_TEST(readable_function("closure #1 () -> () in Cart.run() -> ()") ==
             "Cart.run (closure)");
  BOOST_TEST(readable_function("partial apply for closure #1 in Cart.run()") ==
             "Cart.run (closure)");
  BOOST_TEST(readable_function("thunk for @escaping () -> ()") ==
             "thunk for @escaping () -> ()");
}

BOOST_AUTO_TEST_CASE(keeps_operators_that_look_like_brackets) {
  BOOST_TEST(readable_function("bool operator< <int>(a<int>, a<int>)") ==
             "operator<");
  BOOST_TEST(readable_function("x::operator<<(int)") == "x::operator<<");
  BOOST_TEST(readable_function("x::operator->() const") == "x::operator->");
  BOOST_TEST(readable_function("x::operator[](unsigned long)") ==
             "x::operator[]");
  BOOST_TEST(readable_function("x::operator bool() const") ==
             "x::operator bool");
  BOOST_TEST(readable_function("operator new(unsigned long)") ==
             "operator new");
}

BOOST_AUTO_TEST_CASE(leaves_out_anonymous_namespaces_and_annotations) {
  BOOST_TEST(readable_function("a::(anonymous namespace)::f(int)") == "a::f");
  BOOST_TEST(readable_function("f[abi:cxx11](int)") == "f");
  BOOST_TEST(readable_function("f(int) [clone .cold]") == "f");
}

BOOST_AUTO_TEST_CASE(keeps_the_receiver_of_a_method_in_go) {
  BOOST_TEST(readable_function("main.(*cache).put") == "main.(*cache).put");
  BOOST_TEST(readable_function("main.(*stack[...]).push.func1") ==
             "main.(*stack).push.func1");
}

BOOST_AUTO_TEST_CASE(is_the_whole_name_where_nothing_would_be_left) {
  BOOST_TEST(readable_function("<>") == "<>");
  BOOST_TEST(readable_function("f<(((") == "f");
}

BOOST_AUTO_TEST_SUITE_END()
