"""The description of an archive as an RO-Crate: what is in it, how it was made, and under which terms."""

import json
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from ...model.errors import InputError
from ...model.scenario.data_sources import DataSource
from .citation import AUTHORS, KEYWORDS, SOFTWARE
from .request import ANONYMOUS, Creator, Deposit

if TYPE_CHECKING:
    from rocrate.rocrate import ROCrate

NAME, VERSION = "ro-crate-metadata.json", "1.1"
FORMATS = {
    ".parquet": "application/vnd.apache.parquet", ".json": "application/json", ".csv": "text/csv",
    ".toml": "application/toml", ".md": "text/markdown", ".cff": "application/yaml",
}  # fmt: skip
"""Media types by the endings of files."""
Entity = dict[str, Any]


def build_crate(
    deposit: Deposit,
    description: str,
    manifest: Mapping[str, Any],
    files: Mapping[str, str],
    sizes: Mapping[str, int],
    sources: Sequence[DataSource],
) -> str:
    """Build the metadata of the crate as JSON; the same arguments give the same text.

    Parameters
    ----------
    deposit : Deposit
        Title, creators and licence.
    description : str
        What the results are, in a few sentences.
    manifest : mapping
        Manifest of the result folder.
    files, sizes : mapping
        What each file is, in words, and its bytes, by its path in the archive.
    sources : sequence of DataSource
        What the scenarios rest on.

    Raises
    ------
    InputError
        If the library rocrate is missing.
    """
    try:
        from rocrate.rocrate import ROCrate
    except ImportError as error:
        msg = "pack needs the extra: pip install 'hedgesim[deposit]'"
        raise InputError(msg) from error
    crate = ROCrate(version=VERSION)
    parts = [
        crate.add_file(dest_path=path, properties=describe_file(path, about, sizes[path]))
        for path, about in files.items()
    ]
    crate.name, crate.description, crate.keywords = deposit.title, description, ", ".join(KEYWORDS)
    crate.datePublished = manifest["begun"][:10]
    crate.license = add(crate, deposit.licence_address, "CreativeWork", name=deposit.licence)
    crate.creator = [add_creator(crate, k, c) for k, c in enumerate(deposit.creators, 1)]
    crate.root_dataset["citation"] = [add_source(crate, k, s) for k, s in enumerate(sources, 1)]
    results = [part for part in parts if part.id.startswith("results/")]
    crate.add_action(
        add_software(crate, manifest), "#run", result=results, properties=describe_run(manifest),
        object=[part for part in parts if part.id.startswith("scenarios/")],
    )  # fmt: skip
    return f"{json.dumps(crate.metadata.generate(), indent=1, sort_keys=True, ensure_ascii=False)}\n"


def describe_file(path: str, about: str, size: int) -> Entity:
    """Return the properties of a file."""
    kind = FORMATS.get(PurePosixPath(path).suffix, "text/plain")
    return {"name": path, "description": about, "contentSize": str(size), "encodingFormat": kind}


def add(crate: "ROCrate", identifier: str, kind: str, **properties: object) -> Any:  # noqa: ANN401 - an entity
    """Add something that is no file to a crate, and return it."""
    return crate.add_jsonld({"@id": identifier, "@type": kind, **properties})


def add_creator(crate: "ROCrate", number: int, creator: Creator) -> Any:  # noqa: ANN401 - an entity
    """Add a creator, by ORCID where there is one; a name without a comma is that of an organization."""
    identifier = f"https://orcid.org/{creator.orcid}" if creator.orcid else f"#creator-{number}"
    person = creator.orcid or "," in creator.name or creator.name == ANONYMOUS
    return add(crate, identifier, "Person" if person else "Organization", name=creator.name)


def add_source(crate: "ROCrate", number: int, source: DataSource) -> Any:  # noqa: ANN401 - an entity
    """Add a source of figures, with its terms."""
    return add(
        crate, f"#source-{number}", "CreativeWork", name=source.name, description=source.citation,
        usageInfo=source.terms,
    )  # fmt: skip


def add_software(crate: "ROCrate", manifest: Mapping[str, Any]) -> Any:  # noqa: ANN401 - an entity
    """Add the program that made the results."""
    author = add(crate, "#hedgesim-authors", "Organization", name=AUTHORS)
    return add(
        crate, "#hedgesim", "SoftwareApplication", name="hedgesim", description=SOFTWARE,
        softwareVersion=manifest["versions"]["hedgesim"], author={"@id": author.id},
        license="https://spdx.org/licenses/MIT",
    )  # fmt: skip


def describe_run(manifest: Mapping[str, Any]) -> Entity:
    """Return the properties of the run that made the results."""
    return {
        "@type": "CreateAction",
        "name": "Run of hedgesim",
        "description": manifest["command"] or "made from Python",
        "startTime": manifest["begun"],
    }
