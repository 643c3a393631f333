# Everything a newcomer needs: `make demo` and `make test`. Each target prepares what it uses.
.PHONY: setup demo asterisk test typed tested test-desktop soak lint bench bench-small screenshots translations clean

PY := .venv/bin/python
PYTEST := $(PY) -m pytest
# Workers for the test suite: one more than the machine's cores, since many tests wait for other programs; at most four.
WORKERS ?= $(shell n=$$(( $$(nproc 2>/dev/null || echo 2) + 1 )); [ $$n -gt 4 ] && n=4; echo $$n)

setup:
	@scripts/setup run

demo:
	@scripts/setup run
	@scripts/demo

# A private Asterisk with telephones and customers, until Ctrl+C: see docs/operations.md.
asterisk:
	@scripts/asterisk play

lint:
	@scripts/setup run
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports

test:
	@scripts/setup test
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(MAKE) --no-print-directory -j2 typed tested

# Beside each other: tests wait for other programs now and then, and one core would wait for the types.
typed:
	@$(PY) -m mypy
	@.venv/bin/lint-imports

tested:
	@QT_QPA_PLATFORM=offscreen $(PYTEST) -n $(WORKERS) --dist worksteal --max-worker-restart=0 tests

test-desktop:
	@scripts/setup desktop
	@scripts/desktop run $(PYTEST) -m desktop tests/app/desktop

# Ten thousand requests against the API's own description, ten thousand texts while servers die, a million texts
# measured; and properties with new random examples (`make test` has the same ones each time).
soak:
	@scripts/setup test
	@QT_QPA_PLATFORM=offscreen $(PYTEST) -m "soak or property" --hypothesis-profile=explore tests

bench:
	@scripts/setup test
	@QT_QPA_PLATFORM=offscreen $(PY) -m benchmarks

bench-small:
	@scripts/setup test
	@QT_QPA_PLATFORM=offscreen $(PY) -m benchmarks --small

screenshots:
	@scripts/setup run
	@QT_QPA_PLATFORM=offscreen $(PY) scripts/screenshots.py

translations:
	@scripts/setup run
	@scripts/translations

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis resources/i18n/*.qm
