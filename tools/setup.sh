# Installs what is missing, from Debian 12 and npm. Sourced; expects $top and tools/say.sh.
# shellcheck shell=bash disable=SC2154 # $top comes from whoever sources this

build_packages=(clang-19 mold ccache ninja-build cmake git ca-certificates binutils
  libboost1.81-dev libboost-json1.81-dev libfmt-dev libspdlog-dev libtomlplusplus-dev libpq-dev libssl-dev libsodium-dev
  libhowardhinnant-date-dev tzdata libutf8proc-dev libstemmer-dev libcmark-gfm-dev libcmark-gfm-extensions-dev
  libgtest-dev libgmock-dev librapidcheck-dev libbenchmark-dev)
test_packages=(postgresql-15 chromium fonts-noto-cjk libclang-rt-19-dev llvm-19 clang-format-19 clang-tidy-19 procps util-linux iproute2)

node_least=20.19.0 # what the web build (Vite 7) needs

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "packages must be installed; run this as root or install sudo. Missing: ${missing[*]}"
  fi
}

# find_missing PACKAGE...: fills `missing`.
find_missing() {
  local installed package
  installed=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "$@" 2>/dev/null | sed -n 's/ installed$//p') || true
  missing=()
  for package in "$@"; do
    grep -qxF "$package" <<<"$installed" || missing+=("$package")
  done
}

install_missing() {
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || fail "this is no Debian; install what matches: ${missing[*]}"
  # A password is asked for here, where it can be seen, and not into a log.
  [ "$(id -u)" -eq 0 ] || as_root true
  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -y -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0)
  quietly apt-update "reading the package lists" as_root "${apt[@]}" update || say "going on with the old lists"
  # --no-remove: libboost1.81-dev conflicts with libboost-dev (1.74), and what somebody else installed is not ours to remove.
  quietly apt-install "installing ${#missing[@]} packages" as_root "${apt[@]}" install --no-install-recommends --no-remove "${missing[@]}" || {
    if grep -q 'remove is disabled' "$top/build/log/apt-install.log"; then
      fail "Boost 1.81 cannot stand beside the Boost 1.74 headers (libboost-dev, libboost1.74-dev) that are installed; remove those and start again"
    fi
    fail "packages could not be installed: ${missing[*]}"
  }
}

need_build() {
  find_missing "${build_packages[@]}"
  # Node may come from elsewhere, where it has no package named npm.
  if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    missing+=(nodejs npm)
  fi
  install_missing
  need_node
  need_npm third_party/sqlite
}

need_test() {
  find_missing "${test_packages[@]}"
  [ ${#missing[@]} -gt 0 ] || return 0
  local without_cluster=/etc/postgresql-common/createcluster.d/zhiyin-tests.conf
  # Tests start servers of their own; installing must not start one for the whole machine.
  if [[ " ${missing[*]} " == *" postgresql-15 "* ]]; then
    as_root mkdir -p "${without_cluster%/*}"
    echo 'create_main_cluster = false' | as_root tee "$without_cluster" >/dev/null
  fi
  install_missing
  if [ -e "$without_cluster" ]; then
    as_root rm -f "$without_cluster"
  fi
}

# need_npm FOLDER: node_modules as its lock file says; nothing of the packages is run.
need_npm() {
  local folder="$top/$1" stamp="$top/$1/node_modules/.zhiyin-lock"
  if ! cmp -s "$folder/package-lock.json" "$stamp"; then
    quietly "npm-${1//\//-}" "fetching the npm packages of $1" npm ci --ignore-scripts --no-audit --no-fund --prefix "$folder" || fail "npm ci in $1"
    cp "$folder/package-lock.json" "$stamp"
  fi
}

# Puts a Node that the web build can use first in PATH: the system's, else the binary that npm carries.
need_node() {
  local have
  have=$(node --version 2>/dev/null) || have=v0
  if printf '%s\n%s\n' "$node_least" "${have#v}" | sort -C -V; then
    return 0
  fi
  need_npm tools/node
  local binary
  for binary in "$top"/tools/node/node_modules/node-linux-*/bin/node; do
    if [ -x "$binary" ]; then
      export PATH="${binary%/*}:$PATH"
      return 0
    fi
  done
  fail "Node $node_least or newer is needed, here is $have, and npm brings none for this machine ($(uname -m))"
}
