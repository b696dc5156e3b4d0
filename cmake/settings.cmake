# Compiler settings for everything we write. Asserts stay on in every build type.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_CXX_FLAGS_RELEASE "-O2")
set(CMAKE_C_FLAGS_RELEASE "-O2")

option(DEPONE_SANITIZE "AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
option(DEPONE_TSAN "ThreadSanitizer" OFF)
option(DEPONE_COVERAGE "gcov counters" OFF)
option(DEPONE_FUZZ "libFuzzer targets (clang)" OFF)

add_library(depone_settings INTERFACE)
target_compile_options(depone_settings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
                       -Wno-gnu-statement-expression -Werror -fstack-protector-strong)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # gcc 12 reports these on correct standard library code (gcc bugs 105562, 107852).
  target_compile_options(depone_settings INTERFACE -Wno-maybe-uninitialized -Wno-restrict
                         -Wno-stringop-overflow -Wno-stringop-overread -Wno-array-bounds -Wno-dangling-reference)
  # Most sources end before gcc's garbage reaches half a gigabyte; collecting it sooner costs a tenth.
  add_compile_options(--param=ggc-min-heapsize=524288)
endif()
target_compile_definitions(depone_settings INTERFACE _GLIBCXX_ASSERTIONS DEPONE_VERSION="${PROJECT_VERSION}")
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_definitions(depone_settings INTERFACE _FORTIFY_SOURCE=2)
endif()
target_link_options(depone_settings INTERFACE -Wl,-z,relro,-z,now)
# Of the libraries a module names, a program loads those it uses: depone-extract must stay small.
add_link_options(-Wl,--as-needed)

# One kind of code for libraries and programs, so that they can share precompiled headers.
add_compile_options(-fPIE -pthread)
add_link_options(-pie)

# For all code, C included: a sanitizer sees the whole program or it guesses.
if(DEPONE_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()
if(DEPONE_FUZZ)
  # A fuzzer learns from the branches taken in the libraries, not in its few lines alone.
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
if(DEPONE_TSAN)
  add_compile_options(-fsanitize=thread)
  add_link_options(-fsanitize=thread)
endif()
if(DEPONE_COVERAGE)
  add_compile_options(--coverage)
  add_link_options(--coverage)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  # The first is what ccache asks for with precompiled headers. With the second it takes the
  # included files from the compiler's list, which saves preprocessing every source twice. Times of
  # included files must count: one changed while a source compiles would be stored with its result.
  set(launcher env CCACHE_SLOPPINESS=pch_defines,time_macros CCACHE_DEPEND=1 ${CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()
