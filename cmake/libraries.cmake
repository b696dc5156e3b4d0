# Outside libraries, all from Debian 12 but SQLite3MultipleCiphers, whose source comes through npm
# (third_party/package-lock.json pins it; `./dev setup` fetches it).
find_package(PkgConfig REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n data)
find_package(fmt REQUIRED)
find_package(Threads REQUIRED)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(re2 REQUIRED IMPORTED_TARGET re2)
pkg_check_modules(poppler REQUIRED IMPORTED_TARGET poppler-cpp)
pkg_check_modules(gumbo REQUIRED IMPORTED_TARGET gumbo)
pkg_check_modules(seccomp REQUIRED IMPORTED_TARGET libseccomp)
pkg_check_modules(toml REQUIRED IMPORTED_TARGET tomlplusplus)
pkg_check_modules(pugixml REQUIRED IMPORTED_TARGET pugixml)
pkg_check_modules(cli11 REQUIRED IMPORTED_TARGET CLI11)

# libstemmer has no pkg-config file in Debian 12.
find_library(STEMMER_LIBRARY stemmer REQUIRED)
add_library(stemmer INTERFACE)
target_link_libraries(stemmer INTERFACE ${STEMMER_LIBRARY})

set(SQLITE3MC_DIR ${CMAKE_SOURCE_DIR}/third_party/node_modules/better-sqlite3-multiple-ciphers/deps/sqlite3)
if(NOT EXISTS ${SQLITE3MC_DIR}/sqlite3.c)
  message(FATAL_ERROR "SQLite3MultipleCiphers is not there yet: run ./dev setup")
endif()
add_library(sqlite3mc STATIC ${SQLITE3MC_DIR}/sqlite3.c)
target_include_directories(sqlite3mc SYSTEM PUBLIC ${SQLITE3MC_DIR})
target_compile_definitions(sqlite3mc PRIVATE SQLITE_ENABLE_FTS5 SQLITE_DQS=0 SQLITE_OMIT_LOAD_EXTENSION
                           SQLITE_TEMP_STORE=3 SQLITE_SECURE_DELETE SQLITE_USE_URI=0)
target_compile_options(sqlite3mc PRIVATE -w -O2)
if(DEPONE_SANITIZE)
  # SQLite has its own sanitizer runs upstream; ours are for our code. Instrumented, this one file
  # takes a minute and a half of every clean build and makes each vault test several times slower.
  # malloc stays AddressSanitizer's, so memory we hand to SQLite wrongly still shows as a leak.
  target_compile_options(sqlite3mc PRIVATE -fno-sanitize=all)
endif()
target_link_libraries(sqlite3mc PRIVATE Threads::Threads m)
