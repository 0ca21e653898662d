"""The ODD page agrees with the code."""

import importlib.util
from pathlib import Path

from hedgesim.model.state import Mechanisms

DOCS = Path(__file__).parents[1] / "docs"


def test_the_parameter_table_of_the_odd_page_is_made_from_the_code() -> None:
    spec = importlib.util.spec_from_file_location("parameters", DOCS / "parameters.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    fresh = module.page()
    assert fresh == (DOCS / "ODD.md").read_text(encoding="utf-8"), "run: python docs/parameters.py"


def test_the_odd_page_names_every_mechanism_equation_and_pattern() -> None:
    page = (DOCS / "ODD.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in page for name in Mechanisms._fields)
    assert all(f"- ({number}) " in page for number in range(1, 33))
    assert all(f"| P{number} |" in page for number in range(1, 14))
