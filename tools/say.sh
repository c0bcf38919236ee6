# Words for whoever waits, and the log for whoever wonders. Sourced; expects $top.
# shellcheck shell=bash disable=SC2154 # $top comes from whoever sources this

say() { printf '· %s\n' "$*" >&2; }

fail() {
  printf 'failed: %s\n' "$*" >&2
  exit 1
}

# quietly NAME WORDS COMMAND...: runs COMMAND with its output in build/log/NAME.log, tells WORDS and, while it runs, how far it is
# (ninja's [n/m]); when it fails, shows the log's end and returns the command's exit code.
quietly() {
  local log="$top/build/log/$1.log" words=$2 code=0 ticker
  shift 2
  mkdir -p "$top/build/log"
  say "$words …"
  : >"$log"
  (
    # The parent may be killed: then nobody would end this loop.
    while sleep 15 >/dev/null 2>&1 && kill -0 $$ 2>/dev/null; do
      step=$(grep -oE '^\[[0-9]+/[0-9]+\]' "$log" | tail -n 1) || true
      [ -z "$step" ] || say "  $words $step"
    done
  ) 9>&- & # without the lock of a build, which its sleep would hold on to
  ticker=$!
  "$@" >"$log" 2>&1 </dev/null || code=$?
  kill "$ticker" 2>/dev/null || true
  wait "$ticker" 2>/dev/null || true
  if [ "$code" -ne 0 ]; then
    printf '\n' >&2
    tail -n 40 "$log" >&2
    printf '\nfailed: %s (exit %s; all of it: %s)\n' "$words" "$code" "${log#"$top"/}" >&2
  fi
  return "$code"
}
