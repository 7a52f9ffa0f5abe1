# make book   the first book, seeds/, as build/*.epub and build/*.pdf
# make test   the tests        make check   lint, types, tests, validators        make clean   remove what was made

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
OUT := build
ENGINES := tests/engines/node_modules
export PATH := $(CURDIR)/$(ENGINES)/.bin:$(CURDIR)/$(VENV)/bin:$(PATH)

.PHONY: book test check lint types engines validate fuzz bench-cleaning bench-epub bench-footnotes bench-glossary bench-hostile bench-pdf bench-pdf-reading bench-queries bench-readers bench-typography lock clean
.DEFAULT_GOAL := book

book: $(VENV)/book
	@$(RUN) -m pipeline build seeds --out $(OUT)

test: $(VENV)/dev engines
	@$(RUN) -m pytest -n auto

check: lint types test validate

lint: $(VENV)/dev
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .

types: $(VENV)/dev
	@$(RUN) -m mypy

# A checker that is not installed is named as not run; in continuous integration that is a failure.
validate: $(VENV)/dev engines
	@$(RUN) -m pipeline doctor
	@$(RUN) -m pipeline build seeds --out $(OUT)
	@$(RUN) -m pipeline check $(if $(CI),--strict) $(OUT)/*.epub

# Ace, which checks accessibility, and the engines of reading systems, for the tests; they need Node.
engines: $(VENV)/dev
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory $(ENGINES)/.package-lock.json; \
	else echo 'Node is not installed: Ace and the reading engines will not be run'; fi

$(ENGINES)/.package-lock.json: tests/engines/package-lock.json
	@echo "Setting up $(ENGINES) (once)"
	@cd tests/engines && npm ci --silent
	@touch $@

# Files that nobody would write, made from good ones for so many minutes: make fuzz MINUTES=60
MINUTES ?= 5
fuzz: $(VENV)/dev
	@$(RUN) -m pip install --quiet atheris
	@$(RUN) -m tests.fuzz --minutes $(MINUTES)

# How well cleaning undoes damage made on purpose; benchmarks/cleaning.md keeps the last table.
bench-cleaning: $(VENV)/dev
	@$(RUN) -m benchmarks.cleaning --write

# How fast an EPUB is made of flat text, beside pandoc making it of Markdown; benchmarks/epub.md keeps the last tables.
bench-epub: $(VENV)/dev
	@$(RUN) -m pip install --quiet pypandoc_binary
	@$(RUN) -m benchmarks.epub --write

# How well calls and notes are found; benchmarks/footnotes.md keeps the last tables.
bench-footnotes: $(VENV)/dev
	@$(RUN) -m benchmarks.footnotes --write

# How well terms, their definitions and their uses are found; benchmarks/glossary.md keeps the last table.
bench-glossary: $(VENV)/dev
	@$(RUN) -m benchmarks.glossary --write

# What hostile files open, connect to, and take, as strace sees it; benchmarks/hostile.md keeps the last table.
bench-hostile: $(VENV)/dev
	@$(RUN) -m benchmarks.hostile --write

# How long the PDF of a long book takes, beside other engines, and what is on its pages; benchmarks/pdf.md keeps the rows.
bench-pdf: $(VENV)/dev
	@$(RUN) -m benchmarks.pdf --write

# How well PDFs of different making are read; benchmarks/pdf_reading.md keeps the last table.
bench-pdf-reading: $(VENV)/dev
	@$(RUN) -m pip install --quiet pypandoc_binary
	@$(RUN) -m benchmarks.pdf_reading --write

# How many queries an editor gets, and of which kinds; benchmarks/queries.md keeps the last tables.
bench-queries: $(VENV)/dev
	@$(RUN) -m benchmarks.queries --write

# How whole books fare in the validators and in two reading engines; benchmarks/readers.md keeps the last table.
bench-readers: $(VENV)/dev engines
	@$(RUN) -m benchmarks.readers --write

# How well straight marks are turned; benchmarks/typography.md keeps the last table.
bench-typography: $(VENV)/dev
	@$(RUN) -m benchmarks.typography --write

# The versions and hashes that the two environments are made of.
lock: $(VENV)/dev
	@$(RUN) -m pip install --quiet uv
	@for set in "book:" "dev:--extra dev"; do \
	  $(RUN) -m uv pip compile pyproject.toml $${set#*:} --universal --generate-hashes --python-version 3.11 \
	    --no-header --no-annotate --upgrade --quiet --output-file requirements/$${set%%:*}.txt; done

clean:
	rm -rf $(OUT) $(VENV) $(ENGINES) .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'Reader Edition needs Python 3.11 or later; name one with: make PYTHON=python3.12'; exit 2; }
	@$(PYTHON) -m venv $(VENV)

# A stamp file says that an environment is complete and newer than what it is made from.
$(VENV)/%: requirements/%.txt pyproject.toml | $(VENV)/bin/python
	@echo "Setting up $(VENV) for $* (once)"
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $<
	@$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@
