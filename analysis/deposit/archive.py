"""A result folder as one archive, ready for a repository of data such as Zenodo."""

import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

import pyarrow.parquet as pq

from ...model.arguments import normalise_arguments
from ...model.errors import InputError
from ...model.scenario.data_sources import DataSource, read_data_sources
from ...model.scenario.files import builtin_root, display_name, read_chain
from ...model.scenario.scenario import Scenario
from ..design.batch import count_phrase
from ..export.codebook import Variable
from ..export.extract import build_codebook
from ..export.text_files import format_codebook
from ..results import manifest as manifests
from ..results.folder import Results, point_places
from ..results.output_paths import check_file, write_output
from . import crate
from .citation import build_citation, build_codemeta, build_zenodo
from .request import Deposit

RESULTS = "results"
"""Folder of the archive that is the result folder."""
SCENARIOS = "scenarios"
ABOUT = {
    "design": "what was run: a row for each run", "outcomes": "outcomes: a row for each run",
    "bands": "quantiles over runs by quarter", "paths": "every quarter of every run",
    "points": "the points of the sweep", "draws": "the draws of what is not known",
}  # fmt: skip
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""Time of every file in the archive, so that the same folder gives the same bytes."""
README = """\
# {title}

{description}

- `results/` is a result folder of hedgesim {version}: Parquet tables, and `manifest.json` with all that is
  needed to make them again. `codebook/` has unit and meaning of every column.
- `scenarios/` holds the scenario files{missing}. The manifest has all values of all scenarios.
- `SOURCES.md` says what the scenarios rest on, and the terms of those figures.

With hedgesim {version} installed, this makes the results again and compares them bit for bit; the name of the
archive does as well as that of its folder:

    hedgesim rerun results --check

Licence of the results: {licence}. What they say is about the model, not about the country it is named after.
"""


class Entry(NamedTuple):
    """A file of an archive: what it is, in words, and its bytes or where they are."""

    about: str
    content: bytes | Path


Entries = dict[str, Entry]


@normalise_arguments
def write_archive(results: Results, path: Path, deposit: Deposit) -> Path:
    """Write a result folder as an archive that describes itself; the same arguments give the same bytes.

    Parameters
    ----------
    results : Results
        A result folder.
    path : Path
        File ending in .zip.
    deposit : Deposit
        Title, creators and licence.

    Raises
    ------
    InputError
        If the path cannot be written, or the library rocrate is missing.
    """
    check_file(path, "deposit", (".zip",))
    entries = list_entries(results, deposit)
    write_output(path, "deposit", partial(write_zip, entries))
    return path


def list_entries(results: Results, deposit: Deposit) -> Entries:
    """List the files of an archive, the description of all others first."""
    manifest, sources = results.manifest, list_sources(results)
    about = describe_results(manifest)
    scenarios, missing = list_scenario_files(results)
    texts = {
        "README.md": ("what this is", write_readme(deposit, about, manifest, missing)),
        "SOURCES.md": ("what the scenarios rest on, with terms", write_sources(sources)),
        "CITATION.cff": ("how to cite the results", build_citation(deposit, manifest)),
        "codemeta.json": ("the program that made the results", write_json(build_codemeta(manifest))),
        ".zenodo.json": ("fields for Zenodo", write_json(build_zenodo(deposit, about, sources))),
        **list_codebooks(results),
    }
    entries = {place: Entry(what, text.encode()) for place, (what, text) in texts.items()}
    entries |= scenarios | list_result_files(results)
    described = {place: entry.about for place, entry in entries.items()}
    sizes = {place: measure(entry.content) for place, entry in entries.items()}
    text = crate.build_crate(deposit, about, manifest, described, sizes, sources)
    return {crate.NAME: Entry("what is in the archive", text.encode()), **entries}


def describe_results(manifest: Mapping[str, Any]) -> str:
    """Describe in two sentences what a result folder holds."""
    scenarios = manifest["scenarios"]
    strategies = dict.fromkeys(s for names in manifest["strategies"].values() for s in names)
    runs = manifest["tables"]["outcomes"]["rows"]
    number = count_phrase(len(scenarios), len(scenarios), "scenario", "scenarios")
    titles = dict.fromkeys(" ".join(s["title"].split()) or name for name, s in scenarios.items())
    return (
        f"Results of the agent-based simulation hedgesim: {runs:,} runs of {number} with"
        f" strategies {', '.join(strategies)}. Scenarios: {'; '.join(titles)}."
    )


def list_result_files(results: Results) -> Entries:
    """List manifest and tables of the result folder, points and draws where there are any."""
    folder = results.folder
    stored = [name for record, _, name in point_places(folder, results.manifest) if record.get("columns")]
    names = [*results.manifest["tables"], *(Path(name).stem for name in stored)]
    found = {f"{RESULTS}/{manifests.NAME}": Entry("how the results were made", folder / manifests.NAME)}
    for name in names:
        found[f"{RESULTS}/{name}.parquet"] = Entry(ABOUT[name], folder / f"{name}.parquet")
    return found


def list_codebooks(results: Results) -> dict[str, tuple[str, str]]:
    """Return the codebook of each table: what it is, and its text, by its place in the archive."""
    found = {}
    for name in results.manifest["tables"]:
        schema = pq.read_schema(results.folder / f"{name}.parquet")
        variables: Iterable[Variable] = build_codebook(results, (name,), schema)
        found[f"codebook/{name}.csv"] = (f"columns of results/{name}.parquet", format_codebook(variables))
    return found


def list_scenario_files(results: Results) -> tuple[Entries, list[str]]:
    """List the files of the scenarios, and the scenarios whose files are gone or have changed since."""
    found: Entries = {}
    missing = []
    for name, recorded in results.manifest["scenarios"].items():
        try:
            documents = read_chain(name)
            scenario = Scenario.load(name).vary(results.manifest["set"])
            same = scenario.digest == Scenario.from_dict(recorded).digest
        except InputError:  # gone, faulty by now, or of a version with other parameters
            same = False
        if not same:
            missing.append(name)
            continue
        for path in (document.path for document in documents if document.path is not None):
            found[name_scenario_file(path)] = Entry("a scenario file", path.read_bytes())
    return dict(sorted(found.items())), missing


def name_scenario_file(path: Path) -> str:
    """Return the place of a scenario file in the archive: its name as a built-in scenario, else its own."""
    builtin = path.is_relative_to(builtin_root())
    return f"{SCENARIOS}/{display_name(path)}.toml" if builtin else f"{SCENARIOS}/{path.name}"


def list_sources(results: Results) -> list[DataSource]:
    """List the sources of figures in the folders of the scenarios' files."""
    cases = {
        find_case(origin["file"])
        for scenario in results.manifest["scenarios"].values()
        for origin in scenario["origins"].values()
    }
    return [s for s in read_data_sources() if cases.intersection(map(find_case, s.files))]


def find_case(file: str) -> str:
    """Return the folder of a file."""
    return PurePosixPath(file).parent.as_posix()


def write_readme(deposit: Deposit, about: str, manifest: Mapping[str, Any], missing: list[str]) -> str:
    """Write the page that people read first."""
    gone = f", but for those that are gone or have changed since ({', '.join(missing)})" if missing else ""
    version = manifest["versions"]["hedgesim"]
    words = {"title": deposit.title, "description": about, "licence": deposit.licence}
    return README.format(version=version, missing=gone, **words)


def write_sources(sources: Iterable[DataSource]) -> str:
    """Write the page of sources and their terms."""
    parts = [f"## {s.name}\n\n{s.citation}\n\nTerms: {s.terms}\n" for s in sources]
    rest = "Each value's kind and source stand in `results/manifest.json`, under `origins` of its scenario.\n"
    return "\n".join(["# Sources of the scenarios\n", rest, *parts])


def write_json(data: Mapping[str, Any]) -> str:
    """Write plain data as JSON."""
    return f"{json.dumps(data, indent=1, ensure_ascii=False)}\n"


def measure(content: bytes | Path) -> int:
    """Return the number of bytes of an entry."""
    return content.stat().st_size if isinstance(content, Path) else len(content)


def write_zip(entries: Mapping[str, Entry], path: Path) -> None:
    """Write entries as a zip archive; tables, which are compressed already, as they are."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, entry in entries.items():
            info = zipfile.ZipInfo(name, FIRST_DAY)
            info.compress_type = zipfile.ZIP_STORED if name.endswith(".parquet") else zipfile.ZIP_DEFLATED
            info.external_attr, info.create_system = 0o644 << 16, 3
            info.file_size = measure(entry.content)
            with archive.open(info, "w") as target:
                for part in read_content(entry.content):
                    target.write(part)


def read_content(content: bytes | Path) -> Iterator[bytes]:
    """Yield the bytes of an entry in parts."""
    if isinstance(content, bytes):
        yield content
        return
    with content.open("rb") as file:
        while part := file.read(1 << 20):
            yield part
