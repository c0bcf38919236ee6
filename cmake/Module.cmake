# One target per module, and the walls between them.
#
#   zhiyin_module(NAME conversation LAYER 40
#     USES platform/db event contact        # modules of a strictly lower layer; nothing else may be included
#     LINKS fmt::fmt                        # third-party targets
#     SOURCES service.cpp ...  TESTS service_test.cpp ...
#     TEST_LINKS test_store)                # what the tests need besides (tests/CMakeLists.txt)
#
# A module lives in src/<NAME>; its includes are spelled from src/. Wall 1: a USES that does not point strictly down is refused
# here. Wall 2: every module links alone, as a whole archive, with only what it declares (target link_<module>).

set_property(GLOBAL PROPERTY ZHIYIN_MODULES "")

include(${CMAKE_CURRENT_LIST_DIR}/Precompiled.cmake)

function(zhiyin_target_name out name)
  string(REPLACE "/" "_" flat "${name}")
  set(${out} "zy_${flat}" PARENT_SCOPE)
endfunction()

function(zhiyin_module)
  cmake_parse_arguments(M "" "NAME;LAYER" "USES;LINKS;SOURCES;TESTS;TEST_LINKS" ${ARGN})
  zhiyin_target_name(target ${M_NAME})
  set(dir ${CMAKE_SOURCE_DIR}/src/${M_NAME})
  list(TRANSFORM M_SOURCES PREPEND "${dir}/" REGEX "^[^/]")
  list(TRANSFORM M_TESTS PREPEND "${dir}/")

  set(kind STATIC)
  set(scope PUBLIC)
  if(NOT M_SOURCES)
    set(kind INTERFACE)
    set(scope INTERFACE)
  endif()
  add_library(${target} ${kind} ${M_SOURCES})
  target_include_directories(${target} ${scope} ${CMAKE_SOURCE_DIR}/src)
  if(M_SOURCES)
    target_link_libraries(${target} PRIVATE zhiyin_warnings)
    zhiyin_precompiled(${target})
  endif()
  target_link_libraries(${target} ${scope} ${M_LINKS})

  foreach(used IN LISTS M_USES)
    zhiyin_target_name(used_target ${used})
    if(NOT TARGET ${used_target})
      message(FATAL_ERROR "wall 1: ${M_NAME} uses ${used}, which is not declared before it (layers are added from the bottom up)")
    endif()
    get_target_property(used_layer ${used_target} ZHIYIN_LAYER)
    if(NOT used_layer LESS M_LAYER)
      message(FATAL_ERROR "wall 1: ${M_NAME} (layer ${M_LAYER}) may not use ${used} (layer ${used_layer}): arrows point strictly down")
    endif()
    target_link_libraries(${target} ${scope} ${used_target})
  endforeach()

  set_target_properties(${target} PROPERTIES ZHIYIN_LAYER ${M_LAYER} ZHIYIN_NAME ${M_NAME} ZHIYIN_USES "${M_USES}")
  set_property(GLOBAL APPEND PROPERTY ZHIYIN_MODULES ${target})

  if(M_TESTS)
    add_executable(test_${target} ${M_TESTS})
    target_link_libraries(test_${target} PRIVATE ${target} zhiyin_warnings GTest::gtest_main GTest::gmock rapidcheck ${M_TEST_LINKS})
    zhiyin_precompiled_tests(test_${target})
    set_target_properties(test_${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
    add_test(NAME ${M_NAME} COMMAND test_${target} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  endif()
endfunction()

# Writes build/<preset>/modules.txt for the include check (wall 3) and makes the link-alone targets (wall 2).
function(zhiyin_check_walls)
  get_property(modules GLOBAL PROPERTY ZHIYIN_MODULES)
  file(WRITE ${CMAKE_BINARY_DIR}/link_alone.cpp "int main() { return 0; }\n")
  set(lines "")
  add_custom_target(link_alone)
  foreach(target IN LISTS modules)
    get_target_property(name ${target} ZHIYIN_NAME)
    get_target_property(layer ${target} ZHIYIN_LAYER)
    get_target_property(uses ${target} ZHIYIN_USES)
    if(NOT uses)
      set(uses "")
    endif()
    list(JOIN uses " " uses_text)
    string(APPEND lines "${name} ${layer} ${uses_text}\n")
    get_target_property(type ${target} TYPE)
    if(type STREQUAL "STATIC_LIBRARY")
      add_executable(link_${target} EXCLUDE_FROM_ALL ${CMAKE_BINARY_DIR}/link_alone.cpp)
      target_link_libraries(link_${target} PRIVATE -Wl,--whole-archive ${target} -Wl,--no-whole-archive)
      set_target_properties(link_${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/link_alone)
      add_dependencies(link_alone link_${target})
    endif()
  endforeach()
  file(WRITE ${CMAKE_BINARY_DIR}/modules.txt "${lines}")
endfunction()
