// Distributed under the Boost Software License, Version 1.0.
//
// The main function of every test. Boost.Test makes one where a source defines
// BOOST_TEST_MODULE before its headers, which then cannot be precompiled.

#include <boost/test/unit_test.hpp>

#include <filesystem>

namespace {

namespace unit_test = boost::unit_test;

// Its results are headed by it.
bool name_after_program() {
  unit_test::master_test_suite_t& all =
      unit_test::framework::master_test_suite();
  all.p_name.value = std::filesystem::path(all.argv[0]).filename();
  return true;
}

}  // namespace

int main(int argc, char* argv[]) {
  return unit_test::unit_test_main(name_after_program, argc, argv);
}
