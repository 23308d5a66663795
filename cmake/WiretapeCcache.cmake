# SPDX-License-Identifier: MIT
# Compiles through ccache where it is installed and nobody chose a launcher.
find_program(WIRETAPE_CCACHE ccache)
mark_as_advanced(WIRETAPE_CCACHE)
if(WIRETAPE_CCACHE AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${WIRETAPE_CCACHE}")
endif()
