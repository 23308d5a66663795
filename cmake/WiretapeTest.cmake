# SPDX-License-Identifier: MIT
# What our own tests and examples share: the environment, the clients, wiretape_test().

# A test meets the same environment on every machine; what it wants to be set, it sets.
set(WIRETAPE_TEST_ENVIRONMENT "")
foreach(variable CI WIRETAPE_MODE WIRETAPE_CASSETTE_DIR SSL_CERT_FILE SSL_CERT_DIR SSLKEYLOGFILE CURL_CA_BUNDLE
    http_proxy https_proxy all_proxy no_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY)
  list(APPEND WIRETAPE_TEST_ENVIRONMENT "${variable}=unset:")
endforeach()

# The clients they speak through.
find_package(CURL)
find_package(PkgConfig)
if(PkgConfig_FOUND)
  # Only pkg-config knows the macros that Debian's split cpp-httplib was compiled with.
  pkg_check_modules(cpp-httplib IMPORTED_TARGET cpp-httplib)
endif()
set(WIRETAPE_TEST_CLIENTS "")
if(TARGET CURL::libcurl AND TARGET PkgConfig::cpp-httplib)
  set(WIRETAPE_TEST_CLIENTS PkgConfig::cpp-httplib CURL::libcurl)
else()
  message(STATUS "wiretape: no cpp-httplib or no libcurl, so no examples and no end-to-end tests")
endif()

# wiretape_test(NAME [FLOOR floor] SOURCES file... [USES lib...]): a GoogleTest program whose tests ctest
# sees one by one. With FLOOR, over the objects of that floor and of those below; else over the library.
function(wiretape_test name)
  cmake_parse_arguments(PARSE_ARGV 1 test "" "FLOOR" "SOURCES;USES")
  if(NOT test_SOURCES)
    return()
  endif()
  add_executable(${name} ${test_SOURCES})
  wiretape_own(${name})
  set(under_test wiretape_headers wiretape::gtest)
  if(test_FLOOR)
    get_target_property(stack wiretape_${test_FLOOR} WIRETAPE_STACK)
    get_target_property(libraries wiretape_${test_FLOOR} WIRETAPE_USES)
    set(under_test ${stack} ${libraries})
  endif()
  target_link_libraries(${name} PRIVATE
    wiretape_test_support ${under_test} ${test_USES} GTest::gmock GTest::gmock_main)
  target_compile_definitions(${name} PRIVATE WIRETAPE_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  # Listed at ctest time: a program that is not built yet, or crashes, fails its own tests and not the
  # build.
  wiretape_discover_tests_in("${WIRETAPE_TEST_ENVIRONMENT}" ${name}
    TEST_PREFIX "${name}." DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 120)
endfunction()
