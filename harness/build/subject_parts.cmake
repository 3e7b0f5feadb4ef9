# Distributed under the Boost Software License, Version 1.0.

# What every subject is linked with, built beforehand because a learner waits
# for the rest: the probe, the lessons' scenarios, and a header that all lessons
# have, precompiled. There are two flavours of a subject:
#
#   tsan   instrumented, unoptimised for faithful reports, on the probe's
#          controlled scheduler
#   plain  optimised, on real threads and in real time; once more with services
#          that are asked over HTTP, if that is asked for
#
# toolchain.json, beside this folder's build, tells the harness what there is.
# The target racelab_subject_parts builds all of it.

set(subject_flags_tsan
  -std=c++20 -O0 -g1 -fno-omit-frame-pointer -pthread
  -fsanitize=thread -fsanitize-coverage=trace-pc)
set(subject_flags_plain -std=c++20 -O2 -g1 -pthread)

get_target_property(boost_headers Boost::headers INTERFACE_INCLUDE_DIRECTORIES)
foreach(folder IN LISTS boost_headers)
  if(NOT folder IN_LIST CMAKE_CXX_IMPLICIT_INCLUDE_DIRECTORIES)
    list(APPEND subject_flags_tsan -isystem "${folder}")
    list(APPEND subject_flags_plain -isystem "${folder}")
  endif()
endforeach()
foreach(flavour IN ITEMS tsan plain)
  list(APPEND subject_flags_${flavour} "-I${PROJECT_SOURCE_DIR}/patterns")
endforeach()

set(subject_libraries -Wl,--as-needed)
foreach(library IN ITEMS thread chrono)
  if(TARGET Boost::${library})
    list(APPEND subject_libraries "$<TARGET_FILE:Boost::${library}>")
  endif()
endforeach()
set(linker_flags)
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  find_program(RACELAB_LLD ld.lld DOC "LLVM's linker, the faster one of clang's")
  if(RACELAB_LLD)
    list(APPEND linker_flags -fuse-ld=lld)
  endif()
endif()
set(wrapped_functions "${PROJECT_SOURCE_DIR}/harness/probe/wrapped_functions.txt")
set(subject_link_tsan
  -fsanitize=thread -pthread ${linker_flags} "@${wrapped_functions}"
  ${subject_libraries})
set(subject_link_plain -pthread ${linker_flags} ${subject_libraries})

# The probe must be invisible to ThreadSanitizer, so it has no instrumentation,
# whatever the user's own flags say, and no loop of it may become a call of
# memmove or the like, which ThreadSanitizer intercepts. Its longjmp must be
# ThreadSanitizer's, not the one that checks.
file(GLOB probe_sources "${PROJECT_SOURCE_DIR}/harness/probe/*.cpp")
file(GLOB plain_probe_sources "${PROJECT_SOURCE_DIR}/harness/probe/plain/*.cpp")
# A new file changes its directory. (CONFIGURE_DEPENDS would have every build
# look again, and none could be told to be up to date.)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
  "${PROJECT_SOURCE_DIR}/harness/probe"
  "${PROJECT_SOURCE_DIR}/harness/probe/plain")
# What both probes use stands beside the controlled one.
list(APPEND plain_probe_sources
  "${PROJECT_SOURCE_DIR}/harness/probe/channel.cpp"
  "${PROJECT_SOURCE_DIR}/harness/probe/closed_doors.cpp"
  "${PROJECT_SOURCE_DIR}/harness/probe/latencies.cpp")
# The one whose services are asked over HTTP differs by these.
set(http_probe_sources ${plain_probe_sources})
list(FILTER http_probe_sources EXCLUDE REGEX
  "/(sleeping_services|closed_doors)[.]cpp$")
list(APPEND http_probe_sources
  "${PROJECT_SOURCE_DIR}/harness/probe/http/http_services.cpp")
add_library(racelab_probe OBJECT ${probe_sources})
add_library(racelab_probe_plain OBJECT ${plain_probe_sources})
add_library(racelab_probe_http OBJECT EXCLUDE_FROM_ALL ${http_probe_sources})
target_link_libraries(racelab_probe_http PRIVATE Boost::headers)
foreach(probe IN ITEMS racelab_probe racelab_probe_plain racelab_probe_http)
  target_link_libraries(${probe} PRIVATE
    racelab_sources racelab_warnings Threads::Threads)
  target_compile_options(${probe} PRIVATE
    -O2 -U_FORTIFY_SOURCE -fno-omit-frame-pointer -fno-sanitize=all -fno-builtin
    $<$<CXX_COMPILER_ID:GNU>:-fno-tree-loop-distribute-patterns>)
  set_target_properties(${probe} PROPERTIES POSITION_INDEPENDENT_CODE ON)
endforeach()

# What a program of ours needs to be a subject on the controlled scheduler,
# besides the probe's objects behind its own.
add_library(racelab_subject_tsan INTERFACE)
target_compile_options(racelab_subject_tsan INTERFACE ${subject_flags_tsan})
target_link_options(racelab_subject_tsan INTERFACE
  -fsanitize=thread -pthread ${linker_flags} "@${wrapped_functions}")
target_link_libraries(racelab_subject_tsan INTERFACE ${subject_libraries})

set(subject_parts racelab_probe racelab_probe_plain)
set(header_files)

# One object for each scenario source and flavour, under a target's name that
# is left in `result`.
function(racelab_scenario source flavour result)
  cmake_path(GET source STEM name)
  set(target racelab_scenario_${name}_${flavour})
  set(${result} ${target} PARENT_SCOPE)
  if(TARGET ${target})
    return()
  endif()
  add_library(${target} OBJECT "${PROJECT_SOURCE_DIR}/${source}")
  target_link_libraries(${target} PRIVATE racelab_sources racelab_warnings)
  target_compile_options(${target} PRIVATE ${subject_flags_${flavour}})
  set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON)
endfunction()

# What every lesson's header includes, precompiled with exactly a subject's own
# flags. With more of the primitives, a subject could do without an include of
# its own. Both compilers look for it beside the header that `-include` names.
# Clang can instantiate its templates here, once, instead of in every subject.
function(racelab_precompiled_header flavour result)
  set(text "${CMAKE_CURRENT_BINARY_DIR}/headers/${flavour}/context.hpp")
  file(CONFIGURE OUTPUT "${text}" @ONLY
    CONTENT "#include \"concurrency/context.hpp\"\n")
  set(suffix gch)
  set(in_advance)
  if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    set(suffix pch)
    set(in_advance -fpch-instantiate-templates)
  endif()
  add_custom_command(
    OUTPUT "${text}.${suffix}"
    COMMAND "${CMAKE_CXX_COMPILER}" ${subject_flags_${flavour}} ${in_advance}
      -MD -MF "${text}.d" -MT "${text}.${suffix}"
      -x c++-header "${text}" -o "${text}.${suffix}"
    DEPENDS "${text}"
    DEPFILE "${text}.d"
    COMMENT "Precompiling context.hpp (${flavour})"
    VERBATIM)
  set(${result} "${text}.${suffix}" PARENT_SCOPE)
endfunction()

function(racelab_json_list result)
  list(TRANSFORM ARGN REPLACE [["]] [[\\"]])
  list(TRANSFORM ARGN PREPEND "\"")
  list(TRANSFORM ARGN APPEND "\"")
  list(JOIN ARGN ", " joined)
  set(${result} "[${joined}]" PARENT_SCOPE)
endfunction()

set(manifest "${PROJECT_SOURCE_DIR}/harness/catalogue/catalogue.json")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${manifest}")
file(READ "${manifest}" catalogue)
string(JSON lesson_count LENGTH "${catalogue}" lessons)
math(EXPR last_lesson "${lesson_count} - 1")
foreach(flavour IN ITEMS tsan plain)
  set(scenarios_${flavour})
  foreach(index RANGE ${last_lesson})
    string(JSON lesson GET "${catalogue}" lessons ${index} name)
    string(JSON header GET "${catalogue}" lessons ${index} header)
    string(JSON source_count LENGTH "${catalogue}" lessons ${index} scenario)
    math(EXPR last_source "${source_count} - 1")
    set(objects)
    foreach(source_index RANGE ${last_source})
      string(JSON source
        GET "${catalogue}" lessons ${index} scenario ${source_index})
      racelab_scenario("${source}" ${flavour} target)
      list(APPEND subject_parts ${target})
      list(APPEND objects "$<TARGET_OBJECTS:${target}>")
    endforeach()
    racelab_json_list(objects ${objects})
    list(APPEND scenarios_${flavour} "\"${lesson}\": ${objects}")
    file(CONFIGURE CONTENT "#include \"${header}\"\n" @ONLY OUTPUT
      "${CMAKE_CURRENT_BINARY_DIR}/headers/lessons/${lesson}.hpp")
  endforeach()
  racelab_precompiled_header(${flavour} file)
  list(APPEND header_files "${file}")
  list(JOIN scenarios_${flavour} ", " scenarios_${flavour})
  racelab_json_list(flags_${flavour} ${subject_flags_${flavour}})
  racelab_json_list(link_${flavour} ${subject_link_${flavour}})
endforeach()

set(family gcc)
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  set(family clang)
endif()
file(GENERATE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/toolchain.json" CONTENT
"{\"compiler\": \"${CMAKE_CXX_COMPILER}\",
 \"family\": \"${family}\",
 \"version\": \"${CMAKE_CXX_COMPILER_VERSION}\",
 \"source_root\": \"${PROJECT_SOURCE_DIR}\",
 \"headers\": \"${CMAKE_CURRENT_BINARY_DIR}/headers/lessons\",
 \"tsan\": {
  \"compile_flags\": ${flags_tsan},
  \"link_flags\": ${link_tsan},
  \"probe\": [\"$<JOIN:$<TARGET_OBJECTS:racelab_probe>,\", \">\"],
  \"inputs\": [\"${wrapped_functions}\"],
  \"precompiled\": \"${CMAKE_CURRENT_BINARY_DIR}/headers/tsan/context.hpp\",
  \"scenarios\": {${scenarios_tsan}}},
 \"plain\": {
  \"compile_flags\": ${flags_plain},
  \"link_flags\": ${link_plain},
  \"probe\": [\"$<JOIN:$<TARGET_OBJECTS:racelab_probe_plain>,\", \">\"],
  \"inputs\": [],
  \"precompiled\": \"${CMAKE_CURRENT_BINARY_DIR}/headers/plain/context.hpp\",
  \"scenarios\": {${scenarios_plain}}},
 \"http_probe\": [\"$<JOIN:$<TARGET_OBJECTS:racelab_probe_http>,\", \">\"]}
")

list(REMOVE_DUPLICATES subject_parts)
add_custom_target(racelab_subject_parts ALL DEPENDS ${header_files})
add_dependencies(racelab_subject_parts ${subject_parts})
