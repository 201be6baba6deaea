# Two commands: `make run` starts the house, `make test` runs every check (`make check` the quick part of them). All set up what they need first.
# Byte code is kept whatever the surroundings say: each start of the house would compile it anew.
export PYTHONDONTWRITEBYTECODE =

.PHONY: run test check setup setup-dev lock clean help

help:
	@echo "make run    set up and serve the demo world on http://127.0.0.1:8000"
	@echo "make test   set up and run every check (ARGS=... hands arguments to pytest)"
	@echo "make check  the quick part of it: rules, types, the rooms' tests on SQLite"
	@echo "make lock   compile requirements/*.in anew"

run:
	@bash scripts/setup.sh core
	@INTERCHANGE_DEMO=$${INTERCHANGE_DEMO-1} .venv/bin/interchange run

test:
	@bash scripts/setup.sh dev
	@ARGS="$(ARGS)" bash scripts/test.sh

check:
	@bash scripts/setup.sh dev
	@ARGS="$(ARGS)" bash scripts/test.sh quick

setup:
	@bash scripts/setup.sh core

setup-dev:
	@bash scripts/setup.sh dev

lock:
	@bash scripts/setup.sh dev
	@for set in core postgres dev; do .venv/bin/uv pip compile --quiet requirements/$$set.in -o requirements/$$set.lock \
		--generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11; done

clean:
	rm -rf .venv var .mypy_cache .ruff_cache .hypothesis
