# Two commands matter: `make demo` to look around, `make test` to know that it works. `make help` lists the rest.
# Written for GNU Make 3.81 (macOS) and a plain POSIX shell; needs nothing but make and Python 3.11 or newer.

BIN := .venv/bin
PY := $(BIN)/python
PIP := $(PY) -m pip --disable-pip-version-check
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-annotate --no-header pyproject.toml --group build
CATALOGUES := $(wildcard rukun/locale/*/LC_MESSAGES/django.po)
WITH_TEST_SETTINGS := DJANGO_SETTINGS_MODULE=rukun.config.settings_test

.DEFAULT_GOAL := help
.PHONY: help install demo test test-long lint format bench shots messages lock clean FORCE \
	lint-files lint-style lint-rooms lint-templates lint-messages lint-types lint-migrations

help:  ## This list
	@echo "Rukun: make COMMAND"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' Makefile

install: .venv/done-base $(CATALOGUES:.po=.mo)  ## What a server needs, into .venv

demo: .venv/done-base $(CATALOGUES:.po=.mo)  ## A running site with made-up people: http://127.0.0.1:8000 (PORT=… RUKUN_DATA=…)
	@$(BIN)/rukun demo

test: .venv/done-dev $(CATALOGUES:.po=.mo)  ## All tests on SQLite and PostgreSQL, with a browser (ARGS="-k journal" for a choice)
	@$(PY) -m tools.run_tests $(ARGS)

test-long: .venv/done-dev $(CATALOGUES:.po=.mo)  ## The tests that take long: crashes, fuzzing, simulations (ARGS=…)
	@$(PY) -m tools.run_tests --long $(ARGS)

lint: lint-files lint-style lint-rooms lint-templates lint-messages lint-types lint-migrations  ## All checks without a run (make -k lint: go on after a finding)

lint-files: .venv/done-dev
	@echo "== files"
	@$(PY) -m tools.check_files
lint-style: .venv/done-dev
	@echo "== style"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
lint-rooms: .venv/done-dev
	@echo "== rooms"
	@$(BIN)/lint-imports
lint-templates: .venv/done-dev
	@echo "== templates"
	@$(BIN)/djlint --lint --quiet rukun
lint-messages: .venv/done-dev
	@echo "== translations"
	@$(PY) -m tools.messages check
lint-types: .venv/done-dev
	@echo "== types"
	@$(BIN)/mypy
lint-migrations: .venv/done-dev
	@echo "== migrations"
	@$(WITH_TEST_SETTINGS) $(PY) -m django makemigrations --check --dry-run

format: .venv/done-dev  ## Put the code into its usual form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/done-dev  ## Benchmarks, as a table (ARGS=WORD for those whose name has that word)
	@$(WITH_TEST_SETTINGS) $(PY) -m tools.bench $(ARGS)

shots: .venv/done-dev $(CATALOGUES:.po=.mo)  ## Screenshots of every page on the list, into shots/ (ARGS=WORD for some)
	@$(PY) -m tools.shots $(ARGS)

messages: .venv/done-base  ## Bring the translation catalogues up to date with the sources
	@$(PY) -m tools.messages update

lock: .venv/done-dev  ## Pin the dependencies anew, from pyproject.toml
	$(LOCK) --output-file requirements/base.lock
	$(LOCK) --group dev -c requirements/base.lock --output-file requirements/dev.lock

clean:  ## Remove what can be made again (.venv, caches, shots); data/ stays
	rm -rf .venv shots .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find rukun tools -name __pycache__ -prune -exec rm -rf {} +
	find rukun -name '*.mo' -exec rm -f {} +

# The environment. Each mark is written when its step is complete, so that an interrupted one is done again.
# An environment does not survive being moved or copied: the first mark holds the folder it was made in.

ifneq ($(shell cat .venv/made-in 2>/dev/null),$(CURDIR))
.venv/made-in: FORCE
endif

.venv/made-in:
	@sh tools/make_venv.sh .venv
	@echo "$(CURDIR)" > $@

.venv/done-base: .venv/made-in requirements/base.lock pyproject.toml
	@echo "Installing what Rukun runs on (some minutes the first time) …"
	@$(PIP) install --require-hashes -r requirements/base.lock
	@echo "Installing Rukun itself …"
	@$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

.venv/done-dev: .venv/done-base requirements/dev.lock
	@echo "Installing what the tests and checks need …"
	@$(PIP) install --require-hashes -r requirements/dev.lock
	@touch $@

%.mo: %.po .venv/done-base
	@$(PY) -m tools.messages compile
