"""What the site shows from elsewhere in the repository, and where links lead there (hooks of MkDocs).

Files of ``docs/`` keep their place, the README is the front page, and the changelog, the READMEs of the
scenarios and whatever file a page links to stand at their path in the repository. So a link works in the
repository and on the site, and MkDocs checks both. Notebooks become Markdown with their stored output, and
indices and powers in the formulas of the ODD page are set low and high.
"""

import os
import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parents[2]
BROUGHT = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "scenarios/README.md", "scenarios/*/*.md")
INDEX = re.compile(r"(?<=[A-Za-z0-9])_(pq|p0|p|q|k|0|F|e|c|host|rest|demand|supply|third)\b")
POWER = re.compile(r"\^(\([^)]*\)|[a-zA-Z]+|\d+)")
LINK = re.compile(r"(?<=\]\()(?!\w+:|#)([^)\s#]+)")


def brought() -> list[str]:
    """Pages that lie outside ``docs/``, by their path in the repository."""
    return [p.relative_to(ROOT).as_posix() for pattern in BROUGHT for p in sorted(ROOT.glob(pattern))]


def site_path(path: str) -> str:
    """Return where a file of the repository stands on the site."""
    return "index.md" if path == "README.md" else path.removeprefix("docs/").replace(".ipynb", ".md")


def repository_path(uri: str) -> str:
    """Return where a page of the site lies in the repository."""
    if uri == "index.md":
        return "README.md"
    return uri if uri in brought() else f"docs/{uri}"


def on_files(files: "Files", *, config: "MkDocsConfig") -> None:
    """Add the pages that lie outside ``docs/`` and the notebooks."""
    for path in brought():
        add(path, files, config)
    for file in [file for file in files if file.src_uri.endswith(".ipynb")]:
        files.remove(file)
        as_markdown(file.src_uri, files, config)


def on_page_markdown(markdown: str, *, page: "Page", config: "MkDocsConfig", files: "Files") -> str:
    """Turn links between files of the repository into links of the site; add what they lead to."""
    here = PurePosixPath(repository_path(page.file.src_uri)).parent

    def led(link: "re.Match[str]") -> str:
        path = os.path.normpath(here / link[1])
        if not (ROOT / path).is_file():
            return link[1]  # MkDocs says that it leads nowhere
        if files.get_file_from_path(site_path(path)) is None:
            add(path, files, config)
        return os.path.relpath(site_path(path), PurePosixPath(page.file.src_uri).parent)

    told = LINK.sub(led, markdown)
    return formulas(told) if page.file.src_uri == "ODD.md" else told


def formulas(text: str) -> str:
    """Return text with indices low and powers high, outside code."""
    parts = text.split("`")
    parts[::2] = [POWER.sub(r"<sup>\1</sup>", INDEX.sub(r"<sub>\1</sub>", part)) for part in parts[::2]]
    return "`".join(parts)


def add(path: str, files: "Files", config: "MkDocsConfig") -> None:
    """Put a file of the repository on the site."""
    from mkdocs.structure.files import File

    files.append(File.generated(config, site_path(path), abs_src_path=str(ROOT / path)))


def as_markdown(uri: str, files: "Files", config: "MkDocsConfig") -> None:
    """Put a notebook on the site: a page of Markdown with its stored output, and its figures."""
    from mkdocs.structure.files import File
    from nbconvert import MarkdownExporter

    name = PurePosixPath(uri).stem
    exporter: Any = MarkdownExporter  # has no types
    text, resources = exporter().from_filename(
        str(ROOT / "docs" / uri), resources={"unique_key": name, "output_files_dir": name}
    )
    files.append(File.generated(config, site_path(uri), content=text))
    for figure, content in resources["outputs"].items():
        at = PurePosixPath(uri).parent / figure
        files.append(File.generated(config, str(at), content=content))
