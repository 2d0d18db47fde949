# Each target does all of its own set-up, on a machine with Python >= 3.11,
# Node >= 20 and make.

PORT ?= 8000
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
# Stamps stand inside what they vouch for, and go with it.
PYTHON_READY := $(VENV)/.ready
NODE_READY := node_modules/.ready
# What strangers' pages are made of, for the tests of the catalogue of hosts alone.
HOSTS := tests/browser/hosts
HOSTS_READY := $(HOSTS)/node_modules/.ready
# What the pages that take Tagalong from npm are built with.
EXAMPLES := examples/npm
EXAMPLES_READY := $(EXAMPLES)/node_modules/.ready

# Tests in real browsers: one that fails is tried once more, because a machine that was busy
# elsewhere for seconds proves nothing. Each is counted in build/flaky.json, more than two fail
# the run, and what stands for a promise of reliability is never tried again.
BROWSERS := tests/engines tests/browser tests/page --reruns 1

.DEFAULT_GOAL := help
.PHONY: help demo test test-all test-unit test-simulator test-loop test-browser test-engines test-hosting browser libraries engines servers build release bump examples bench gallery story soak check fix clean lock

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 18

demo: build ## build, and serve the demo shop with a simulated LivePerson (PORT=8000)
	@$(RUN) -m tools.preview
	$(RUN) -m simulator --port $(PORT) --mount /=index.html --mount /dist=dist --mount /static=static --mount /preview=build/preview

build: $(PYTHON_READY) $(NODE_READY) ## fill dist/: the only thing that a page loads
	@$(RUN) -m tools.build

release: $(PYTHON_READY) $(NODE_READY) ## make the zip, the package for npm and the simulator's wheel (TRIAL=1 to look only; PUBLISHED=the last zip)
	@$(RUN) -m tools.release $(if $(TRIAL),--trial) $(PUBLISHED:%=--published "%")

examples: $(PYTHON_READY) $(NODE_READY) $(EXAMPLES_READY) ## build the pages that take Tagalong from npm, from the packed package
	@$(RUN) -m tools.examples

bench: build browser ## print the budgets beside what is measured, and write build/bench.json
	@$(RUN) -m tests.measure.bench

gallery: $(PYTHON_READY) $(NODE_READY) browser ## picture every state, language, theme, scheme and width in build/gallery/
	@sh tools/find_fonts.sh
	@$(RUN) -m tests.page.gallery

story: build browser ## record the stage's story as the README's animated picture (minutes)
	@$(RUN) -m tools.preview
	@sh tools/find_fonts.sh
	@$(RUN) -m tests.browser.record_story

soak: build browser ## run the long tests of reliability (about an hour), each failure with its seed
	@$(RUN) -m tests.measure.soak

check: $(PYTHON_READY) $(NODE_READY) ## lint and type-check everything
	$(RUN) -m ruff format --check
	$(RUN) -m ruff check
	$(RUN) -m mypy
	node_modules/.bin/tsc --project jsconfig.json
	node_modules/.bin/tsc --project jsconfig.node.json
	node_modules/.bin/tsc --project jsconfig.hosts.json
	node_modules/.bin/biome ci --error-on-warnings .

fix: $(PYTHON_READY) $(NODE_READY) ## format everything, and mend what can be mended by itself
	$(RUN) -m ruff check --fix --exit-zero
	$(RUN) -m ruff format
	node_modules/.bin/biome check --write .

# Lines are counted apart: it makes the long tests longer, which prove no line that others do not.
LONG := tests/unit/test_mutated_frames.py tests/unit/test_model_finds.py tests/unit/test_state_machine.py
# In this order: a file that takes minutes is not the last, when nothing else is left to run.
SIDE_BY_SIDE := --numprocesses 3 --dist loadfile --no-loadscope-reorder

test: check build browser libraries engines servers $(HOSTS_READY) $(EXAMPLES_READY) ## run every check and every test
	@rm -rf build/flaky.json build/failures
	$(RUN) -m coverage run -m pytest tests/unit $(LONG:%=--ignore %)
	$(RUN) -m coverage report
	$(RUN) -m pytest $(LONG) tests/loop tests/simulator tests/tools -m "not alone and not thorough" --numprocesses 2 --dist loadgroup
	$(RUN) -m pytest tests/hosting -m "not thorough" --numprocesses 2 --dist loadgroup
	$(RUN) -m pytest tests/simulator $(BROWSERS) -m "alone and not thorough"
	$(RUN) -m pytest $(BROWSERS) -m "not alone and not thorough" $(SIDE_BY_SIDE)

test-all: test ## run what takes longer too, before a release: what is marked thorough, all scenarios in Chromium, the soak's short forms
	$(RUN) -m pytest tests/loop tests/hosting tests/tools $(BROWSERS) -m "thorough and not alone" $(SIDE_BY_SIDE)
	$(RUN) -m pytest $(BROWSERS) -m "thorough and alone"
	SCENARIOS=all $(RUN) -m pytest tests/browser/test_scenarios.py
	$(RUN) -m tests.measure.soak --short

test-unit: $(PYTHON_READY) ## run the tests that need neither a browser nor a network
	$(RUN) -m coverage run -m pytest tests/unit $(LONG:%=--ignore %)
	$(RUN) -m coverage report
	$(RUN) -m pytest $(LONG)

test-simulator: $(PYTHON_READY) $(NODE_READY) ## run the simulator's own tests
	$(RUN) -m pytest tests/simulator -m "not alone" --numprocesses 2 --dist loadgroup
	$(RUN) -m pytest tests/simulator -m alone

test-loop: $(PYTHON_READY) $(NODE_READY) ## run the engine against the simulator, without a browser
	$(RUN) -m pytest tests/loop --numprocesses 2 --dist loadgroup

test-browser: build browser libraries $(HOSTS_READY) $(EXAMPLES_READY) ## run the tests in a real Chromium
	$(RUN) -m pytest tests/browser tests/page -m alone
	$(RUN) -m pytest tests/browser tests/page -m "not alone" $(SIDE_BY_SIDE)

test-engines: build engines ## run the main job in a real Firefox and a real WebKitGTK, and listen to Orca
	$(RUN) -m pytest tests/engines

test-hosting: build browser servers ## run the tests of hosting: a real nginx, Caddy and Apache
	$(RUN) -m pytest tests/hosting --numprocesses 2 --dist loadgroup

browser:
	@sh tools/find_chromium.sh >/dev/null

libraries:
	@sh tools/find_libraries.sh >/dev/null

engines:
	@sh tools/find_firefox.sh >/dev/null
	@sh tools/find_webkit.sh >/dev/null
	@sh tools/find_orca.sh >/dev/null

servers:
	@sh tools/find_servers.sh >/dev/null

clean: ## remove all that was made
	rm -rf build dist node_modules $(HOSTS)/node_modules $(EXAMPLES)/node_modules $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage

bump: $(PYTHON_READY) $(NODE_READY) ## renew all pins together, and say what changed (CHECK=1 to look only; needs uv)
	@$(RUN) -m tools.bump $(if $(CHECK),--check)

# The Python of the pinned Pyodide.
BROWSER_PYTHON = $(shell $(RUN) -m tools.wheels)

lock: $(PYTHON_READY) $(NODE_READY) ## renew the lock files of Python (needs uv; UPGRADE="--upgrade-package NAME")
	cd requirements && uv pip compile --quiet $(UPGRADE) --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" simulator.in -o simulator.txt
	cd requirements && uv pip compile --quiet $(UPGRADE) --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" development.in -o development.txt
	cd requirements && uv pip compile --quiet $(UPGRADE) --universal --python-version $(BROWSER_PYTHON) --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" browser.in -o browser.txt

$(PYTHON_READY): requirements/development.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Tagalong needs Python 3.11 or later: set PYTHON=/path/to/python3"; exit 1; }
	@echo "setting up Python in $(VENV) …"
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv is missing: on Debian, apt-get install python3-venv"; exit 1; }
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/development.txt
	@touch $@

$(HOSTS_READY): $(HOSTS)/package-lock.json | $(NODE_READY)
	@echo "setting up the libraries of strangers' pages …"
	@npm ci --prefix $(HOSTS) --loglevel=error --ignore-scripts
	@touch $@

$(EXAMPLES_READY): $(EXAMPLES)/package-lock.json | $(NODE_READY)
	@echo "setting up what the examples for npm are built with …"
	@npm ci --prefix $(EXAMPLES) --loglevel=error --ignore-scripts
	@touch $@

$(NODE_READY): package-lock.json
	@node -e 'const [major, minor] = process.versions.node.split(".").map(Number); process.exit(major < 20 || (major === 20 && minor < 19) || (major === 22 && minor < 12) ? 1 : 0)' 2>/dev/null && command -v npm >/dev/null || { echo "Tagalong needs Node 20 or later, with npm; of 20 and 22 a current one: 20.19, 22.12"; exit 1; }
	@echo "setting up the npm packages …"
	@npm ci --loglevel=error --ignore-scripts
	@touch $@
