#!/usr/bin/env bash
# settings_page.sh [--check]: writes docs/settings.md from the table of the built program, or says whether it is as it should be.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
page="$top/docs/settings.md"
made=$(mktemp)
trap 'rm -f "$made"' EXIT

# The words above the table are kept, the table is made anew.
sed '/^| Setting /,$d' "$page" >"$made"
"$top/build/release/zhiyin" settings --markdown >>"$made"
if [ "${1:-}" = --check ]; then
  diff -u "$page" "$made" || {
    echo "docs/settings.md is not what the program says; run tools/settings_page.sh"
    exit 1
  }
else
  cat "$made" >"$page"
fi
