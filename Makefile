# Farled: `make` alone explains the targets.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

BIN := .venv/bin
CANDIDATES := python3 python3.14 python3.13 python3.12 python3.11
PYTHON := $(shell for python in $(CANDIDATES); do \
	$$python -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)

# Wheels only, and only the very files whose hashes are written down: no compiler, no surprises.
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCKED := $(PIP_INSTALL) --require-hashes --only-binary :all:
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --only-binary :all: \
	--no-emit-index-url --custom-compile-command 'make lock'

.PHONY: help
help: ## Explain the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{ printf "  make %-10s %s\n", $$1, $$2 }'

.PHONY: install
install: .venv/installed ## Build .venv with the command farled in it: .venv/bin/farled

.venv/installed: requirements/run.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo 'Python ≥ 3.11 med/with venv saknas/is missing.' >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(LOCKED) -r requirements/run.txt
	$(PIP_INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

.venv/installed-%: requirements/%.txt .venv/installed
	$(LOCKED) -r requirements/$*.txt
	@touch $@

.PHONY: demo
demo: install ## Some sixty invented journeys in ./demo, the main job step by step, and the desk in the browser
	@# In a process group of its own at a terminal: Ctrl-C ends the desk and is no mishap of make.
	@if [ -t 0 ] && [ -t 1 ]; then set -m; fi; $(BIN)/python -m journeys.demo demo; exit $$?

.PHONY: lint
lint: .venv/installed-test ## Lint, format and types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

.PHONY: test
test: lint ## Everything: lint, types, tests on SQLite and PostgreSQL
	$(BIN)/pytest -n 3 --dist worksteal

.PHONY: test-long
test-long: .venv/installed-test ## The tests that take minutes
	$(BIN)/pytest -n 2 -m 'long or hypothesis' --hypothesis-profile long --timeout 3600

.PHONY: pictures
pictures: .venv/installed-test ## Take the pictures of the desk in docs/pictures anew, with Chromium
	$(BIN)/python -m tests.browser.pictures docs/pictures

.PHONY: bench
bench: .venv/installed-bench ## Measure, and print the table
	$(BIN)/python -m benchmarks

.PHONY: lock
lock: install ## Choose new versions and write requirements/*.txt anew
	$(PIP_INSTALL) uv
	$(COMPILE) --upgrade pyproject.toml requirements/run.in -o requirements/run.txt
	$(COMPILE) --upgrade requirements/test.in -c requirements/run.txt -o requirements/test.txt
	$(COMPILE) --upgrade requirements/bench.in -c requirements/run.txt -c requirements/test.txt -o requirements/bench.txt

.PHONY: texts
texts: .venv/installed-test ## Compile the Swedish texts of the command line
	$(BIN)/pybabel --quiet compile --domain farled --directory journeys/cli/locale

.PHONY: clean
clean: ## Remove what the targets made: .venv, ./demo, caches
	rm -rf .venv demo .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
