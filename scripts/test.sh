#!/usr/bin/env bash
# Every check of the house; the browsers, which often wait, run beside the others and before them in rank, so that no page is waited for in vain.
# A line at the end says what each found. Stops at nothing, fails if any failed. `scripts/test.sh quick` is the part that goes before each push.
set -uo pipefail
cd "$(dirname "$0")/.."
bin=$PWD/.venv/bin
args=${ARGS:-}
quick=${1:-}
failed=0
summary=()

stage() { # stage NAME COMMAND...
  local name=$1 begun=$SECONDS status
  shift
  printf '\n\033[1m== %s\033[0m\n' "$name"
  nice -n 2 "$@"
  status=$?
  if [ $status = 0 ]; then summary+=("ok      $name ($((SECONDS - begun)) s)"); else summary+=("FAILED  $name ($((SECONDS - begun)) s)"); failed=1; fi
}
beside() { # beside NAME COMMAND...: begin a stage that mostly waits, to run beside the others; `await` gives its outcome
  beside_name=$1 beside_begun=$SECONDS
  shift
  beside_log=$(mktemp)
  "$@" >"$beside_log" 2>&1 &
  beside_pid=$!
}
await() {
  printf '\n\033[1m== %s (ran beside the others)\033[0m\n' "$beside_name"
  if wait "$beside_pid"; then summary+=("ok      $beside_name ($((SECONDS - beside_begun)) s, beside the others)"); else summary+=("FAILED  $beside_name"); failed=1; fi
  cat "$beside_log"
  rm -f "$beside_log"
}
bring() { # bring COMMAND DEBIAN-PACKAGE: install what is optional where that is possible
  command -v "$1" >/dev/null && return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    printf 'Bringing %s ...\n' "$2"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$2"; } >/dev/null 2>&1
  fi
  command -v "$1" >/dev/null || summary+=("SKIPPED $3: $1 is not installed (Debian: sudo apt-get install $2)")
}

if [ -z "$args" ]; then
  if [ -z "$quick" ]; then
    bring java default-jre-headless "HTML validity"
    bring chromium chromium "browser walks"
    beside "pytest in the browser" "$bin/pytest" -n 2 --dist worksteal -m browser tests/browser
  fi
  stage "ruff: rules" "$bin/ruff" check .
  stage "ruff: format" "$bin/ruff" format --check --quiet .
  stage "import-linter: floors and rooms" "$bin/lint-imports"
  stage "mypy: types" env INTERCHANGE_DEMO=1 INTERCHANGE_DATA_DIR="$PWD/var/mypy" "$bin/mypy"
fi
if [ -n "$quick" ]; then
  stage "pytest on SQLite: rooms" "$bin/pytest" -n 2 --dist loadgroup -m "not browser and not slow" --ignore tests/gates $args
  printf '\n\033[1m== Summary\033[0m\n'
  printf '%s\n' "${summary[@]}"
  exit $failed
fi
whole=$([ -n "$args" ] || echo 1) # only a whole run can be asked whether it visited every template and letter
stage "pytest on SQLite" env INTERCHANGE_WHOLE_RUN="$whole" "$bin/pytest" -n 2 --dist loadgroup -m "not browser" $args
if [ -z "$args" ]; then
  stage "pytest on PostgreSQL" "$bin/python" -m scripts.postgres "$bin/pytest" -n 2 --dist loadgroup -m "not browser and not sqlite_only"
  await
fi
printf '\n\033[1m== Summary\033[0m\n'
printf '%s\n' "${summary[@]}"
exit $failed
