"""Write NOTICE, sources and terms of the data, from their list: ``python docs/build/notice.py``."""

from pathlib import Path
from textwrap import fill

from hedgesim.model.scenario.data_sources import DataSource, find_non_commercial_files, read_data_sources

PAGE = Path(__file__).resolve().parents[2] / "NOTICE"
HEAD = """hedgesim
Copyright (c) 2026 The hedgesim authors

The code is under the MIT licence: see LICENSE. The data files that come with it, in scenarios/ of the
repository and in hedgesim/scenarios/ of the package, hold figures of others, which keep their own terms. The
pages SOURCES.md beside the data say which series is from where; `hedgesim list --sources` prints this list.

Made from scenarios/sources.toml by `python docs/build/notice.py`; a test compares them.
"""
RESTRICTED = """
FILES WITH FIGURES FOR NON-COMMERCIAL USE ONLY

{files}

Whoever may not use them deletes these files from hedgesim/scenarios/ after the installation, or from
scenarios/ before it. Everything else works without them; what needs the observations of these states
(calibrate, hindcast) says that they are missing. Scenario files and posteriors hold numbers that were
computed from such figures; each scenario names its sources (`hedgesim show`).
"""


def wrap(text: str, indent: str = "  ") -> str:
    """Break a text over lines."""
    return fill(text, 118, initial_indent=indent, subsequent_indent="    ", break_long_words=False)


def file_lines(sources: list[DataSource]) -> str:
    """List each file with its sources."""
    files = sorted({file for source in sources for file in source.files})
    names = {file: "; ".join(s.name for s in sources if file in s.files) for file in files}
    return "\n".join(wrap(f"{file}: {text}") for file, text in names.items())


def source_lines(source: DataSource) -> str:
    """Describe a source: name, citation and terms."""
    return "\n".join((source.name, wrap(f"Citation: {source.citation}"), wrap(f"Terms: {source.terms}")))


def page() -> str:
    """Return the notice."""
    sources = read_data_sources()
    restricted = RESTRICTED.format(files="\n".join(f"  {file}" for file in find_non_commercial_files()))
    terms = "\n\n".join(map(source_lines, sources))
    files = file_lines(sources)
    return f"{HEAD}{restricted}\nSOURCES AND TERMS\n\n{terms}\n\nFILES AND THEIR SOURCES\n\n{files}\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
