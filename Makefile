# `make audit` and `make test` are the README's two commands: each sets up what it needs, then runs.
.PHONY: audit test cover lint docs lock clean
PATH := $(PATH):/usr/sbin:/sbin
export PATH

# The target that the README shows. Another: make audit TARGET=pypi:name==1.2.3
TARGET = npm:@anthropic-ai/claude-code@2.1.91

audit:
	@tools/setup audit
	@tools/first-audit "$(TARGET)"

test:
	@tools/setup dev
	@.venv/bin/python -m pytest

cover:
	@tools/setup dev
	@.venv/bin/coverage erase
	@.venv/bin/coverage run -m pytest
	@.venv/bin/coverage combine --quiet
	@.venv/bin/coverage report

lint:
	@tools/setup dev
	@.venv/bin/ruff check
	@.venv/bin/ruff format --check
	@.venv/bin/mypy
	@.venv/bin/lint-imports

docs:
	@tools/setup dev
	@.venv/bin/sphinx-build --quiet --fail-on-warning --nitpicky --builder html docs site

# Hashes without addresses: uv.lock would record where each file came from, and a private mirror is nobody's business.
LOCK = .venv/bin/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes --no-header \
	--no-annotate pyproject.toml
lock:
	@tools/setup dev
	@$(LOCK) --upgrade --extra audit --group build --output-file requirements/audit.txt
	@$(LOCK) --upgrade --constraint requirements/audit.txt --extra audit --extra campaigns --group build --group dev \
		--output-file requirements/dev.txt
	@$(LOCK) --upgrade --group spark --output-file requirements/spark.txt

clean:
	rm -rf .venv site build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage
