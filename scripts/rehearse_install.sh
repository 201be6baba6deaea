#!/usr/bin/env bash
# docs/install.md, rehearsed: the locks and the wheel into a clean virtual environment, then prepare, check, web, probe from an empty folder.
#   scripts/rehearse_install.sh [FOLDER]      (a house that is there already in FOLDER/var is used)
set -euo pipefail
source=$(cd "$(dirname "$0")/.." && pwd)
place=${1:-$(mktemp -d)}
port=${PORT:-8899}
begun=$SECONDS
say() { printf '%4d s  %s\n' $((SECONDS - begun)) "$*"; }

mkdir -p "$place/var"
git -C "$source" archive HEAD src pyproject.toml README.md LICENSE requirements | tar -x -C "$place"
cd "$place"
python3 -m venv clean
clean/bin/python -m pip install --quiet --disable-pip-version-check uv
say "a clean environment"
VIRTUAL_ENV=$place/clean clean/bin/uv pip install --quiet --require-hashes -r requirements/core.lock -r requirements/postgres.lock -r requirements/telemetry.lock
say "the locks installed, every file held against its hash"
clean/bin/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .
VIRTUAL_ENV=$place/clean clean/bin/uv pip install --quiet --no-deps dist/interchange-*.whl
rm -rf src
say "the wheel installed: $(basename dist/*.whl), $(du -k dist/*.whl | cut -f1) kB; the sources are gone"
export INTERCHANGE_DATA_DIR=$place/var INTERCHANGE_PRODUCTION=0 INTERCHANGE_BIND=127.0.0.1:$port INTERCHANGE_BASE_URL=http://127.0.0.1:$port
cd "$place/var"
"$place/clean/bin/interchange" prepare
say "prepared"
"$place/clean/bin/interchange" web &
web=$!
trap 'kill $web 2>/dev/null || true' EXIT
for _ in $(seq 60); do "$place/clean/bin/interchange" probe && break || sleep 2; done
"$place/clean/bin/python" - "$port" <<'PY'
import sys, urllib.request
page = urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[1]}/about/", timeout=60)
text = page.read().decode()
assert page.status == 200 and "Interchange" in text
style = text.split('rel="stylesheet" href="')[1].split('"')[0]
assert urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[1]}{style}", timeout=60).status == 200
PY
say "a page and its style sheet came"
