#!/usr/bin/env bash
# planted.sh [1|2|3|4]: proves that each wall refuses a violation, with the message that a person needs, and that it lets honest modules
# pass. Works on a project of three small modules that includes the real cmake/Module.cmake.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# low ← high use each other as declared; beside stands in the layer of high. low owns the table `thing`.
lay_out() {
  rm -rf "$scratch/p"
  mkdir -p "$scratch/p"/{cmake,schema,src/{low,high,beside}}
  cd "$scratch/p"
  ln -s "$top"/cmake/{Module,Precompiled}.cmake cmake/
  cat >CMakeLists.txt <<'END'
cmake_minimum_required(VERSION 3.25)
project(planted CXX)
set(CMAKE_CXX_STANDARD 23)
add_library(zhiyin_warnings INTERFACE)
include(cmake/Module.cmake)
include(modules.cmake)
zhiyin_check_walls()
END
  cat >modules.cmake <<'END'
zhiyin_module(NAME low LAYER 10 SOURCES low.cpp)
zhiyin_module(NAME beside LAYER 20 SOURCES beside.cpp)
zhiyin_module(NAME high LAYER 20 USES low SOURCES high.cpp)
END
  printf '#pragma once\nint low();\n' >src/low/low.hpp
  printf '#include "low/low.hpp"\nconst char* low_sql = "SELECT a FROM thing";\nint low() { return 1; }\n' >src/low/low.cpp
  printf '#pragma once\nint beside();\n' >src/beside/beside.hpp
  printf '#include "beside/beside.hpp"\nint beside() { return 2; }\n' >src/beside/beside.cpp
  printf '#include "low/low.hpp"\nint high() { return low(); }\n' >src/high/high.cpp
  printf 'CREATE TABLE thing (  -- owner: low\n  a BIGINT\n);\n' >schema/0001.sql
}

configure() { cmake -G Ninja -S . -B build -DCMAKE_CXX_COMPILER=clang++-19; }
wall() {
  case $1 in
    1) configure ;;
    2) configure && ninja -C build link_alone ;;
    3) configure && node "$top/tools/walls/includes.mjs" . build/modules.txt ;;
    4) configure && node "$top/tools/walls/tables.mjs" . build/modules.txt ;;
  esac
}

# refused WALL MESSAGE: the wall fails and says MESSAGE (a pattern; line breaks are blanks).
refused() {
  if wall "$1" >out 2>&1; then
    cat out
    echo "wall $1 let a planted violation pass: $2"
    exit 1
  fi
  if ! tr -s '\n ' ' ' <out | grep -qE "$2"; then
    cat out
    echo "wall $1 refused, but did not say: $2"
    exit 1
  fi
  echo "wall $1 refused: $2"
}

honest() {
  lay_out
  wall "$1" >out 2>&1 || {
    cat out
    echo "wall $1 refused honest modules"
    exit 1
  }
}

planted_1() {
  sed -i 's/LAYER 20 USES low/LAYER 20 USES low beside/' modules.cmake
  refused 1 'wall 1: high \(layer 20\) may not use beside \(layer 20\): arrows point strictly down'
  lay_out
  sed -i 's/NAME low LAYER 10/NAME low LAYER 30/' modules.cmake
  refused 1 'wall 1: high \(layer 20\) may not use low \(layer 30\)'
  lay_out
  sed -i 's/LAYER 10 SOURCES/LAYER 10 USES high SOURCES/' modules.cmake
  refused 1 'wall 1: low uses high, which is not declared before it'
}

planted_2() {
  printf 'int beside();\nint high() { return beside(); }\n' >src/high/high.cpp
  refused 2 '(undefined symbol: |undefined reference to .)beside\(\)'
}

planted_3() {
  printf '#include "beside/beside.hpp"\nint high() { return 0; }\n' >src/high/high.cpp
  refused 3 'wall 3: src/high/high.cpp:1 includes "beside/beside.hpp", but high does not declare that it uses beside'
  lay_out
  mkdir src/stray && echo 'int stray;' >src/stray/stray.cpp
  refused 3 'wall 3: src/stray/stray.cpp belongs to no module'
  lay_out
  printf '#include "low.hpp"\n' >src/low/low.cpp
  refused 3 'wall 3: src/low/low.cpp:1 includes "low.hpp", which is not spelled from src/'
}

planted_4() {
  local sql
  for sql in '"SELECT a FROM thing"' '"SELECT 1 FROM x, thing t"' '"UPDATE thing SET a = 1"' '"INSERT INTO thing VALUES (1)"' \
    '"DELETE FROM x USING thing"' '"SELECT 1 FROM x JOIN thing"' '"SELECT 1 FROM x "\n  "JOIN thing USING (a)"' '"delete from thing"' 'R"(\nSELECT a\nFROM\n  thing\n)"'; do
    lay_out
    printf "const char* high_sql = %b;\n" "$sql" >>src/high/high.cpp
    refused 4 'wall 4: src/high/high.cpp:[0-9]+ names the table thing, which low owns'
  done
  lay_out
  echo 'constexpr db::Bulk add_thing{"add_thing", db::Write::insert, "thing", columns, 1};' >src/high/high.cpp
  refused 4 'wall 4: src/high/high.cpp:1 names the table thing, which low owns'
  lay_out
  echo 'SELECT a FROM thing;' >src/high/queries.sql
  refused 4 'wall 4: src/high/queries.sql:1 names the table thing, which low owns'
  lay_out
  echo 'CREATE TABLE other (a BIGINT);' >schema/0002.sql
  refused 4 'wall 4: schema/0002.sql:1 makes other without naming its owner'
  echo 'CREATE TABLE other (a BIGINT);  -- owner: nobody' >schema/0002.sql
  refused 4 'wall 4: schema/0002.sql:1 gives other to nobody, which is no module'
}

for number in ${1:-1 2 3 4}; do
  honest "$number"
  "planted_$number"
done
