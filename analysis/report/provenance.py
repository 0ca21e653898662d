"""Describe in a report how its results were made: request, scenarios and sources, limits, manifest."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...model.parameters.lookup import parameters
from ...model.scenario.describe import ValueLine, describe_event, describe_values
from ...model.scenario.describe import format_value as scenario_value
from ...model.scenario.files import builtin_scenarios
from ...model.scenario.scenario import Scenario
from ...model.scenario.tables import KNOWN
from ..compare.changes import list_changed_inputs
from ..compare.paired import find_baseline, list_rows
from ..design.batch import Batch, describe_batch
from ..design.parameter_draws import describe_assignment
from ..labels import WINDOW, describe_settings
from ..tables.changes import change_words, value_words
from ..tables.sheet import Sheet
from .html_page import Block, Facts, Fold, Heading, Points, Section, Text

if TYPE_CHECKING:
    from ..results.folder import Results

LIMITS = (
    "These are statements about the model, not about the country it is named after.",
    "Most numbers are guesses, called so among the sources, chosen so that patterns from the literature come"
    " out; those patterns are therefore no evidence for the model. What is marked calibrated was fitted to"
    " observations until 2016, partly of other states, the rest is not: docs/validation.md says how its"
    " forecasts fared.",
    "Where runs carry draws of parameters, two kinds of doubt stand side by side: what is not known, 5 to 95%"
    " of draws, and how sure the mean is, its 95% interval. Without draws there is only the second, over"
    " shocks. Neither says how sure the model is.",
    "Tension, rivalry and strain are put in. The model says nothing about their causes, and nothing about who"
    " is right.",
    "Patrons react by rule and do not plan. There is one hedger, and domestic politics is one number.",
    "Indices are not money or votes. A premium is neither a forecast nor a recommendation.",
)
DEFAULTS = "parameter table"
"""Place of a value that no scenario file sets."""
KNOWN_TITLES = {
    False: "Values of this case that are measured, fitted or from the literature",
    True: "Defaults of the parameter table that were fitted or come from the literature",
}
"""Title of a table of known values, by whether they are defaults, which know nothing of the case."""


def order_scenarios(results: "Results") -> list[str]:
    """Return the scenarios run: the user's own first, then the baseline, then the others."""
    return sort_names(list(results.manifest["scenarios"]))


def sort_names(names: Sequence[str]) -> list[str]:
    """Sort names of scenarios as :func:`order_scenarios` does."""
    base, shipped = find_baseline(names), set(builtin_scenarios())
    return sorted(names, key=lambda n: (n in shipped, n != base))


def describe_making(manifest: Mapping[str, Any], batch: Batch) -> Section:
    """Build the section on the command, the runs, the seed, the engine, and what reproduces the folder."""
    request = Facts(list_request(manifest, batch))
    return Section("made", "How it was made", [request, describe_versions(manifest)])


def list_request(m: Mapping[str, Any], batch: Batch) -> list[tuple[str, str]]:
    """List what was asked: names of facts with their values."""
    every = list(dict.fromkeys(s for chosen in batch.strategies.values() for s in chosen))
    return [
        ("Command", str(m["command"]) or "none: made from Python"),
        ("Runs", describe_batch(batch)),
        ("Scenarios", ", ".join(s.name for s in batch.scenarios)),
        ("Strategies", ", ".join(every)),
        ("Set for all", describe_settings(batch.changes) or "nothing"),
        (
            "Random numbers",
            f"seed {batch.seed}, runs {batch.first_run} to {batch.first_run + batch.runs - 1}",
        ),
        *(
            [("Parameters drawn", describe_assignment(batch.draws, batch.runs, batch.first_run))]
            if batch.draws
            else []
        ),
        ("Engine", batch.engine),
        ("Failed runs", f"{m['failed']:,}"),
        *([("Outcomes", f"of {window} alone")] if (window := m.get(WINDOW)) else []),
    ]


def describe_scenarios(batch: Batch) -> Section:
    """Build the section on all scenarios: question, events, and the sources of their values."""
    names = [s.name for s in batch.scenarios]
    base = next(s for s in batch.scenarios if s.name == find_baseline(names))
    by_name = {s.name: s for s in batch.scenarios}
    blocks: list[Block] = [
        block
        for s in map(by_name.__getitem__, sort_names(names))
        for block in (
            *describe_scenario(s, base),
            *(describe_sources(s) if s is base else changes_to_baseline(s, base)),
        )
    ]
    return Section("scenarios", "Scenarios in full, and their sources", blocks)


def describe_scenario(s: Scenario, base: Scenario) -> Iterator[Block]:
    """Yield a scenario's title, question, settings and events.

    Settings equal to those of the baseline are left out.
    """
    yield Heading(s.title.strip() or s.name)
    yield Text(" ".join(s.question.split()) or "The scenario asks no question.")
    shared = describe_hedger(base) if s is not base else {}
    yield Facts([("Name", s.name), *(f for f in describe_hedger(s).items() if shared.get(f[0]) != f[1])])
    rows = [[e.name, e.date, describe_event(s, e), format_source(e.source)] for e in s.events]
    heads = ["event", "date", "what it does", "source"]
    left, firm = frozenset({2, 3}), frozenset({0, 1})
    yield Sheet("Events", heads, rows, left=left, firm=firm) if rows else Text("It has no events.")


def describe_hedger(s: Scenario) -> dict[str, str]:
    """Return the hedger, the patrons and the period, by name of the fact."""
    return {
        "Hedger": s.hedger,
        "Patrons": ", ".join(s.labels.get(p, p) for p in s.patrons),
        "Period": f"{s.quarter_name(0)} to {s.quarter_name(s.horizon - 1)}, {s.horizon} quarters",
    }


def format_source(source: str) -> str:
    """Return a source on one line, or ``guess`` if there is none."""
    return " ".join(source.split()) or "guess"


def describe_sources(s: Scenario) -> Iterator[Block]:
    """Yield the sources of values: what is known of the case, known defaults, then guesses in a fold."""
    lines = [t for t in describe_values(s) if t.kind != "event"]
    for default, title in KNOWN_TITLES.items():
        known = [t for t in lines if t.kind in KNOWN and (t.place == DEFAULTS) is default]
        if known:
            yield source_sheet(title, known)
    rest = [t for t in lines if t.kind not in KNOWN]
    if rest:
        title = f"{len(rest)} of {len(lines)} values are guesses or settings"
        yield Fold(title, [source_sheet("Values without a source of their own", rest)], printed=False)


def source_sheet(title: str, lines: Sequence[ValueLine]) -> Sheet:
    """Build a table of values with their kind and source."""
    rows = [[t.path, t.value, t.kind, format_source(t.source)] for t in lines]
    heads = ["input", "value", "kind", "source"]
    return Sheet(title, heads, rows, left=frozenset({0, 3}), firm=frozenset({2}))


def changes_to_baseline(s: Scenario, base: Scenario) -> Iterator[Block]:
    """Yield the values in which a scenario differs from the baseline, without its events."""
    records = {base.name: base.to_dict(), s.name: s.to_dict()}
    units = {path: row.unit for path, row in parameters(s.patrons).items()}
    rows = [
        [
            row["path"],
            value_words(row["path"], row["baseline"], units),
            value_words(row["path"], row["value"], units) + change_words(records[s.name], row["path"]),
            value_origin(s, row["path"]),
        ]
        for row in list_rows(list_changed_inputs(records, base.name))
        if not row["path"].startswith("events.")
    ]
    heads, left = ["input", "baseline", "here", "source"], frozenset({0, 3})
    title = f"Values that differ from {base.name}"
    yield Sheet(title, heads, rows, left=left) if rows else Text(f"All values are those of {base.name}.")


def value_origin(s: Scenario, path: str) -> str:
    """Format the kind and source of a value."""
    found = s.origins.get(path)
    if found is None:
        return "guess"
    source = format_source(found.source)
    return source if source == found.kind else f"{found.kind}: {source}"


def describe_limits() -> Section:
    """Build the section on the limits of the numbers."""
    return Section("limits", "Limits", [Points(LIMITS)])


def describe_versions(manifest: Mapping[str, Any]) -> Fold:
    """Build the fold of versions, hashes and tables that are needed to reproduce the folder."""
    git = manifest["git"]
    state = f"{git['commit']}{', with uncommitted changes' if git['changed'] else ''}" if git else "none"
    facts = [
        ("Begun", str(manifest["begun"])),
        *((name, str(version)) for name, version in manifest["versions"].items()),
        ("Model's source", f"sha256 {manifest['model']}"),
        ("Repository", state),
        ("All tables", f"sha256 {manifest['hash']}"),
    ]
    rows = [[name, f"{t['rows']:,}", t["sha256"]] for name, t in manifest["tables"].items()]
    sheet = Sheet("Tables of the folder", ["table", "rows", "sha256"], rows, firm=frozenset({2}))
    return Fold("Versions, hashes and tables", [Facts(facts), sheet])


def format_as_in_file(path: str, value: float, patrons: tuple[str, ...]) -> str:
    """Format a value as in a scenario file."""
    row = parameters(patrons).get(path)
    return scenario_value(path, value, row.unit if row else "")


def warn_of_other_values(
    scenarios: Mapping[str, Mapping[str, Any]], name: str, digest: str, what: str
) -> Iterator[Text]:
    """Yield a warning if what was computed beforehand is of other values than the folder's scenario has.

    Parameters
    ----------
    scenarios : mapping
        The folder's scenarios by name.
    name, digest : str
        Name of the scenario, and the hash of its values in what was computed beforehand.
    what : str
        What that is, as the subject of the sentence with its verb: ``This threshold was``.
    """
    if Scenario.from_dict(scenarios[name]).digest != digest:
        yield Text(f"{what} found with other values of {name} than those of this folder.")
