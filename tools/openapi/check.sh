#!/usr/bin/env bash
# check.sh [--write]: judges the built program's OpenAPI document by the recommended rules of Redocly and Spectral, a warning being a fault, and
# compares web/src/api/schema.d.ts with what openapi-typescript makes of it; --write puts it there instead.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
here="$top/tools/openapi"
types="$top/web/src/api/schema.d.ts"
binary=${ZHIYIN:-$top/build/release/zhiyin}
export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT

. "$top/tools/say.sh"
. "$top/tools/setup.sh"
need_node
need_npm tools/openapi

"$binary" openapi >"$made/openapi.json"
cd "$here"
wrong=0
npx --no-install redocly lint --config redocly.yaml --max-problems 100 --format stylish "$made/openapi.json" >"$made/redocly" 2>&1 || wrong=1
# Warnings do not fail Redocly by themselves.
if [ "$wrong" -ne 0 ] || grep -qE '[0-9]+ (warning|error)' "$made/redocly"; then
  cat "$made/redocly"
  wrong=1
fi
npx --no-install spectral lint --ruleset spectral.yaml --fail-severity hint "$made/openapi.json" || wrong=1
npx --no-install openapi-typescript "$made/openapi.json" -o "$made/schema.d.ts" >/dev/null
if [ "${1:-}" = --write ]; then
  mkdir -p "${types%/*}"
  cp "$made/schema.d.ts" "$types"
else
  diff -u "$types" "$made/schema.d.ts" || {
    echo "web/src/api/schema.d.ts is not what the program says; run tools/openapi/check.sh --write"
    wrong=1
  }
fi
exit "$wrong"
