# Two commands matter: `make run` shows the product, `make test` proves it.
.PHONY: run test test-long lint types bench shots docs lock help
bin := .venv/bin
LOCK ?= --upgrade

help: ## this list
	@grep -hE '^[a-z-]+:.*##' Makefile | sed 's/:.*## /\t/'
run: ## the product with its demonstration network (RESET=1 starts anew)
	@tools/environment run && $(bin)/fanal demo --serve $(if $(RESET),--reset)
test: ## lint, types, contracts, tests on SQLite and PostgreSQL, journeys in Chromium
	@tools/environment dev && tools/test
test-long: ## simulations at full size; their last result stands in docs/benchmarks.md
	@tools/environment dev && tools/test long
lint: ## style, floors, templates, terminology
	@tools/environment dev && tools/test lint
types: ## mypy, strict
	@tools/environment dev && tools/test types
bench: ## every benchmark, as ratios and figures
	@tools/environment dev && $(bin)/python -m benchmarks
shots: ## every screen at 320 and 1200 px, light and dark, en and ar, into shots/
	@tools/environment dev && tools/test browser && $(bin)/python -m tests.shots
docs: ## the generated pages of docs/
	@tools/environment dev && $(bin)/fanal docs
lock: ## locks from the .in files, with new versions (LOCK= keeps those that are there)
	@set -e; lock() { uv pip compile -q --universal --python-version 3.13 --generate-hashes --no-header $(LOCK) "$$@"; }; \
	lock requirements-uv.in -o requirements-uv.lock; \
	lock requirements-dev.in -o requirements-dev.lock; \
	for part in requirements requirements-evidence; do lock $$part.in -c requirements-dev.lock -o $$part.lock; done
