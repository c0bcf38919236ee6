#!/usr/bin/env bash
# stages_page.sh [--check]: writes docs/stages.md from the stage table of the built program, or says whether it is as it should be.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
page="$top/docs/stages.md"
made=$(mktemp)
trap 'rm -f "$made"' EXIT

# The words above the table are kept, the table is made anew.
sed '/^| Act /,$d' "$page" >"$made"
"$top/build/release/zhiyin" stages --markdown >>"$made"
if [ "${1:-}" = --check ]; then
  diff -u "$page" "$made" || {
    echo "docs/stages.md is not what the program says; run tools/stages_page.sh"
    exit 1
  }
else
  cat "$made" >"$page"
fi
