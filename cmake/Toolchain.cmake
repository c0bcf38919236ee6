# Compiler, linker, warnings and sanitizers, in one place and for every target of ours.

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
  set(CMAKE_ASM_COMPILER_LAUNCHER "")
endif()

find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1")
set(CMAKE_C_FLAGS_RELWITHDEBINFO "-O2 -g1")
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1")
set(CMAKE_C_FLAGS_DEBUG "-O1 -g1")
add_compile_options(-fno-omit-frame-pointer)
# libstdc++ 12 offers std::expected only to a compiler that says it has concepts of 2020; clang 19 does, behind its default.
add_compile_definitions($<$<COMPILE_LANGUAGE:CXX>:BOOST_ASIO_NO_DEPRECATED>)

if(ZHIYIN_SANITIZE)
  add_compile_options(-fsanitize=${ZHIYIN_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${ZHIYIN_SANITIZE})
endif()

# Warnings are for our code only; third-party headers come in as SYSTEM.
add_library(zhiyin_warnings INTERFACE)
target_compile_options(zhiyin_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor
  -Woverloaded-virtual -Wnull-dereference -Wdouble-promotion -Wimplicit-fallthrough -Wswitch-enum -Wno-missing-designated-field-initializers -Wno-gnu-zero-variadic-macro-arguments)
