# Each target makes its own environment in .venv and installs what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SOURCES := $(shell find model analysis scenarios -type f -not -path '*/__pycache__/*') pyproject.toml README.md LICENSE
export MPLBACKEND := Agg

.PHONY: demo test test-all check docs bench notebooks clean wheel

demo: $(VENV)/installed
	rm -rf results/demo
	$(BIN)/hedgesim batch belarus --runs 20 --out results/demo
	for kind in compare fan regimes premium ternary inputs; do \
	  $(BIN)/hedgesim plot results/demo --kind $$kind -o results/demo/$$kind.png || exit 1; done

test: $(VENV)/installed
	$(BIN)/python -m pytest -n 2 -m "not slow"

test-all: $(VENV)/installed
	$(BIN)/python -m pytest -n 2

check: $(VENV)/installed
	$(BIN)/ruff check .
	$(BIN)/mypy -p hedgesim.model -p hedgesim.analysis
	MYPYPATH=benchmarks $(BIN)/mypy benchmarks/*.py
	MYPYPATH=docs/validation $(BIN)/mypy docs/validation
	$(BIN)/mypy docs/*.py

# The site: it loads nothing from elsewhere, and every link within it leads somewhere.
docs: $(VENV)/installed
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	$(BIN)/python docs/links.py site

# For example: make bench BENCH_FLAGS=--quick
bench: $(VENV)/installed
	$(BIN)/python benchmarks/run.py $(BENCH_FLAGS)

# Plays the notebooks and stores what they print and draw; commit what changes.
notebooks: $(VENV)/installed
	$(BIN)/python docs/notebooks/execute.py

wheel: $(VENV)/installed
	rm -rf build dist
	$(BIN)/python -m build
	rm -rf build *.egg-info

clean:
	rm -rf $(VENV) build dist site *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/dependencies: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit("hedgesim needs Python 3.11 or later: make PYTHON=python3.11 ..." if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "on Debian: apt-get install python3-venv"; exit 1; }
	$(BIN)/pip install --quiet -c constraints.txt ".[dev]"
	touch $@

# A normal install, made anew when a source has changed: type checks do not follow an editable one.
$(VENV)/installed: $(VENV)/dependencies $(SOURCES)
	rm -rf build
	$(BIN)/pip install --quiet --no-deps --force-reinstall .
	rm -rf build *.egg-info
	touch $@
