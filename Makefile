# Two commands matter: `make run` (check, draw, simulate, report) and `make test` (the tests).
# They need git, make and Python 3.11 or later; everything else is installed into .venv with pinned hashes.

VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2
# The first Python that is new enough. `make PYTHON=/path/to/python3.12 run` overrides the choice.
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3.14 python3; do \
	if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then echo "$$python"; break; fi; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: setup run test slow browser lint types contracts format lock clean help

setup: $(VENV)/.installed

run: $(VENV)/.installed
	$(BIN)/pathways run

test: $(VENV)/.installed-test browser
	$(BIN)/python -m pytest -n $(WORKERS) -m "not slow"

slow: $(VENV)/.installed-test browser
	$(BIN)/python -m pytest -n $(WORKERS) -m slow

# The pages are tried in a Chromium: one that is there, else Debian's where it may be installed, else those tests skip.
browser:
	@for name in "$${PATHWAYS_CHROMIUM:-chromium}" chromium-browser google-chrome google-chrome-stable chrome msedge; do \
		if command -v "$$name" >/dev/null; then exit 0; fi; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then apt-get update -qq && apt-get install -y -qq chromium || true; \
	else echo "No Chromium here, so the pages are not tried in a browser. On Debian: sudo apt-get install chromium" >&2; fi

lint: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-test
	$(BIN)/mypy

contracts: $(VENV)/.installed-test
	$(BIN)/lint-imports

format: $(VENV)/.installed-test
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# `import ensurepip` is what a Debian without python3-venv lacks; `venv` alone would leave half an environment behind.
$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed and was not found. On Debian: sudo apt-get install python3 python3-venv" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' >/dev/null 2>&1 || { \
		package="$$("$(PYTHON)" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"; \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then apt-get update -qq && apt-get install -y -qq "$$package"; \
		else echo "Python's venv module is not complete here. Run this once, then again make: sudo apt-get install -y $$package" >&2; exit 1; fi; }
	"$(PYTHON)" -m venv $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) install --quiet --require-hashes -r requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

# The test lock holds everything of the other one, so one install serves both.
$(VENV)/.installed-test: requirements-test.lock requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) install --quiet --require-hashes -r requirements-test.lock
	$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $(VENV)/.installed $@

# Newer versions of what the project uses, for every system and Python at once.
# hatchling and editables are what `pip install -e .` needs to build the package without fetching anything else.
UV = $(VENV)/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --upgrade \
	--generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links
lock: | $(BIN)/python
	$(BIN)/python -m venv $(VENV)/lock
	$(VENV)/lock/bin/python -m pip install --quiet uv
	printf 'hatchling>=1.27,<2\neditables>=0.5,<1\n' > $(VENV)/lock/build.in
	$(UV) pyproject.toml $(VENV)/lock/build.in --output-file requirements.lock
	$(UV) pyproject.toml $(VENV)/lock/build.in --extra test --constraint requirements.lock --output-file requirements-test.lock
	rm -r $(VENV)/lock

clean:
	rm -rf $(VENV) build dist reports

help:
	@echo "make run    check, draw and simulate the pathways of this folder, and write reports/report.html"
	@echo "make test   the tests, but for those marked slow, which are: make slow"
	@echo "make lint types contracts format lock clean"
