# The commands of this project; `make` lists them. Everything is installed into .venv only.

PYTHON ?= python3
BENCH ?=
BIN := .venv/bin
CODE := config.py wsgi.py gunicorn.conf.py procure migrations tests benchmarks

.DEFAULT_GOAL := help
.PHONY: help run test check lint fix docs migrate translate bench soak requirements assets clean
.PHONY: ready-to-run ready-to-develop with-uv

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ready-to-run ## start Tenong on this computer (PORT=8000, DATABASE_URL= for your own server)
	@exec $(BIN)/python -m procure.launcher run

test: ready-to-develop browser lint ## every check and every test, on real PostgreSQL and Chromium
	$(BIN)/python -m pytest -n 2 --dist loadscope --no-loadscope-reorder --durations 10

check: ready-to-develop lint ## the linters, and the tests that need no database or browser
	$(BIN)/python -m pytest -q -m "not database and not browser"

lint: ready-to-develop
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet

fix: ready-to-develop ## format the code and mend what the linter can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: ready-to-develop ## draw docs/workflows.md from the code
	$(BIN)/python -m procure.launcher flask docs

migrate: ready-to-develop ## draft a migration from the models: make migrate MESSAGE="add a column"
	@test -n "$(MESSAGE)" || { echo 'Say what changes: make migrate MESSAGE="add the quote deadline"'; exit 1; }
	$(BIN)/python -m procure.launcher flask db upgrade
	$(BIN)/python -m procure.launcher flask db migrate --message "$(MESSAGE)"

translate: ready-to-develop ## collect the words of the screens, and compile their translations
	$(BIN)/pybabel extract --mapping babel.cfg --keywords N_ --keywords _l --no-location --sort-output --project Tenong --output messages.pot .
	@test -f procure/translations/id/LC_MESSAGES/messages.po || $(BIN)/pybabel init --input-file messages.pot --output-dir procure/translations --locale id
	$(BIN)/pybabel update --input-file messages.pot --output-dir procure/translations --no-fuzzy-matching --ignore-pot-creation-date --ignore-obsolete
	$(BIN)/pybabel compile --directory procure/translations
	@rm -f messages.pot

bench: ready-to-develop ## what we promise of speed, measured (BENCH=name runs one)
	@exec $(BIN)/python -m benchmarks $(BENCH)

soak: ready-to-develop ## the benchmarks' main job, over and over for MINUTES=10
	@exec $(BIN)/python -m benchmarks soak --minutes $(or $(MINUTES),10)

browser: ready-to-develop
	@$(BIN)/python -m procure.launcher check-browser
.PHONY: browser

requirements: with-uv ## compile the pinned, hashed requirements again
	for name in requirements-uv requirements requirements-embedded requirements-dev; do \
		$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
			--custom-compile-command "make requirements" $$name.in --output-file $$name.txt || exit 1; \
	done

assets: ## build the front end's committed files again (needs Node)
	cd frontend && npm ci --ignore-scripts && npm run build

clean: ## remove the environment, the demo's database and its files
	@if [ -x $(BIN)/python ] && [ -d .data ]; then $(BIN)/python -m procure.launcher clean; fi
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache test-results

# The environment, made by one start at a time. Each file below says that a step is done; it is
# repeated when its source changes. uv installs in seconds; where it cannot be had, pip does the same
# from the same pinned files.

ready-to-run ready-to-develop with-uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Tenong needs Python 3.11 or later; $(PYTHON) is " + sys.version.split()[0] + ". Name another: make PYTHON=python3.12")'
	@$(PYTHON) -m procure.launcher.alone $(MAKE) --no-print-directory PYTHON="$(PYTHON)" .venv/$@

.venv/made:
	@echo "Making the environment in .venv ..."
	@$(PYTHON) -m venv --clear .venv
	@touch $@

.venv/with-uv: requirements-uv.txt .venv/made
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.txt \
		|| echo "uv is not to be had here; pip installs instead, which takes a few minutes."
	@touch $@

.venv/ready-to-run: requirements-embedded.txt .venv/with-uv
	@$(call install,requirements-embedded.txt)
	@touch $@

.venv/ready-to-develop: requirements-dev.txt .venv/ready-to-run
	@$(call install,requirements-dev.txt)
	@touch $@

define install
if [ -x $(BIN)/uv ]; then \
	UV_PYTHON_DOWNLOADS=never $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r $(1); \
else \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1); \
fi
endef
