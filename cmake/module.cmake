# depone_headers(name settings <header> ...): outside headers compiled once, for all targets with
# these settings. A source still includes what it uses: clang-tidy in `./dev check` reads it without.
function(depone_headers name settings)
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/${name}.cc CONTENT "")
  add_library(${name} OBJECT ${CMAKE_BINARY_DIR}/${name}.cc)
  target_link_libraries(${name} PRIVATE ${settings})
  target_precompile_headers(${name} PRIVATE <algorithm> <array> <chrono> <cstdint> <filesystem>
    <functional> <map> <memory> <optional> <set> <span> <string> <string_view> <tuple>
    <unordered_map> <utility> <variant> <vector> <fmt/format.h> <nlohmann/json.hpp> ${ARGN})
endfunction()

depone_headers(depone_common_headers "depone_settings;fmt::fmt")

# depone_module(ledger USES base crypto OUTSIDE lib): src/ledger/*.cc becomes depone::ledger.
function(depone_module name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "USES;OUTSIDE")
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.cc)
  list(TRANSFORM arg_USES PREPEND depone::)
  if(sources)
    # A program linked statically (static.cmake) brings these as archives itself.
    list(TRANSFORM arg_OUTSIDE REPLACE "(.+)" "$<$<NOT:$<BOOL:$<TARGET_PROPERTY:DEPONE_STATIC>>>:\\1>")
    add_library(depone_${name} STATIC ${sources})
    target_include_directories(depone_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(depone_${name} PUBLIC ${arg_USES} PRIVATE depone_settings ${arg_OUTSIDE})
    target_precompile_headers(depone_${name} REUSE_FROM depone_common_headers)
    if(name STREQUAL "base")
      target_link_libraries(depone_base PUBLIC ${arg_OUTSIDE} Threads::Threads)
    endif()
  else()
    add_library(depone_${name} INTERFACE)
    target_include_directories(depone_${name} INTERFACE ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(depone_${name} INTERFACE ${arg_USES})
  endif()
  add_library(depone::${name} ALIAS depone_${name})
endfunction()

# depone_app(depone-verify apps/verify USES base): one executable from a folder under apps/.
# Its sources but main.cc are a library of their own, NAME_parts, so that tests can link them.
function(depone_app name folder)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "USES;OUTSIDE")
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*.cc)
  list(TRANSFORM arg_USES PREPEND depone::)
  list(FILTER sources EXCLUDE REGEX "/main\\.cc$")
  add_executable(${name} ${CMAKE_SOURCE_DIR}/${folder}/main.cc)
  set(libraries ${arg_USES} ${arg_OUTSIDE})
  if(sources)
    add_library(${name}_parts STATIC ${sources})
    target_include_directories(${name}_parts PUBLIC ${CMAKE_SOURCE_DIR})
    target_link_libraries(${name}_parts PUBLIC ${libraries} PRIVATE depone_settings)
    target_precompile_headers(${name}_parts REUSE_FROM depone_common_headers)
    set(libraries ${name}_parts)
  endif()
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE depone_settings ${libraries})
  target_precompile_headers(${name} REUSE_FROM depone_common_headers)
endfunction()
