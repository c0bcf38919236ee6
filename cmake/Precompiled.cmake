# Headers that nearly every file needs, compiled once for all targets: each module's own would cost some five seconds, and GoogleTest's
# headers cost every test three. A file still includes what it uses; the preset `debug`, without all this, keeps that honest.
# Tests are not optimised, which halves their time again: what they test is.

set(ZHIYIN_TEST_OPTIONS -O0)

if(ZHIYIN_PCH)
  if(NOT EXISTS ${CMAKE_BINARY_DIR}/precompiled.cpp)
    file(WRITE ${CMAKE_BINARY_DIR}/precompiled.cpp "")
  endif()
  add_library(pch OBJECT ${CMAKE_BINARY_DIR}/precompiled.cpp)
  target_precompile_headers(pch PRIVATE ${CMAKE_SOURCE_DIR}/cmake/pch.hpp)
  add_library(pch_tests OBJECT ${CMAKE_BINARY_DIR}/precompiled.cpp)
  target_precompile_headers(pch_tests PRIVATE ${CMAKE_SOURCE_DIR}/cmake/pch_tests.hpp)
  target_link_libraries(pch_tests PRIVATE GTest::gtest GTest::gmock rapidcheck)
  target_compile_options(pch_tests PRIVATE ${ZHIYIN_TEST_OPTIONS})
endif()

# For a target of the program's own, or of what loads it.
function(zhiyin_precompiled target)
  if(ZHIYIN_PCH)
    target_precompile_headers(${target} REUSE_FROM pch)
  endif()
endfunction()

# For a program of tests.
function(zhiyin_precompiled_tests target)
  target_compile_options(${target} PRIVATE ${ZHIYIN_TEST_OPTIONS})
  if(ZHIYIN_PCH)
    target_precompile_headers(${target} REUSE_FROM pch_tests)
  endif()
endfunction()
