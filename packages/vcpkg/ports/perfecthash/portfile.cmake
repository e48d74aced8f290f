# The server is a DLL whatever the triplet says, its callers reach it through COM instead of an import library, and it is the same in Debug.
set(VCPKG_POLICY_DLLS_IN_STATIC_LIBRARY enabled)
set(VCPKG_POLICY_DLLS_WITHOUT_LIBS enabled)
set(VCPKG_POLICY_MISMATCHED_NUMBER_OF_BINARIES enabled)

vcpkg_download_distfile(archive
  URLS "@RELEASES@/@NAME@.zip"
  FILENAME "@NAME@.zip"
  SHA512 @ZIPSUM512@)
vcpkg_extract_source_archive(folder ARCHIVE "${archive}")

file(GLOB headers "${folder}/include/*.h" "${folder}/include/*_i.c")
file(INSTALL ${headers} DESTINATION "${CURRENT_PACKAGES_DIR}/include")
file(GLOB programs "${folder}/*.exe")
# The programs find the DLL by their manifest, beside them; nothing in them names it to vcpkg.
file(INSTALL ${programs} "${folder}/PerfectHash.dll" DESTINATION "${CURRENT_PACKAGES_DIR}/tools/${PORT}")
file(INSTALL "${folder}/PerfectHash.dll" DESTINATION "${CURRENT_PACKAGES_DIR}/bin")
file(GLOB package "${folder}/lib/cmake/PerfectHash/*.cmake")
file(INSTALL ${package} "${folder}/include/PerfectHash.tlb" "${folder}/PerfectHash.manifest" "${CMAKE_CURRENT_LIST_DIR}/usage"
  DESTINATION "${CURRENT_PACKAGES_DIR}/share/${PORT}")
vcpkg_install_copyright(FILE_LIST "${folder}/LICENSE.txt")
