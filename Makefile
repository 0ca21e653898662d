# Each target makes its own environment in .venv and installs what it needs, each file checked against constraints.txt.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Changes when a file comes or goes, not when one is edited.
LISTING := $(shell find package model analysis scenarios -type f -not -path '*/__pycache__/*' | sort | cksum | cut -d ' ' -f 1)
INSTALLED := $(VENV)/installed-$(LISTING)
export MPLBACKEND := Agg

.PHONY: demo test test-all format check docs bench notebooks clean wheel

demo: $(INSTALLED)
	rm -rf results/demo
	$(BIN)/hedgesim batch belarus --out results/demo --no-compare
	for kind in gains fan regimes premium shares inputs; do \
	  $(BIN)/hedgesim plot results/demo --kind $$kind -o results/demo/$$kind.png || exit 1; done
	$(BIN)/hedgesim claims belarus/claims.toml --id R12,N01,N11,N12,N13 --plot results/demo/claims.png > /dev/null
	$(BIN)/hedgesim report results/demo -o results/demo/report.html --title "Belarus, mid-2017: does hedging pay?"
	$(BIN)/hedgesim claims belarus/claims.toml
	$(BIN)/hedgesim compare results/demo

test: $(INSTALLED)
	$(BIN)/python -m pytest -n 2 -m "not slow"

test-all: $(INSTALLED)
	$(BIN)/python -m pytest -n 2

format: $(INSTALLED)
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format .

check: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy -p hedgesim
	MYPYPATH=benchmarks:tests $(BIN)/mypy benchmarks/*.py
	MYPYPATH=docs/build/validation $(BIN)/mypy docs/build/validation/*.py
	$(BIN)/mypy docs/build/*.py .ci/*.py
	$(BIN)/mypy docs/conf.py

# The site, and on it the pages that play cases (docs/conf.py): it loads nothing from elsewhere, and every link leads somewhere.
docs: $(INSTALLED)
	rm -rf site
	$(BIN)/python -m sphinx -b html -c docs -d $(VENV)/doctrees -E -W --keep-going -q . site
	$(BIN)/python docs/build/links.py site

# For example: make bench BENCH_FLAGS=--quick
bench: $(INSTALLED)
	$(BIN)/python benchmarks/run.py $(BENCH_FLAGS)

# Plays the notebooks and stores what they print and draw; commit what changes.
notebooks: $(INSTALLED)
	$(BIN)/python docs/build/notebooks.py

wheel: $(INSTALLED)
	rm -rf dist
	$(BIN)/python -m build --no-isolation
	rm -rf *.egg-info

clean:
	rm -rf $(VENV) build dist site *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/dependencies: pyproject.toml constraints.txt .ci/build.txt
	$(PYTHON) -c 'import sys; sys.exit("this needs Python 3.11.5 or later: make PYTHON=python3.12 ..." if sys.version_info < (3, 11, 5) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "on Debian: apt-get install python3-venv"; exit 1; }
	$(BIN)/pip install --quiet --require-hashes --only-binary :all: -r .ci/build.txt
	$(BIN)/pip install --quiet --require-hashes --no-build-isolation -r constraints.txt
	touch $@

# An editable install of links in build/, which type checks follow: edits are live, and it is made anew when files
# come or go. Nothing but this and `clean` removes build/; wheels are built elsewhere.
$(INSTALLED): $(VENV)/dependencies
	rm -rf build $(VENV)/installed-*
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e . --config-settings editable_mode=strict
	$(BIN)/pip check
	rm -rf *.egg-info
	touch $@
