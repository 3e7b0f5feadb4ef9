# Distributed under the Boost Software License, Version 1.0.

# ThreadSanitizer ignores an option that it does not know, and says nothing.
# The runtime must have taken every one that the probe sets.
#
#   cmake -DSUBJECT=program -P tsan_options_test.cmake
function(run_with options result)
  set(ENV{TSAN_OPTIONS} "${options}")
  execute_process(COMMAND "${SUBJECT}" ERROR_VARIABLE said OUTPUT_VARIABLE said
    RESULT_VARIABLE status)
  set(${result} "${said}" PARENT_SCOPE)
endfunction()

run_with("verbosity=1" said)
if(NOT said MATCHES "Running under ThreadSanitizer")
  message(FATAL_ERROR "ThreadSanitizer does not run here:\n${said}")
endif()
if(said MATCHES "unrecognized flag[^\n]*\n[^\n]*")
  message(FATAL_ERROR "${CMAKE_MATCH_0}")
endif()

run_with("verbosity=1:no_such_option=1" said)
if(NOT said MATCHES "unrecognized flag")
  message(FATAL_ERROR "this test would not notice a misspelt option:\n${said}")
endif()

run_with("help=1" said)
foreach(expected IN ITEMS
    "history_size=(0x)?4" "suppress_equal_stacks=false"
    "suppress_equal_addresses=false" "handle_segv=0" "use_sigaltstack=false"
    "second_deadlock_stack=true")
  string(REPLACE "=" ";" pair "${expected}")
  list(GET pair 0 name)
  list(GET pair 1 value)
  if(NOT said MATCHES "\t${name}\n[^\n]*\\(Current Value: ${value}\\)")
    message(FATAL_ERROR "ThreadSanitizer's ${name} is not ${value}")
  endif()
endforeach()
