"""How a deposited data set is cited and described: CITATION.cff, codemeta.json, .zenodo.json."""

import json
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from ...model.scenario.data_sources import DataSource
from .request import Creator, Deposit

SOFTWARE = "hedgesim: simulating how a small state hedges between great powers"
AUTHORS = "The hedgesim authors"
KEYWORDS = ("strategic hedging", "international relations", "agent-based model", "simulation")
NEVER = "not installed"
"""The version of a package that was not there."""


def build_citation(deposit: Deposit, manifest: Mapping[str, Any]) -> str:
    """Build CITATION.cff: the data set, with the program as a reference."""
    lines = [
        "cff-version: 1.2.0", "message: If you use these results, please cite them as below.",
        "type: dataset", f"title: {quote(deposit.title)}", "authors:",
        *(line for creator in deposit.creators for line in cite_creator(creator)),
        f"date-released: {quote(manifest['begun'][:10])}", f"license: {deposit.licence}",
        "references:", "  - type: software", f"    title: {quote(SOFTWARE)}", "    authors:",
        f"      - name: {AUTHORS}", f"    version: {quote(manifest['versions']['hedgesim'])}",
    ]  # fmt: skip
    return "".join(f"{line}\n" for line in lines)


def cite_creator(creator: Creator) -> list[str]:
    """Return the lines of a creator: family and given names of a person, else a name."""
    family, comma, first = (part.strip() for part in creator.name.partition(","))
    names = {"family-names": family, "given-names": first} if comma else {"name": creator.name}
    names |= {"orcid": f"https://orcid.org/{creator.orcid}"} if creator.orcid else {}
    lines = [f"    {key}: {quote(text)}" for key, text in names.items()]
    return [f"  - {lines[0].strip()}", *lines[1:]]


def quote(text: str) -> str:
    """Return a text in quotes; YAML reads those of JSON."""
    return json.dumps(text, ensure_ascii=False)


def build_codemeta(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Build codemeta.json: the program that made the results, with the versions it ran on."""
    versions = {name: version for name, version in manifest["versions"].items() if version != NEVER}
    python, release = versions.pop("python", ""), versions.pop("hedgesim", "")
    return {
        "@context": "https://w3id.org/codemeta/3.0",
        "@type": "SoftwareSourceCode",
        "name": "hedgesim",
        "description": SOFTWARE,
        "version": release,
        "author": [{"@type": "Organization", "name": AUTHORS}],
        "license": "https://spdx.org/licenses/MIT",
        "programmingLanguage": {"@type": "ComputerLanguage", "name": "Python", "version": python},
        "runtimePlatform": f"Python {python}",
        "softwareRequirements": [
            {"@type": "SoftwareApplication", "name": name, "version": version}
            for name, version in versions.items()
        ],
        "keywords": list(KEYWORDS),
    }


def build_zenodo(deposit: Deposit, description: str, sources: Iterable[DataSource]) -> dict[str, Any]:
    """Build .zenodo.json: the fields of a record at Zenodo."""
    people = [{"name": c.name} | ({"orcid": c.orcid} if c.orcid else {}) for c in deposit.creators]
    references = [source.citation for source in sources]
    return {
        "title": deposit.title,
        "upload_type": "dataset",
        "description": f"<p>{escape(description, quote=False)}</p>",
        "creators": people,
        "license": deposit.licence.lower(),
        "access_right": "open",
        "keywords": list(KEYWORDS),
        **({"references": references} if references else {}),
    }
