# Every command of the project; `make help` lists them. Only Python 3.11 or newer needs to be there.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules

PORT ?= 8000
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.stamp-$(shell cat requirements.txt requirements-dev.txt | cksum | tr ' ' '-')
TESTS ?= tests
LIVES ?= 300

export PYTHONDONTWRITEBYTECODE := 1

.PHONY: help setup setup-browser run demo test prove check format bench package deploy clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

setup: $(STAMP) ## Install what is missing into .venv, nothing else

$(STAMP): requirements.txt requirements-dev.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed (python3)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing requirements into $(VENV) (once, about a minute)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@rm -f $(VENV)/.stamp-* && touch $@

setup-browser: ## Install Chromium if there is none (needed by `make test`)
	@if ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null && ! command -v google-chrome >/dev/null; then \
		command -v apt-get >/dev/null || { echo "Please install Chromium"; exit 1; }; \
		root=""; [ "$$(id -u)" = 0 ] || root="sudo"; \
		$$root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$root apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
	fi

run: setup ## Start the whole system on this machine: http://127.0.0.1:$(PORT) (PORT=8000)
	@STOP_WITH_PARENT=1 exec $(BIN)/python -m infra.local.run --port $(PORT)

demo: setup ## Fill the running system with the demo, through the public API (PORT=8000)
	@exec $(BIN)/python -m infra.local.demo --port $(PORT)

test: setup setup-browser ## Run all tests (TESTS=tests/unit for some)
	$(BIN)/python -m pytest $(TESTS)

prove: setup ## Live through many random petitions and look for a broken promise (LIVES=300)
	PROVE=$(LIVES) $(BIN)/python -m pytest tests/unit/test_stateful.py tests/contract/test_stateful_stored.py

check: setup ## Lint, format and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: setup ## Format and fix what can be fixed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup ## Measure against the budgets; one JSON line per figure
	@$(BIN)/python -m tests.bench

package: setup ## Build the deployment package into .build/
	@$(BIN)/python -m infra.package

deploy: setup ## Deploy to AWS (ARGS="--stack hoiam --set MailFrom=...")
	$(BIN)/python -m infra.deploy $(ARGS)

clean: ## Remove what can be built again; the data in .local/ stay
	rm -rf .build .mypy_cache .ruff_cache .pytest_cache .hypothesis .chalice/deployments
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +
