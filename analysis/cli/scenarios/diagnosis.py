"""The command that diagnoses a new case."""

from ..parts import options
from ..parts.output import check_output

TABLES = ("findings", "set_first", "strategies", "anchors")


def diagnose(
    scenario: options.Scenario,
    settings: options.Settings = None,
    seed: options.Seed = None,
    top: options.Top = None,
    full: options.Full = False,
    as_json: options.AsJson = False,
    as_csv: options.AsCsv = False,
    table: options.Table = None,
) -> None:
    """Find what is wrong with a new case that validate cannot see, and what to set first."""
    from ....model.scenario.scenario import Scenario, parse_settings
    from ...diagnosis.diagnosis import diagnose as examine
    from ...tables.output import print_output
    from ...tables.scenarios.diagnosis import diagnosis_sheets, diagnosis_tables
    from ...tables.sheet import View
    from ...verdicts.diagnosis import judge_diagnosis

    form = check_output(as_json, as_csv, table, TABLES)
    found = examine(Scenario.load(scenario).vary(parse_settings(settings or [])), 1 if seed is None else seed)
    print_output(
        form, diagnosis_tables(found), diagnosis_sheets(found), table,
        verdict=judge_diagnosis(found), view=View(top, full),
    )  # fmt: skip
