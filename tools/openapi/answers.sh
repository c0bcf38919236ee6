#!/usr/bin/env bash
# answers.sh FILE: what answers.mjs says, with the Node and the packages that it needs.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
. "$top/tools/say.sh"
. "$top/tools/setup.sh"
need_node
need_npm tools/openapi
exec node "$top/tools/openapi/answers.mjs" "$1"
