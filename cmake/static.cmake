# depone_link_statically(depone-extract): in release builds, one file without shared libraries, where
# their archives are installed. A fork copies some sixty mappings for shared ones, eleven without, and
# depone-extract forks for every document (docs/decisions/003-fork-server-jail.md).
function(depone_link_statically program)
  if(DEPONE_SANITIZE OR DEPONE_TSAN OR DEPONE_COVERAGE OR DEPONE_FUZZ)
    return()
  endif()
  set(archives)
  foreach(name gumbo seccomp icui18n icuuc icudata)
    find_library(${name}_ARCHIVE lib${name}.a)
    if(NOT ${name}_ARCHIVE)
      message(STATUS "${program} is linked to shared libraries: there is no lib${name}.a")
      return()
    endif()
    list(APPEND archives ${${name}_ARCHIVE})
  endforeach()
  # Its definitions differ from those of the precompiled headers.
  set_target_properties(${program} PROPERTIES DEPONE_STATIC ON DISABLE_PRECOMPILE_HEADERS ON)
  target_sources(${program} PRIVATE ${CMAKE_SOURCE_DIR}/cmake/fmt_archive.cc)
  # Linkers other than mold look into an archive only for what was wanted before it.
  target_link_libraries(${program} PRIVATE depone::text depone::model depone::base ${archives})
  target_link_options(${program} PRIVATE -static-pie)
endfunction()
