# SPDX-License-Identifier: MIT
# wiretape_own(TARGET): compiles TARGET as Wiretape's own code. C++20 without extensions, and in our
# own checkout warnings and, when asked for, a sanitizer. Nothing here reaches a user's target.
function(wiretape_own target)
  set_target_properties(${target} PROPERTIES
    CXX_EXTENSIONS OFF CXX_STANDARD 20 CXX_STANDARD_REQUIRED ON POSITION_INDEPENDENT_CODE ON)
  if(PROJECT_IS_TOP_LEVEL)
    # Designated initializers leave fields out on purpose.
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
      -Woverloaded-virtual -Wno-missing-field-initializers)
    # g++ 12 finds overlaps in its own std::string when it optimises (GCC bug 105651).
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
  endif()
  if(WIRETAPE_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
  if(WIRETAPE_SANITIZE STREQUAL "address")
    # The vptr check opens a pipe to look at memory, and calls an object invalid where a test let
    # descriptors run out; AddressSanitizer sees dead objects without it.
    set(sanitize -fsanitize=address,undefined -fno-sanitize=vptr -fno-sanitize-recover=all)
  elseif(WIRETAPE_SANITIZE STREQUAL "thread")
    set(sanitize -fsanitize=thread)
  elseif(WIRETAPE_SANITIZE)
    message(FATAL_ERROR "WIRETAPE_SANITIZE is '${WIRETAPE_SANITIZE}'; it can be 'address' or 'thread'")
  endif()
  if(sanitize)
    target_compile_options(${target} PRIVATE ${sanitize} -fno-omit-frame-pointer)
    target_link_options(${target} PRIVATE ${sanitize})
    # g++ sees uninitialised members in <regex> where the sanitizer's own code stands between.
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  endif()
endfunction()
