#!/usr/bin/env bash
# Bring the virtual environment up to date with the locks: `setup.sh core` for running, `setup.sh dev` for the checks too.
set -euo pipefail
cd "$(dirname "$0")/.."
kind=${1:-core}
python=${PYTHON:-python3}
say() { printf '\033[1m%s\033[0m\n' "$*"; }

as_root_apt() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo "Interchange needs Python 3.11 or newer; '$python' is not. Set PYTHON=/path/to/python3.11 and try again." >&2
  exit 1
fi
locks=(requirements/core.lock)
if [ "$kind" = dev ]; then locks+=(requirements/postgres.lock requirements/telemetry.lock requirements/dev.lock); fi
case "${INTERCHANGE_DATABASE_URL:-}" in postgres*) [ "$kind" = dev ] || locks+=(requirements/postgres.lock) ;; esac
wanted=$(cat "${locks[@]}" pyproject.toml | sha256sum | cut -c1-16)-$kind
if [ -x .venv/bin/python ] && { [ "$(cat .venv/.interchange 2>/dev/null)" = "$wanted" ] || [ "$(cat .venv/.interchange-dev 2>/dev/null)" = "$wanted" ]; }; then
  exit 0
fi
if [ ! -x .venv/bin/python ]; then
  say "Making the virtual environment (.venv) ..."
  if ! "$python" -m venv .venv 2>/dev/null; then
    if as_root_apt; then
      apt-get update -qq && apt-get install -y -qq python3-venv
      "$python" -m venv --clear .venv
    else
      echo "Python's venv module is missing. On Debian: sudo apt-get install python3-venv" >&2
      exit 1
    fi
  fi
fi
say "Installing the locked packages ..."
if .venv/bin/python -m pip install --quiet --disable-pip-version-check --root-user-action=ignore uv 2>/dev/null; then
  args=()
  for lock in "${locks[@]}"; do args+=(-r "$lock"); done
  VIRTUAL_ENV=$PWD/.venv .venv/bin/uv pip install --quiet --require-hashes "${args[@]}"
  VIRTUAL_ENV=$PWD/.venv .venv/bin/uv pip install --quiet --no-deps --editable .
else  # uv could not be had: pip does the same, slower
  for lock in "${locks[@]}"; do .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"; done
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
fi
if [ "$kind" = dev ]; then echo "$wanted" > .venv/.interchange-dev; else echo "$wanted" > .venv/.interchange; fi
