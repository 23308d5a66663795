# SPDX-License-Identifier: MIT
# What Wiretape stands on: what is installed, else (WIRETAPE_FETCH) a release of it, pinned by its hash.
# Those that the library links, and that are therefore in the way of installing it, are named in
# WIRETAPE_FETCHED.
include(FetchContent)
set(WIRETAPE_FETCHED "")

# wiretape_fetch(name URL SHA256 [ARGS of FetchContent_Declare...]): the release's source, in
# <name>_SOURCE_DIR of the caller; added as a subdirectory when it has a CMakeLists.txt at its top.
macro(wiretape_fetch name url sha256)
  if(NOT WIRETAPE_FETCH)
    message(FATAL_ERROR "wiretape: ${name} is not installed, and WIRETAPE_FETCH is OFF")
  endif()
  message(STATUS "wiretape: ${name} is not installed; fetching ${url}")
  FetchContent_Declare(${name} URL ${url} URL_HASH SHA256=${sha256} ${ARGN})
  FetchContent_MakeAvailable(${name})
endmacro()

# wiretape_fetched_c(TARGET INCLUDE dir SOURCES pattern... [DEFINES macro...]): a static library of fetched C files. Three C
# libraries are compiled so, because their own build files install, rename or test things.
function(wiretape_fetched_c target)
  cmake_parse_arguments(PARSE_ARGV 1 fetched "" "INCLUDE" "SOURCES;DEFINES")
  file(GLOB sources ${fetched_SOURCES})
  string(REPLACE "::" "_" plain wiretape_${target})
  add_library(${plain} STATIC EXCLUDE_FROM_ALL ${sources})
  add_library(${target} ALIAS ${plain})
  set_target_properties(${plain} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  target_include_directories(${plain} SYSTEM PUBLIC "${fetched_INCLUDE}")
  target_compile_definitions(${plain} PRIVATE ${fetched_DEFINES})
endfunction()

find_package(Threads REQUIRED)

# Not fetched: OpenSSL has a build system of its own, and a system's OpenSSL gets the security fixes.
find_package(OpenSSL 3.0 REQUIRED)

find_package(Asio QUIET)
if(NOT TARGET Asio::Asio)
  wiretape_fetch(wiretape_asio_source https://github.com/chriskohlhoff/asio/archive/asio-1-22-1.tar.gz
    30cb54a5de5e465d10ec0c2026d6b5917f5e89fffabdbabeb1475846fc9a2cf0)
  add_library(Asio::Asio INTERFACE IMPORTED)
  target_include_directories(Asio::Asio INTERFACE "${wiretape_asio_source_SOURCE_DIR}/asio/include")
endif()

if(NOT TARGET yaml-cpp::yaml-cpp)
  find_package(yaml-cpp QUIET)
  if(NOT yaml-cpp_FOUND)
    set(YAML_CPP_BUILD_TESTS OFF)
    set(YAML_CPP_BUILD_TOOLS OFF)
    wiretape_fetch(yaml-cpp https://github.com/jbeder/yaml-cpp/archive/refs/tags/0.8.0.tar.gz
      fbe74bbdcee21d656715688706da3c8becfd946d92cd44705cc6098bb23b3a16)
    list(APPEND WIRETAPE_FETCHED yaml-cpp)
  endif()
  # The name before 0.8.
  if(NOT TARGET yaml-cpp::yaml-cpp)
    add_library(yaml-cpp::yaml-cpp ALIAS yaml-cpp)
  endif()
endif()

if(NOT TARGET nlohmann_json::nlohmann_json)
  find_package(nlohmann_json 3.11 QUIET)
  if(NOT nlohmann_json_FOUND)
    wiretape_fetch(nlohmann_json https://github.com/nlohmann/json/releases/download/v3.11.3/json.tar.xz
      d6c65aca6b1ed68e7a182f4757257b107ae403032760ed6ef121c9d55e81757d)
  endif()
endif()

if(NOT TARGET ZLIB::ZLIB)
  find_package(ZLIB QUIET)
  if(NOT ZLIB_FOUND)
    enable_language(C)
    wiretape_fetch(wiretape_zlib https://github.com/madler/zlib/releases/download/v1.3.1/zlib-1.3.1.tar.gz
      9a93b2b7dfdac77ceba5a558a580e74667dd6fede4585b91eefb60f03b72df23 SOURCE_SUBDIR none)
    wiretape_fetched_c(ZLIB::ZLIB INCLUDE "${wiretape_zlib_SOURCE_DIR}"
      SOURCES "${wiretape_zlib_SOURCE_DIR}/*.c" DEFINES HAVE_UNISTD_H)
    list(APPEND WIRETAPE_FETCHED zlib)
  endif()
endif()

find_package(Brotli QUIET)
if(NOT Brotli_FOUND)
  enable_language(C)
  wiretape_fetch(wiretape_brotli https://github.com/google/brotli/archive/refs/tags/v1.1.0.tar.gz
    e720a6ca29428b803f4ad165371771f5398faba397edf6778837a18599ea13ff SOURCE_SUBDIR none)
  foreach(part common:common encoder:enc decoder:dec)
    string(REGEX REPLACE ":.*" "" target ${part})
    string(REGEX REPLACE ".*:" "" folder ${part})
    wiretape_fetched_c(Brotli::${target} INCLUDE "${wiretape_brotli_SOURCE_DIR}/c/include"
      SOURCES "${wiretape_brotli_SOURCE_DIR}/c/${folder}/*.c")
  endforeach()
  target_link_libraries(wiretape_Brotli_encoder PUBLIC Brotli::common m)
  target_link_libraries(wiretape_Brotli_decoder PUBLIC Brotli::common)
  list(APPEND WIRETAPE_FETCHED brotli)
endif()

find_package(Zstd QUIET)
if(NOT Zstd_FOUND)
  enable_language(C)
  wiretape_fetch(wiretape_zstd https://github.com/facebook/zstd/releases/download/v1.5.5/zstd-1.5.5.tar.gz
    9c4396cc829cfae319a6e2615202e82aad41372073482fce286fac78646d3ee4 SOURCE_SUBDIR none)
  set(zstd_lib "${wiretape_zstd_SOURCE_DIR}/lib")
  wiretape_fetched_c(Zstd::Zstd INCLUDE "${zstd_lib}" DEFINES ZSTD_DISABLE_ASM
    SOURCES "${zstd_lib}/common/*.c" "${zstd_lib}/compress/*.c" "${zstd_lib}/decompress/*.c")
  list(APPEND WIRETAPE_FETCHED zstd)
endif()

# wiretape::gtest joins the GoogleTest of whoever links it. A project that brings its own makes it
# available before Wiretape; else the installed one is taken.
if(NOT TARGET GTest::gmock)
  find_package(GTest QUIET)
  if(NOT GTest_FOUND AND (WIRETAPE_BUILD_TESTS OR WIRETAPE_BUILD_EXAMPLES))
    set(INSTALL_GTEST OFF)
    wiretape_fetch(googletest https://github.com/google/googletest/archive/refs/tags/v1.14.0.tar.gz
      8ad598c73ad796e0d8280b082cebd82a630d73e73cd3c70057938a6501bba5d7)
  endif()
endif()
