# SPDX-License-Identifier: MIT
# The floors of src/, the library made of them, and what coroutine code needs to compile.

# What every floor sees: the public headers and the other floors, by `#include "http/url.hpp"`.
add_library(wiretape_headers INTERFACE)
target_include_directories(wiretape_headers INTERFACE
  "${PROJECT_SOURCE_DIR}/include" "${PROJECT_SOURCE_DIR}/src")
target_compile_features(wiretape_headers INTERFACE cxx_std_20)

# Our Asio lives in a namespace of our own, so that it never merges with another Asio in the user's
# program. A file that includes Asio, directly or through io/, compiles with these.
# ASIO_DISABLE_STD_ALIGNED_ALLOC: Asio 1.22 decides between aligned_alloc/free and new/delete by whether
# a header of libstdc++ came before its own, so that two files may allocate and free differently.
add_library(wiretape_asio INTERFACE)
target_link_libraries(wiretape_asio INTERFACE Asio::Asio)
target_compile_definitions(wiretape_asio INTERFACE
  asio=wiretape_asio ASIO_STANDALONE ASIO_NO_DEPRECATED ASIO_DISABLE_STD_ALIGNED_ALLOC
  $<$<STREQUAL:${WIRETAPE_SANITIZE},thread>:ASIO_DISABLE_FENCED_BLOCK>
  $<$<CXX_COMPILER_ID:Clang,AppleClang>:ASIO_HAS_CO_AWAIT=1;ASIO_HAS_STD_COROUTINE=1>)
# A false positive on coroutine frames.
target_compile_options(wiretape_asio INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-mismatched-new-delete>)

# wiretape_floor(NAME [COROUTINES] [ON floor...] [USES lib...]): one object library for each folder
# of src/. A folder without sources is a floor too, an empty one. The property WIRETAPE_STACK of the
# target lists the floor and all below it, WIRETAPE_USES the libraries of all of them; the global
# property WIRETAPE_FLOORS lists the floors.
function(wiretape_floor name)
  cmake_parse_arguments(PARSE_ARGV 1 floor "COROUTINES" "" "ON;USES")
  file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/${name}/*.cpp")
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  set(private PRIVATE)
  set(public PUBLIC)
  if(sources)
    add_library(wiretape_${name} OBJECT ${sources})
    wiretape_own(wiretape_${name})
  else()
    add_library(wiretape_${name} INTERFACE)
    set(private INTERFACE)
    set(public INTERFACE)
  endif()
  target_link_libraries(wiretape_${name} ${public} wiretape_headers ${private} ${floor_USES})
  if(floor_COROUTINES)
    target_link_libraries(wiretape_${name} ${public} wiretape_asio)
  endif()
  set(stack wiretape_${name})
  foreach(lower IN LISTS floor_ON)
    if(NOT TARGET wiretape_${lower})
      message(FATAL_ERROR "floor '${name}' stands on '${lower}', which is not below it")
    endif()
    target_link_libraries(wiretape_${name} ${public} wiretape_${lower})
    get_target_property(below wiretape_${lower} WIRETAPE_STACK)
    list(APPEND stack ${below})
    get_target_property(uses wiretape_${lower} WIRETAPE_USES)
    list(APPEND floor_USES ${uses})
  endforeach()
  list(REMOVE_DUPLICATES stack)
  list(REMOVE_DUPLICATES floor_USES)
  set_target_properties(wiretape_${name} PROPERTIES
    WIRETAPE_STACK "${stack}" WIRETAPE_USES "${floor_USES}")
  set_property(GLOBAL APPEND PROPERTY WIRETAPE_FLOORS ${name})
endfunction()

# wiretape_library(floor...): the static library wiretape::wiretape, made of all the floors' objects,
# and wiretape::gtest, an interface over the GoogleTest of whoever links it.
function(wiretape_library)
  add_library(wiretape STATIC)
  add_library(wiretape::wiretape ALIAS wiretape)
  wiretape_own(wiretape)
  target_compile_features(wiretape PUBLIC cxx_std_20)
  target_link_libraries(wiretape PUBLIC Threads::Threads)
  set(libraries "")
  foreach(floor IN LISTS ARGN)
    get_target_property(type wiretape_${floor} TYPE)
    if(type STREQUAL "OBJECT_LIBRARY")
      target_sources(wiretape PRIVATE $<TARGET_OBJECTS:wiretape_${floor}>)
    endif()
    get_target_property(uses wiretape_${floor} WIRETAPE_USES)
    list(APPEND libraries ${uses})
  endforeach()
  list(REMOVE_DUPLICATES libraries)
  foreach(library IN LISTS libraries)
    # A header-only library is compiled in; it is no dependency of the installed one.
    get_target_property(type ${library} TYPE)
    if(NOT type STREQUAL "INTERFACE_LIBRARY")
      target_link_libraries(wiretape PRIVATE ${library})
    endif()
  endforeach()

  file(GLOB headers CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/include/wiretape/*.hpp")
  set(gtest_headers ${headers})
  list(FILTER headers EXCLUDE REGEX "/gtest\\.hpp$")
  list(FILTER gtest_headers INCLUDE REGEX "/gtest\\.hpp$")
  target_sources(wiretape PUBLIC FILE_SET HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}/include" FILES ${headers})

  add_library(wiretape_gtest INTERFACE)
  add_library(wiretape::gtest ALIAS wiretape_gtest)
  target_sources(wiretape_gtest INTERFACE
    FILE_SET HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}/include" FILES ${gtest_headers})
  target_link_libraries(wiretape_gtest INTERFACE wiretape GTest::gmock)
  set_target_properties(wiretape_gtest PROPERTIES EXPORT_NAME gtest)
  set_target_properties(wiretape wiretape_gtest PROPERTIES
    VERIFY_INTERFACE_HEADER_SETS ${PROJECT_IS_TOP_LEVEL})
endfunction()
