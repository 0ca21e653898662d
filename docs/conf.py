"""The site: ``make docs`` builds it into site/ with Sphinx. It loads nothing from elsewhere, opens as files.

Its sources are the pages of the whole repository, where they lie, so that a link works in the repository and
on the site. The README is the front page; a section's page lists what belongs to it: that is the navigation.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils.utils.math.latex2mathml import tex2mathml

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.application import Sphinx

import hedgesim

project = "hedgesim"
author = copyright = "The hedgesim authors"  # noqa: A001 - Sphinx's name
version = release = hedgesim.__version__

root_doc = "README"
SECTIONS = ("docs/start", "docs/own_case", "scenarios/README", "docs/evidence", "docs/reference")
"""Pages that list a section of the site, in the order of the navigation."""
LABS = {"lab": "belarus", "lab_two_powers": "two_powers"}
"""Pages that play a case in the browser, by their names on the site: ``hedgesim page``."""
LAB_PICTURE = re.compile(r"^!\[(.+)\]\((\S+/lab\.png)\)$", re.MULTILINE)
LAB_LINK = """:::{image} \\2
:alt: \\1
:target: lab.html
:::

Open it here: <a href="lab.html">Belarus</a>, <a href="lab_two_powers.html">two powers</a>."""
LISTED = re.compile(r"^- \[[^\]]+\]\(([^)#:]+)\.(?:md|ipynb)\)", re.MULTILINE)

include_patterns = ["*.md", "docs/*.md", "docs/api/*.md", "docs/notebooks/*.ipynb", "scenarios/**.md"]
exclude_patterns = [".*", "build", "dist", "results", "site", "tests", "docs/validation"]
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
source_suffix = {".md": "myst-nb", ".ipynb": "myst-nb"}
nb_execution_mode = "off"  # notebooks are stored with what they print: `make notebooks`
myst_enable_extensions = ["dollarmath", "colon_fence"]
myst_heading_anchors = 4
suppress_warnings = [
    "myst.xref_missing",
    "myst.header",
]  # anchors are checked in what was built: docs/build/links.py
autodoc_typehints = "none"  # docstrings say what each argument is
autodoc_member_order = "bysource"
napoleon_google_docstring = False
napoleon_use_ivar = True

html_theme = "pydata_sphinx_theme"
html_title = "hedgesim"
html_static_path = ["assets"]
html_css_files = ["look.css", "math.css"]
html_copy_source = False
html_search_scorer = str(Path(__file__).parent / "assets" / "search.js")
html_show_search_summary = False  # it would be fetched, which a page that is a file may not
html_show_sphinx = False
html_math_renderer = "mathml"
html_domain_indices = False
html_sidebars: dict[str, list[str]] = {"README": []}
html_context = {"default_mode": "auto"}
html_theme_options = {
    "show_prev_next": True,
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["copyright"],
    "footer_end": [],
    "show_toc_level": 2,
}


def add_contents(_: "Sphinx", name: str, source: list[str]) -> None:
    """Add the hidden table of contents of a section, which is what its page lists."""
    listed = SECTIONS if name == root_doc else LISTED.findall(source[0]) if name in SECTIONS else ()
    if listed:
        source[0] += "\n".join(["\n\n```{toctree}", ":hidden:", "", *listed, "```\n"])


def link_labs(_: "Sphinx", name: str, source: list[str]) -> None:
    """Let the picture on the front page lead to the page that it shows, which only the site has."""
    if name == root_doc:
        source[0] = LAB_PICTURE.sub(LAB_LINK, source[0])


def typeset(formula: str, *, block: bool) -> str:
    """Return a formula as MathML, which browsers typeset by themselves; a prime stands above an index."""
    written = tex2mathml(formula.replace("'", r"^{\prime}"), as_block=block)
    return str(written).replace("<mi>\N{PRIME}</mi>", '<mi class="prime">\N{PRIME}</mi>')


def write_math(writer: Any, node: "Element") -> None:  # noqa: ANN401 - a writer's methods are added as it runs
    """Write a formula, and leave the node.

    Raises
    ------
    docutils.nodes.SkipNode
        Always: there is nothing more to write of it.
    """
    from docutils.nodes import SkipNode, math_block

    writer.body.append(typeset(node.astext(), block=isinstance(node, math_block)))
    raise SkipNode


def copy_front_page(app: "Sphinx", fault: Exception | None) -> None:
    """Put the front page where a browser looks for it."""
    if fault is None and app.builder.name == "html":
        shutil.copyfile(Path(app.outdir) / f"{root_doc}.html", Path(app.outdir) / "index.html")


def write_labs(app: "Sphinx", fault: Exception | None) -> None:
    """Write the pages that play cases beside the front page, with the command that everybody has."""
    for name, case in LABS.items() if fault is None and app.builder.name == "html" else ():
        words = ["page", case, "-o", str(Path(app.outdir) / f"{name}.html")]
        subprocess.run([sys.executable, "-m", "hedgesim", *words], check=True, stdout=subprocess.DEVNULL)


def setup(app: "Sphinx") -> None:
    """Connect what Sphinx calls."""
    app.connect("source-read", add_contents)
    app.connect("source-read", link_labs)
    app.connect("build-finished", copy_front_page)
    app.connect("build-finished", write_labs)
    app.add_html_math_renderer("mathml", (write_math, None), (write_math, None))
