# Builds only what changed, and finds out quickly when nothing did. Sourced; expects $top, tools/say.sh and tools/setup.sh.
# shellcheck shell=bash disable=SC2154 # $top comes from whoever sources this

# Every job of the compiler may take this much memory (one unit with Boost.Beast).
job_memory_kb=1200000

jobs() {
  local cores memory
  cores=$(nproc)
  memory=$(awk -v job="$job_memory_kb" '/^MemAvailable/ { n = int($2 / job); print n < 1 ? 1 : n }' /proc/meminfo)
  echo "${ZHIYIN_JOBS:-$((cores < memory ? cores : memory))}"
}

# One line for the state of the sources: names, sizes and times of change. A removed file changes it, as does an older one put back.
fingerprint() {
  local path paths=()
  for path in CMakeLists.txt CMakePresets.json cmake src tests bench schema demo web tools third_party; do
    [ ! -e "$top/$path" ] || paths+=("$top/$path")
  done
  find "${paths[@]}" \( -name node_modules -o -path "$top/web/dist" \) -prune -o -type f -printf '%P %s %T@\n' | LC_ALL=C sort | sha256sum | cut -d ' ' -f 1
}

# (No -q: ninja would be cut off in mid-list and count as failed.)
has_target() { ninja -C "$top/build/$1" -t targets all | grep "^$2: " >/dev/null; }

build_web() {
  [ -e "$top/web/package.json" ] || return 0
  need_npm web
  local state stamp="$top/build/web.stamp"
  state=$(find "$top/web" \( -name node_modules -o -path "$top/web/dist" \) -prune -o -type f -printf '%P %s %T@\n' | LC_ALL=C sort | sha256sum)
  if [ ! -d "$top/web/dist" ] || [ "$(cat "$stamp" 2>/dev/null)" != "$state" ]; then
    quietly web-build "building the web pages" npm run build --prefix "$top/web" || fail "the web build"
    echo "$state" >"$stamp"
  fi
}

# build PRESET [TARGET...]: everything without targets; "unit_tests" stands for all test programs and the simulation. At once back when
# the sources are as they were after the last such build.
build() {
  local preset=$1 state stamp now
  shift
  stamp="$top/build/$preset/stamp-all"
  [ $# -eq 0 ] || stamp="$top/build/$preset/stamp-$(printf "%s" "$*" | cksum | cut -d " " -f 1)"
  state=$(fingerprint)
  if [ "$(cat "$stamp" 2>/dev/null)" = "$state" ] || [ "$(cat "$top/build/$preset/stamp-all" 2>/dev/null)" = "$state" ]; then
    return 0
  fi
  mkdir -p "$top/build/$preset"
  exec 9>"$top/build/lock"
  flock -n 9 || {
    say "waiting for another build to end …"
    flock 9
  }
  need_build
  build_web
  (cd "$top" && quietly "configure-$preset" "configuring $preset" cmake --preset "$preset") || fail "cmake --preset $preset"
  local target targets=("$@")
  if [ "${1:-}" = unit_tests ]; then
    mapfile -t targets < <(ninja -C "$top/build/$preset" -t targets all | sed -nE "s/^(test_[A-Za-z0-9_]+|[A-Za-z0-9_]+_test|proofs\/sim): .*/\1/p" | sort -u)
  fi
  for target in "${targets[@]}"; do
    has_target "$preset" "$target" || fail "this tree builds no $target yet"
  done
  now=$(jobs)
  quietly "build-$preset" "building $preset ($now jobs)" ninja -C "$top/build/$preset" -j "$now" "${targets[@]}" || fail "the build"
  exec 9>&-
  echo "$state" >"$stamp"
}
