# SPDX-License-Identifier: MIT
# Library, headers, program, and what find_package and pkg-config read.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

if(WIRETAPE_FETCHED)
  list(JOIN WIRETAPE_FETCHED ", " fetched)
  message(WARNING "wiretape: not installable, because it links fetched ${fetched}. Install the "
    "packages, or set WIRETAPE_INSTALL=OFF to say that this is meant.")
  return()
endif()

set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/wiretape")

install(TARGETS wiretape EXPORT wiretapeTargets FILE_SET HEADERS)
# An export of its own: who has no GoogleTest can still find the rest.
install(TARGETS wiretape_gtest EXPORT wiretapeGtestTargets FILE_SET HEADERS)
install(EXPORT wiretapeTargets NAMESPACE wiretape:: DESTINATION "${package_dir}")
install(EXPORT wiretapeGtestTargets NAMESPACE wiretape:: DESTINATION "${package_dir}")
if(TARGET wiretape_program)
  install(TARGETS wiretape_program)
endif()

configure_package_config_file(cmake/wiretapeConfig.cmake.in wiretapeConfig.cmake
  INSTALL_DESTINATION "${package_dir}")
write_basic_package_version_file(wiretapeConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES
  "${PROJECT_BINARY_DIR}/wiretapeConfig.cmake" "${PROJECT_BINARY_DIR}/wiretapeConfigVersion.cmake"
  cmake/WiretapeDiscoverTests.cmake cmake/FindBrotli.cmake cmake/FindZstd.cmake
  DESTINATION "${package_dir}")

# Paths in the .pc file hang on the prefix, so that an installed tree can be moved.
file(RELATIVE_PATH WIRETAPE_PC_TO_PREFIX "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/")
configure_file(cmake/wiretape.pc.in wiretape.pc @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/wiretape.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
