// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/log/user_code.hpp"
#include "harness/tests/report/log/parse_text.hpp"

#include <boost/test/unit_test.hpp>

namespace racelab::report::log {
namespace {

frame in_file(const char* file) {
  frame out;
  out.file = file;
  return out;
}

frame named(const char* function, const char* module) {
  frame out;
  out.function = function;
  out.module = module;
  return out;
}

// The place of the frame that is marked among these, counted from 0; -1 if
// none is.
int marked(std::vector<frame> frames) {
  log_report report;
  report.stacks.emplace_back();
  report.stacks.back().stack.frames = std::move(frames);
  mark_user_frames(report);
  const auto& all = report.stacks.back().stack.frames;
  const frame* found = user_frame(report.stacks.back().stack);
  return found == nullptr ? -1 : static_cast<int>(found - all.data());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(user_code)

BOOST_AUTO_TEST_CASE(a_librarys_file_is_known_by_its_path) {
  for (const char* each :
       {"/usr/include/c++/12/bits/invoke.h", "/usr/include/boost/thread.hpp",
        "../../../../src/libsanitizer/tsan/tsan_interceptors_posix.cpp",
        "/build/llvm-toolchain-14-xYz/compiler-rt/lib/tsan/rtl/x.cpp",
        "/usr/lib/llvm-14/bin/../include/c++/v1/thread",
        "/usr/local/go/src/runtime/map.go", "/usr/lib/go-1.19/src/sync/a.go",
        "/rustc/90b35a6239c3/library/core/src/ops/function.rs",
        "/root/.cargo/registry/src/github.com-1ecc/rayon-1.5/src/lib.rs",
        "/home/me/go/pkg/mod/golang.org/x/sync@v0.1.0/errgroup/errgroup.go",
        "/opt/boost_1_81_0/boost/thread/detail/thread.hpp",
        "./nptl/pthread_create.c"})
    BOOST_TEST(is_library_file(each), each);
}

BOOST_AUTO_TEST_CASE(a_users_file_is_not_taken_for_a_librarys) {
  for (const char* each :
       {"/home/me/shop/cart.cpp", "cart.cpp", "src/main.rs",
        "/usr/src/app/main.go", "/home/me/boost/cart.cpp", "/go/src/shop/a.go",
        "/home/me/library/core/a.cpp", "/srv/go/src/shop/main.go"})
    BOOST_TEST(!is_library_file(each), each);
}

BOOST_AUTO_TEST_CASE(the_first_frame_that_is_no_librarys_is_the_users) {
  BOOST_TEST(marked({in_file("/usr/include/c++/12/thread"),
                     in_file("/a/cart.cpp"), in_file("/a/main.cpp")}) == 1);
  BOOST_TEST(marked({in_file("/usr/include/c++/12/thread")}) == -1);
}

BOOST_AUTO_TEST_CASE(without_lines_the_name_and_the_module_decide) {
  BOOST_TEST(marked({named("malloc", "cart"), named("std::f()", "cart"),
                     named("add", "libstdc++.so.6"), named("add", "cart")}) ==
             3);
  BOOST_TEST(marked({named("", "/lib/x86_64-linux-gnu/libc.so.6"),
                     named("", "/home/me/cart")}) == 1);
  // Here the interceptor is told apart by having no line.
  BOOST_TEST(marked({named("my_malloc", "cart"), in_file("/a/cart.cpp")}) == 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::report::log
