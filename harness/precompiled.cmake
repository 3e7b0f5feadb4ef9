# Distributed under the Boost Software License, Version 1.0.

# More than half of the time that a source of the harness takes is that of the
# libraries' headers, so those that many include are compiled beforehand: once
# for the harness, and once for the tests, which are built with other flags and
# include Boost.Test as well. Every source still includes what it uses.

set(precompiled_headers
  <algorithm> <array> <chrono> <cstdint> <cstdlib> <filesystem> <fstream>
  <functional> <iterator> <map> <memory> <optional> <set> <span> <sstream>
  <stdexcept> <string> <string_view> <thread> <utility> <variant> <vector>)

# A precompiled header serves only who defines the same macros: those of the
# libraries in it, without which many a target links.
add_library(racelab_precompiled_definitions INTERFACE)
foreach(library IN ITEMS Boost::json fmt::fmt)
  target_compile_definitions(racelab_precompiled_definitions INTERFACE
    $<TARGET_PROPERTY:${library},INTERFACE_COMPILE_DEFINITIONS>)
endforeach()

# racelab_precompile(NAME [LIBRARIES target...] [OPTIONS option...]
#                    HEADERS <header>...)
#
# Makes NAME, for racelab_use_precompiled.
function(racelab_precompile name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LIBRARIES;OPTIONS;HEADERS")
  # CMake precompiles for a source alone.
  set(source "${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp")
  file(CONFIGURE OUTPUT "${source}" CONTENT "")
  add_library(${name} OBJECT "${source}")
  target_precompile_headers(${name} PRIVATE ${arg_HEADERS})
  # A compiler cache may hand out one that was made for an equal file of another
  # day, and clang would refuse it.
  target_compile_options(${name} PRIVATE ${arg_OPTIONS}
    "$<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>")
  target_link_libraries(${name} PRIVATE ${arg_LIBRARIES}
    racelab_precompiled_definitions racelab_warnings)
endfunction()

function(racelab_use_precompiled name)
  foreach(target IN LISTS ARGN)
    target_link_libraries(${target} PRIVATE racelab_precompiled_definitions)
    target_precompile_headers(${target} REUSE_FROM ${name})
  endforeach()
endfunction()

racelab_precompile(racelab_headers
  HEADERS <boost/json.hpp> ${precompiled_headers}
    <fmt/format.h> <fmt/ranges.h>)
racelab_precompile(racelab_test_headers
  LIBRARIES Boost::unit_test_framework
  OPTIONS -O0 -DBOOST_TEST_DYN_LINK
  HEADERS <boost/json.hpp> <boost/test/unit_test.hpp> ${precompiled_headers})
