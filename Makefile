# `make demo` and `make test` work on a bare machine with python3 >= 3.11 and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test cluster-test fuzz fuzz-guided lint engine editors vscode pictures docs-check docs-update bench bench-peers schemas clean rule expected

$(STAMP): pyproject.toml flowcheck/_version.py
	@$(PYTHON) -c 'import sys; sys.exit("flowcheck needs Python 3.11 or newer, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing flowcheck into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

# One finding each.
DEMO := samples/rules/FC204-unknown-node/bad.json \
  samples/broken/optional-reference-one-branch-only.json \
  samples/rules/FC611-maybe-missing-required-input/bad.json

demo: $(STAMP)
	@echo "What flowcheck says about three samples that are wrong on purpose:"
	@echo
	@$(BIN)/flowcheck check $(DEMO) --format full --fail-on never --no-config
	@echo
	@echo "In all of samples/, where what is called bad or broken is wrong on purpose:"
	@$(BIN)/flowcheck check samples --format concise --fail-on never --no-config 2>&1 >/dev/null
	@echo
	@echo "Now a file of yours: $(BIN)/flowcheck check FILE"

# What only tests need from npm: the engine that evaluates expressions in Scenario, VS Code's JSON
# language service, what the extension for VS Code is built with, and Mermaid's parser. The tests
# skip where they cannot be had (no node, no network), so this never fails.
engine: NPM = tests/engine
editors: NPM = tests/editors
vscode: NPM = editors/vscode
pictures: NPM = tests/pictures
engine editors vscode pictures:
	@cd $(NPM) && if ! command -v npm >/dev/null; then \
	  echo "no npm: the tests of $(NPM) that need node will skip"; \
	elif npm ls --silent >/dev/null 2>&1; then :; \
	else npm install --silent --no-fund --no-audit --ignore-scripts --no-package-lock \
	  --fetch-retries 1 --fetch-timeout 30000 \
	  || echo "npm failed: the tests of $(NPM) that need node will skip"; fi

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: lint engine editors vscode pictures
	$(BIN)/python -m pytest -n auto --dist loadgroup $(PYTEST)

# Sweeps on a cluster of real processes and against an S3 server on this machine. What they need is
# some 500 MB, so it goes into an environment of its own; `make test` skips them. With
# ENGINES='pyspark pandas ray', a GB more, the examples for those engines run as well.
CLUSTER := .venv-cluster
ENGINES ?=
cluster-test:
	@test -x $(CLUSTER)/bin/python || $(PYTHON) -m venv $(CLUSTER)
	@$(CLUSTER)/bin/python -m pip install --quiet --disable-pip-version-check --prefer-binary \
	  --editable '.[cluster-test]' pytest hypothesis $(ENGINES)
	$(CLUSTER)/bin/python -m pytest tests/sweep

# Damaged input by the million, and inputs that an engine makes out of what they reach in the code
# (atheris, in an environment of its own): tests/fuzz.
FUZZ ?= --documents 100000 --bytes 100000 --expressions 100000 --seed $$(date +%s) --jobs 2
fuzz: $(STAMP)
	$(BIN)/python -m tests.fuzz $(FUZZ)

GUIDED := .venv-fuzz
fuzz-guided: FUZZ = documents
fuzz-guided:
	@test -x $(GUIDED)/bin/python || $(PYTHON) -m venv $(GUIDED)
	@$(GUIDED)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]' atheris
	$(GUIDED)/bin/python -m tests.fuzz.guided $(FUZZ)

schemas: $(STAMP)
	$(BIN)/python -m flowcheck.wire.record_schemas schemas
	$(BIN)/python -m flowcheck.config.file_schema schemas
	$(BIN)/python -m flowcheck.rules.write_pages

# make rule CODE=FC999 NAME=some-name
rule: $(STAMP)
	@$(BIN)/python docs/new_rule.py '$(CODE)' '$(NAME)'

expected: $(STAMP)
	$(BIN)/python -m tests.expected

docs-check: $(STAMP)
	$(BIN)/python docs/run_examples.py --check
	$(BIN)/python docs/draw_pictures.py --check

docs-update: $(STAMP)
	$(BIN)/python docs/run_examples.py --update
	$(BIN)/python docs/draw_pictures.py

bench: $(STAMP)
	$(BIN)/python -m benchmarks

# Beside other linters; needs npm, and once benchmarks/peers/install.sh.
bench-peers: $(STAMP)
	$(BIN)/python -m benchmarks.peers

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
