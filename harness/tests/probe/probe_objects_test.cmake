# Distributed under the Boost Software License, Version 1.0.

# The probe is compiled without ThreadSanitizer. An inline function that it
# emitted could become the one copy that the subject uses as well, and the
# subject's races in it would not be seen: the probe must emit none.
#
#   cmake -DNM=nm -DOBJECTS="a.o b.o" -P probe_objects_test.cmake
separate_arguments(objects UNIX_COMMAND "${OBJECTS}")
list(LENGTH objects count)
if(count LESS 10)
  message(FATAL_ERROR "the probe's objects were not handed over: ${OBJECTS}")
endif()
execute_process(
  COMMAND "${NM}" --demangle --defined-only ${objects}
  OUTPUT_VARIABLE symbols RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "${NM} failed")
endif()
string(REGEX MATCHALL "[^\n]* [WVu] [^\n]*" weak "${symbols}")
# What the exception tables need is the same wherever it comes from.
list(FILTER weak EXCLUDE REGEX
  "DW\\.ref\\.|__clang_call_terminate")
if(weak)
  list(JOIN weak "\n" weak)
  message(FATAL_ERROR "the probe emits what a subject may share:\n${weak}")
endif()
