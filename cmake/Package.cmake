# What `cmake --install` puts beside the generator, for find_package(PerfectHash CONFIG) in other projects.
include(CMakePackageConfigHelpers)
set(packageFiles ${PROJECT_SOURCE_DIR}/cmake/package)
set(packageFolder lib/cmake/PerfectHash)
configure_package_config_file(${packageFiles}/PerfectHashConfig.cmake.in ${PROJECT_BINARY_DIR}/PerfectHashConfig.cmake
  INSTALL_DESTINATION ${packageFolder})
# The generator serves projects for any machine.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/PerfectHashConfigVersion.cmake COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES ${PROJECT_BINARY_DIR}/PerfectHashConfig.cmake ${PROJECT_BINARY_DIR}/PerfectHashConfigVersion.cmake
  ${packageFiles}/PerfectHashGenerate.cmake ${packageFiles}/PerfectHashRun.cmake DESTINATION ${packageFolder})
if(WIN32)
  install(TARGETS PerfectHashCreate PerfectHash RUNTIME DESTINATION bin)
else()
  install(TARGETS perfecthash RUNTIME DESTINATION bin)
endif()
