# Every target makes the virtual environment itself; `make help` lists them.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet

RUN  := $(VENV)/run.stamp
TEST := $(VENV)/test.stamp
FULL := $(VENV)/full.stamp
DEV  := $(VENV)/dev.stamp
PEER := $(VENV)/peers.stamp

# The gate's own record lies beside the samples and is none.
SAMPLES = $(sort $(filter-out samples/baseline.json,$(wildcard samples/*.txt samples/*.json)))

OLD_PYTHON = eventx needs Python 3.11 or newer, and "$(PYTHON)" is not; try: make PYTHON=python3.12 $(MAKECMDGOALS)
is_new = $(shell $(PYTHON) -c 'import sys; print("yes" if sys.version_info >= (3, 11) else "")' 2>/dev/null)

# Two of pip at work in one environment would spoil it; and `check` runs its parts cheapest first.
.NOTPARALLEL:
# A venv that failed half way (Debian without python3-venv) leaves a Python without pip behind.
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help demo test test-all lint types floors check gate golden bench fuzz clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

demo: $(RUN) ## print the events of the samples and write them to build/demo.ics
	@$(BIN)/eventx extract $(SAMPLES) --format table
	@mkdir -p build
	@$(BIN)/eventx extract $(SAMPLES) --format ics -o build/demo.ics
	@echo "The same events as a calendar: build/demo.ics"

test: $(TEST) ## run the tests
	$(BIN)/python -m pytest

test-all: $(FULL) ## run all tests, the slow ones and those that need other calendar programs too
	$(BIN)/python -m pytest -m "full or not full"

lint: $(DEV) ## ruff: rules and format
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(DEV) ## mypy --strict
	$(BIN)/mypy --strict eventx tools

floors: $(TEST) ## the import floors and the language files' own examples
	$(BIN)/python -m pytest tests/test_floors.py tests/test_lang.py

check: $(DEV) lint types floors test-all gate ## all that must hold before a change goes in

gate: $(RUN) ## score the samples; fails where a figure falls below samples/baseline.json
	$(BIN)/python -m tools.gate

golden: $(RUN) ## rewrite samples/*.ics and tell what changed; read it before you commit
	$(BIN)/python -m tools.golden

# Accuracy is told where annotated releases lie beside the project; without node, chrono-node is left out.
BENCH_GOLD ?= $(wildcard ../shared/temporal/dev.jsonl ../shared/temporal/ranges.dev.jsonl)

bench: $(PEER) ## accuracy and speed beside the peers, and the speed of the whole pipeline
	@test -d bench/node_modules || npm install --prefix bench --silent --no-audit --no-fund || true
	$(BIN)/python -m bench.peers $(BENCH_GOLD)
	$(BIN)/python -m bench.extract
	$(BIN)/python -m bench.pages

fuzz: $(TEST) ## every reader on damaged input, ten minutes in all; what is found lies in build/fuzz
	$(BIN)/python -m tools.fuzz

clean: ## remove what was built, the virtual environment too
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis tests/clients/node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	$(if $(is_new),,$(error $(OLD_PYTHON)))
	$(PYTHON) -m venv $(VENV)

# A stamp is newer than setup.cfg where what that asks for is installed.
$(RUN): setup.cfg pyproject.toml | $(BIN)/python
	$(PIP) install -e .
	@touch $@

$(TEST): setup.cfg pyproject.toml | $(BIN)/python
	$(PIP) install -e '.[test]'
	@touch $@ $(RUN)

$(FULL): setup.cfg pyproject.toml | $(BIN)/python
	$(PIP) install -e '.[test,clients,serve]'
	@touch $@ $(RUN) $(TEST)

$(DEV): setup.cfg pyproject.toml | $(BIN)/python
	$(PIP) install -e '.[test,dev]'
	@touch $@ $(RUN) $(TEST)

$(PEER): setup.cfg pyproject.toml | $(BIN)/python
	$(PIP) install -e '.[peers]'
	@touch $@ $(RUN)
