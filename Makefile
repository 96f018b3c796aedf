# Two commands do everything on a fresh machine: `make site` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help site serve screenshots pictures messages test check bench weights format wheel clean

help: ## Show what there is to make
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

site: $(READY) ## Build the example's site into site/
	$(BIN)/modelfolio build --config-file mkdocs.yml --site-dir site

serve: $(READY) ## Build the example and show it live on this machine
	$(BIN)/modelfolio serve --config-file mkdocs.yml

screenshots: site chromium ## Photograph every kind of page of the example into screenshots/
	$(BIN)/python -m tests.contact_sheet site screenshots

LOCALES := site_config/locales
messages: $(READY) ## Write the messages of the code into the catalogues of languages
	$(BIN)/pybabel -q extract --mapping $(LOCALES)/babel.cfg --no-default-keywords --sort-output --add-location file \
	  -k say -k word -k say_many:2,3 -k say_of:1c,2 -k sayMany:2,3 --project modelfolio --version "" -o $(LOCALES)/modelfolio.pot .
	sed -i '/^"POT-Creation-Date/d' $(LOCALES)/modelfolio.pot # which would say that something changed when nothing did
	for catalogue in $(LOCALES)/*.po; do \
	  $(BIN)/pybabel -q update -w 120 --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date \
	    -i $(LOCALES)/modelfolio.pot -o $$catalogue -l $$(basename $$catalogue .po); done

pictures: site chromium ## Take the pictures of the documentation anew
	$(BIN)/modelfolio build --config-file examples/branded/mkdocs.yml
	$(BIN)/python -m tests.pictures site .modelfolio/branded-site docs/images

test: $(READY) chromium ## Run every test
	$(BIN)/pytest -n auto --dist loadgroup

check: $(READY) ## Lint, types, and the floors that imports may not cross
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench: $(READY) .bench/.ready ## Measure reading against plain Python and MLflow's client (some half an hour)
	$(BIN)/python -m benchmarks.run --peer .bench/bin/python

weights: $(READY) ## Weigh every page of a site of 10,000 against its budget (some three minutes)
	$(BIN)/python -m tests.page_weights

format: $(READY) ## Put the code into its one format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

wheel: $(READY) ## Build the wheel into dist/
	$(BIN)/python -m build --wheel

clean: ## Remove what was made
	rm -rf .venv .bench site dist .modelfolio .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(READY): pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable . --group dev
	touch $@

.bench/.ready: benchmarks/requirements.txt
	$(PYTHON) -m venv .bench
	.bench/bin/python -m pip install --quiet --requirement benchmarks/requirements.txt
	touch $@

# The browser tests drive Debian's Chromium; where it is absent and we may install it, we do.
.PHONY: chromium
chromium:
	@command -v chromium >/dev/null || { \
	  [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	  && apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium; \
	} || echo "no chromium here: the browser tests will be skipped, and say so"
