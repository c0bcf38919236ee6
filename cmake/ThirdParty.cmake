# What we did not write. Each has its reason and licence in docs/dependencies.md.

find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(PostgreSQL REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(GTest REQUIRED)
find_package(rapidcheck REQUIRED)
find_package(date REQUIRED)

add_compile_definitions($<$<COMPILE_LANGUAGE:CXX>:SPDLOG_FMT_EXTERNAL>)

# The amalgamation is brought by npm (`third_party/sqlite`), pinned by its lock file.
set(SQLITE_DIR ${CMAKE_SOURCE_DIR}/third_party/sqlite/node_modules/better-sqlite3/deps/sqlite3)
if(NOT EXISTS ${SQLITE_DIR}/sqlite3.c)
  message(FATAL_ERROR "SQLite's source is not there: run `npm ci --ignore-scripts` in third_party/sqlite (./dev build does)")
endif()
add_library(sqlite STATIC ${SQLITE_DIR}/sqlite3.c)
target_include_directories(sqlite SYSTEM PUBLIC ${SQLITE_DIR})
target_compile_definitions(sqlite PRIVATE
  SQLITE_THREADSAFE=2 SQLITE_DEFAULT_MEMSTATUS=0 SQLITE_DQS=0 SQLITE_LIKE_DOESNT_MATCH_BLOBS SQLITE_OMIT_DEPRECATED SQLITE_OMIT_SHARED_CACHE
  SQLITE_OMIT_LOAD_EXTENSION SQLITE_ENABLE_FTS5 SQLITE_ENABLE_API_ARMOR SQLITE_MAX_EXPR_DEPTH=200 SQLITE_DEFAULT_FOREIGN_KEYS=0)
target_compile_options(sqlite PRIVATE -w)
target_link_libraries(sqlite PUBLIC Threads::Threads)

add_library(sys_boost INTERFACE)
target_include_directories(sys_boost SYSTEM INTERFACE ${Boost_INCLUDE_DIRS})
add_library(sys_json INTERFACE)
target_link_libraries(sys_json INTERFACE sys_boost Boost::json)
find_library(SODIUM_LIBRARY sodium REQUIRED)
find_path(SODIUM_INCLUDE_DIR sodium.h REQUIRED)
add_library(sys_sodium INTERFACE)
target_include_directories(sys_sodium SYSTEM INTERFACE ${SODIUM_INCLUDE_DIR})
target_link_libraries(sys_sodium INTERFACE ${SODIUM_LIBRARY})
# Its own targets name its headers as sources, which would be compiled against our warnings.
add_library(sys_date INTERFACE)
get_target_property(DATE_INCLUDE_DIR date::date-tz INTERFACE_INCLUDE_DIRECTORIES)
target_include_directories(sys_date SYSTEM INTERFACE ${DATE_INCLUDE_DIR})
target_compile_definitions(sys_date INTERFACE USE_OS_TZDB=1 ONLY_C_LOCALE=1 HAS_STRING_VIEW=1)
target_link_libraries(sys_date INTERFACE $<TARGET_FILE:date::date-tz> Threads::Threads)
add_library(sys_pq INTERFACE)
target_link_libraries(sys_pq INTERFACE PostgreSQL::PostgreSQL)

# zhiyin_library(NAME HEADER LIBRARIES …): what Debian ships without a CMake package of its own.
function(zhiyin_library name header)
  add_library(${name} INTERFACE)
  foreach(library IN LISTS ARGN)
    find_library(${library}_LIBRARY ${library} REQUIRED)
    find_path(${library}_INCLUDE_DIR ${header} REQUIRED)
    target_include_directories(${name} SYSTEM INTERFACE ${${library}_INCLUDE_DIR})
    target_link_libraries(${name} INTERFACE ${${library}_LIBRARY})
  endforeach()
endfunction()
zhiyin_library(sys_utf8proc utf8proc.h utf8proc)
zhiyin_library(sys_stemmer libstemmer.h stemmer)
zhiyin_library(sys_cmark cmark-gfm.h cmark-gfm-extensions cmark-gfm)
