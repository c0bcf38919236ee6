# What must hold of the sources, apart from their working. Sourced; expects $top, tools/say.sh, tools/setup.sh and tools/build.sh.
# shellcheck shell=bash disable=SC2154 # $top comes from whoever sources this

lines_max=600
lines_median_max=150

cpp_files() {
  local folder folders=()
  for folder in src tests bench; do
    [ ! -d "$top/$folder" ] || folders+=("$top/$folder")
  done
  find "${folders[@]}" -type f \( -name '*.cpp' -o -name '*.hpp' \) -print0
}

format_in_place() { cpp_files | xargs -0 clang-format-19 -i; }
check_format() { cpp_files | xargs -0 clang-format-19 --dry-run --Werror; }

# A file is about one thing: none over 600 lines, and half of them under 150.
check_sizes() {
  local folder folders=()
  for folder in src tests bench tools cmake schema web; do
    [ ! -d "$top/$folder" ] || folders+=("$top/$folder")
  done
  find "${folders[@]}" "$top/run" "$top/dev" "$top/test" \( -name node_modules -o -name dist -o -name schema.d.ts \) -prune -o -type f -size +0 \
    \( -name '*.[ch]pp' -o -name '*.ts' -o -name '*.vue' -o -name '*.mjs' -o -name '*.css' -o -name '*.sql' -o -name '*.sh' -o -name '*.cmake' \
    -o -name run -o -name dev -o -name test \) -print0 | xargs -0 wc -l | grep -v ' total$' | sort -n |
    awk -v most="$lines_max" -v median_most="$lines_median_max" -v top="$top/" '
      { lines[NR] = $1; sub(top, "", $2) }
      $1 > most { printf "%s has %d lines; at most %d\n", $2, $1, most; wrong = 1 }
      { longest = $1; name = $2 }
      END {
        median = lines[int((NR + 1) / 2)]
        printf "%d files, median %d lines, longest %s with %d\n", NR, median, name, longest
        if (median > median_most) { printf "the median is over %d\n", median_most; wrong = 1 }
        exit wrong
      }'
}

# clang-tidy runs as part of a build of its own, so that ninja knows which files, and whose headers, have changed since they were clean.
check_tidy() {
  local rules="$top/build/tidy/rules"
  (cd "$top" && cmake --preset debug -B build/tidy -DCMAKE_CXX_CLANG_TIDY="clang-tidy-19;--quiet") || return 1
  # Other rules, other findings: ninja does not know of them.
  if ! cmp -s "$top/.clang-tidy" "$rules"; then
    ninja -C "$top/build/tidy" -t clean >/dev/null && cp "$top/.clang-tidy" "$rules"
  fi
  ninja -C "$top/build/tidy" -j "$(jobs)" -k 0
}

# Only what differs from the main branch, from a configured debug build.
check_tidy_changed() {
  (cd "$top" && cmake --preset debug >/dev/null &&
    { git diff --name-only --diff-filter=d "$(git merge-base HEAD main)" && git ls-files --others --exclude-standard; } |
    sort -u | grep -E '^(src|tests|bench)/.*\.cpp$' | xargs -r -P "$(jobs)" -n 1 clang-tidy-19 --quiet -p build/debug)
}

check_includes() { node "$top/tools/walls/includes.mjs" "$top" "$top/build/release/modules.txt"; }
check_tables() { node "$top/tools/walls/tables.mjs" "$top" "$top/build/release/modules.txt"; }
check_link_alone() { ninja -C "$top/build/release" -j "$(jobs)" link_alone; }
check_planted() { "$top/tools/walls/planted.sh" "$@"; }
check_settings_page() { "$top/tools/settings_page.sh" --check; }
check_openapi() { "$top/tools/openapi/check.sh"; }
check_stages_page() { "$top/tools/stages_page.sh" --check; }
check_web() { npm run check --prefix "$top/web"; }

sanitizer_options() {
  export ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1 UBSAN_OPTIONS=print_stacktrace=1
  export TSAN_OPTIONS=second_deadlock_stack=1:history_size=7
  export ASAN_SYMBOLIZER_PATH=/usr/bin/llvm-symbolizer-19 TSAN_SYMBOLIZER_PATH=/usr/bin/llvm-symbolizer-19
}

check_all() {
  local tidy=check_tidy wrong=0
  [ "${1:-}" != --changed ] || tidy=check_tidy_changed
  need_build
  need_test
  build release
  quietly check-format "comparing the format" check_format || wrong=1
  quietly check-sizes "measuring files" check_sizes || wrong=1
  tail -n 1 "$top/build/log/check-sizes.log" >&2
  quietly check-includes "wall 3: includes against declarations" check_includes || wrong=1
  quietly check-tables "wall 4: each table has one owner" check_tables || wrong=1
  quietly check-link-alone "wall 2: every module links alone" check_link_alone || wrong=1
  quietly check-settings "docs/settings.md against the program" check_settings_page || wrong=1
  quietly check-openapi "the OpenAPI document and the web's types of it" check_openapi || wrong=1
  quietly check-stages "docs/stages.md against the program" check_stages_page || wrong=1
  quietly check-planted "walls against planted violations" check_planted || wrong=1
  if [ -e "$top/web/package.json" ]; then
    quietly check-web "checking the web's types" check_web || wrong=1
  fi
  quietly check-tidy "clang-tidy" "$tidy" || wrong=1
  return "$wrong"
}
