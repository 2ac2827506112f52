# Everything sets itself up: `make serve` and `make test` make their own .venv.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export NO_MKDOCS_2_WARNING := 1
STAMP := $(VENV)/.installed

.PHONY: help serve build test lint bench bench-short docs locales clean chromium

help:  ## what there is to make
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | sort

$(STAMP): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "netjournal needs Python 3.11 or later: make PYTHON=python3.12"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $(STAMP)

serve: $(STAMP)  ## the sample journal's site, rebuilt as you type: http://127.0.0.1:8000
	$(BIN)/mkdocs serve

build: $(STAMP)  ## the site in site/, as the public sees it
	$(BIN)/mkdocs build --strict

test: $(STAMP) chromium  ## all tests
	$(BIN)/pytest -n auto

lint: $(STAMP)  ## formatting, types, the direction of imports
	$(BIN)/ruff format --check netjournal tests benchmarks
	$(BIN)/ruff check netjournal tests benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml netjournal/scaffold/pages.yml
	$(BIN)/zizmor --offline --quiet --persona pedantic .github/workflows netjournal/scaffold/pages.yml

bench: $(STAMP)  ## how fast it is, next to others: docs/speed.md
	$(BIN)/python benchmarks/run.py --install --page docs/speed.md

bench-short: $(STAMP)  ## only that the benchmark runs, with what is there
	$(BIN)/python benchmarks/run.py --short --only ours,mkdocs

docs: $(STAMP)  ## the pages of docs/ that are made from the code
	$(BIN)/python -m tests.make_docs

locales: $(STAMP)  ## new texts of the pages into the catalogues of other languages, and these made ready for the program
	$(BIN)/python -m tests.make_locales

clean:  ## away with everything that was made
	rm -rf $(VENV) site dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

# The browser tests need a Chromium: the system's, or the one that Playwright brings.
chromium: $(STAMP)
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	|| { command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq chromium fonts-noto-cjk >/dev/null; } \
	|| $(BIN)/python -m playwright install chromium
