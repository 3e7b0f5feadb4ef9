# Distributed under the Boost Software License, Version 1.0.

# The main function of every test.
add_library(racelab_test_main STATIC
  "${PROJECT_SOURCE_DIR}/harness/tests/main.cpp")
target_compile_definitions(racelab_test_main PRIVATE BOOST_TEST_DYN_LINK)
target_compile_options(racelab_test_main PRIVATE -O0)
target_link_libraries(racelab_test_main
  PRIVATE racelab_warnings
  PUBLIC Boost::unit_test_framework)
racelab_use_precompiled(racelab_test_headers racelab_test_main)

# racelab_test_executable(NAME SOURCES file... [LIBRARIES target...]
#                         [PRECOMPILED target])
#
# Adds a Boost.Test executable. None of the sources defines BOOST_TEST_MODULE.
# PRECOMPILED names other headers than those of most tests; see
# racelab_precompile.
function(racelab_test_executable name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "PRECOMPILED" "SOURCES;LIBRARIES")
  if(NOT arg_PRECOMPILED)
    set(arg_PRECOMPILED racelab_test_headers)
  endif()
  add_executable(${name} ${arg_SOURCES})
  target_compile_definitions(${name} PRIVATE BOOST_TEST_DYN_LINK)
  # Most of a test's time is its compiler's.
  target_compile_options(${name} PRIVATE -O0)
  target_link_libraries(${name} PRIVATE
    ${arg_LIBRARIES} racelab_sources racelab_warnings racelab_test_main)
  racelab_use_precompiled(${arg_PRECOMPILED} ${name})
endfunction()

# racelab_test(NAME SOURCES file... [LIBRARIES target...]
#              [PRECOMPILED target] [COMPLETE] [TIMEOUT seconds]
#              [ENVIRONMENT NAME=value...] [SERIAL])
#
# Adds a Boost.Test executable and its test. COMPLETE marks a test that is left
# out of a quick round (`ctest -L quick`), because it takes longer than a few
# seconds; SERIAL one that needs the machine for itself.
function(racelab_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "COMPLETE;SERIAL"
    "TIMEOUT;PRECOMPILED" "SOURCES;LIBRARIES;ENVIRONMENT")
  if(NOT arg_SOURCES OR arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "racelab_test(${name} SOURCES … [LIBRARIES …]): "
      "${arg_UNPARSED_ARGUMENTS}")
  endif()
  racelab_test_executable(${name}
    SOURCES ${arg_SOURCES} LIBRARIES ${arg_LIBRARIES}
    PRECOMPILED ${arg_PRECOMPILED})
  add_test(NAME ${name} COMMAND ${name})
  racelab_test_properties(${name} ${ARGN})
endfunction()

# racelab_script_test(NAME COMMAND command... [COMPLETE] [TIMEOUT seconds]
#                     [ENVIRONMENT NAME=value...] [SERIAL] [OF_SOURCES])
#
# Adds a test that is a command: it passes with exit status 0 and is skipped
# with 77. OF_SOURCES marks one that reads or runs nothing but files of the
# source tree. With either compiler it does the same, so g++ alone has it.
function(racelab_script_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "COMPLETE;SERIAL;OF_SOURCES" "TIMEOUT"
    "COMMAND;ENVIRONMENT")
  if(NOT arg_COMMAND OR arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "racelab_script_test(${name} COMMAND …): "
      "${arg_UNPARSED_ARGUMENTS}")
  endif()
  if(arg_OF_SOURCES AND NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    return()
  endif()
  add_test(NAME ${name} COMMAND ${arg_COMMAND})
  set_tests_properties(${name} PROPERTIES SKIP_RETURN_CODE 77)
  racelab_test_properties(${name} ${ARGN})
endfunction()

# What the two kinds of tests have in common. A test that hangs ends, even if
# nobody watches; the time is many times what it takes on a busy machine.
function(racelab_test_properties name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "COMPLETE;SERIAL;OF_SOURCES"
    "TIMEOUT;PRECOMPILED" "SOURCES;LIBRARIES;COMMAND;ENVIRONMENT")
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 600)
    if(arg_COMPLETE)
      set(arg_TIMEOUT 1500)
    endif()
  endif()
  set(label quick)
  if(arg_COMPLETE)
    set(label complete)
  endif()
  # Those that take longest begin first, so that in the end none of them is
  # waited for alone.
  set_tests_properties(${name} PROPERTIES
    LABELS ${label} COST ${arg_TIMEOUT} TIMEOUT ${arg_TIMEOUT})
  if(arg_ENVIRONMENT)
    set_tests_properties(${name} PROPERTIES ENVIRONMENT "${arg_ENVIRONMENT}")
  endif()
  if(arg_SERIAL)
    set_tests_properties(${name} PROPERTIES RUN_SERIAL ON)
  endif()
endfunction()
