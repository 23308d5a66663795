# SPDX-License-Identifier: MIT
include(GoogleTest)

# wiretape_discover_tests(TARGET [CASSETTE_DIR dir] [MODE mode] [ARGS of gtest_discover_tests...])
#
# gtest_discover_tests(TARGET ARGS...), and each test runs with WIRETAPE_CASSETTE_DIR set to `dir`: by
# default the folder cassettes/ next to the calling CMakeLists.txt, so that what a test records lands in
# the source tree and not in the build tree. A relative `dir` counts from there too. MODE sets
# WIRETAPE_MODE; without it, the environment and the test decide. SweepOf() looks there too, also when the tests
# are listed while TARGET is built.
function(wiretape_discover_tests target)
  cmake_parse_arguments(PARSE_ARGV 1 wiretape "" "CASSETTE_DIR;MODE" "")
  if(NOT wiretape_CASSETTE_DIR)
    set(wiretape_CASSETTE_DIR cassettes)
  endif()
  cmake_path(ABSOLUTE_PATH wiretape_CASSETTE_DIR BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE)
  set(environment "WIRETAPE_CASSETTE_DIR=set:${wiretape_CASSETTE_DIR}")
  if(wiretape_MODE)
    list(APPEND environment "WIRETAPE_MODE=set:${wiretape_MODE}")
  endif()
  target_compile_definitions(${target} PRIVATE WIRETAPE_TARGET_CASSETTE_DIR="${wiretape_CASSETTE_DIR}")
  wiretape_discover_tests_in("${environment}" ${target} ${wiretape_UNPARSED_ARGUMENTS})
endfunction()

# wiretape_discover_tests_in(ENVIRONMENT TARGET ARGS...): gtest_discover_tests(TARGET ARGS...) whose tests
# have the list ENVIRONMENT as their property ENVIRONMENT_MODIFICATION. Needed because
# gtest_discover_tests takes no property with more than one value.
function(wiretape_discover_tests_in environment target)
  gtest_discover_tests(${target} TEST_LIST ${target}_discovered ${ARGN})
  set(script "${CMAKE_CURRENT_BINARY_DIR}/${target}_environment.cmake")
  file(WRITE "${script}"
    "foreach(test IN LISTS ${target}_discovered)\n"
    "  set_tests_properties(\"\${test}\" PROPERTIES ENVIRONMENT_MODIFICATION [==[${environment}]==])\n"
    "endforeach()\n")
  set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES "${script}")
endfunction()
