"""Write the other states' histories after 2016, from outside: ``python docs/build/histories.py``.

The rule is that of ``scenarios/belarus/history_to_2024.toml``, and what is the same for every state is
taken from that file: the oil price, Chinese funding, the masses of the three patrons and the war in Ukraine.
Own events after 2016 are those of ``scenarios/world/turning_points.csv``. Nothing that was observed of trade,
arms, debt or influence after 2016 goes in.
"""

import csv
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"
NAMES = {
    "armenia": "ARM", "azerbaijan": "AZE", "georgia": "GEO", "kazakhstan": "KAZ", "kyrgyzstan": "KGZ",
    "moldova": "MDA", "mongolia": "MNG", "serbia": "SRB", "ukraine": "UKR",
}  # fmt: skip
WORLDS = ("energy_", "funding_", "mass_", "rivalry_")
"""First letters of the events that every state shares."""
PAGE = '''# {state}, 2005 to 2024: history, and after 2016 what came from outside the model, by the rule
# of belarus/history_to_2024. Written by docs/build/histories.py; see tests/scenarios/test_later_years.py.
# No figure of trade, arms, debt or influence after 2016 is in it. Held as at the end of 2016: terms with the
# patrons, arms access, guarantee, rent and strain; masses are held from 2023. Own to {state} after 2016:
# {own}.
title = "{state}, 2005 to 2024"
question = """
What does the model say about the years of {state} that it has not seen? The history of 2005 to 2016 goes on
with what came from outside: the oil price, the masses of the three economies, and the war in Ukraine. What is
held as in 2016 may have changed since; nothing that was observed after 2016 went in.
"""
extends = "history"
horizon = 80
events = [
{events}
]
'''

Event = dict[str, Any]


def read_toml(name: str) -> dict[str, Any]:
    """Read a scenario file as it stands."""
    return tomllib.loads((SCENARIOS / f"{name}.toml").read_text(encoding="utf-8"))


def shared_events(case: str) -> Iterator[Event]:
    """Yield the events after 2016 that every state shares; masses count from the state's first year."""
    bases = {e["add"]: e["value"] for e in read_toml(f"{case}/history").get("events", []) if "add" in e}
    for event in read_toml("belarus/history_to_2024")["events"]:
        if not event["name"].startswith(WORLDS):
            continue
        base = bases.get(event["set"], 0.0)
        less = f"; {base:+g}, so that mass counts from 2006" if base else ""
        yield event | {"value": round(event["value"] + base, 3), "source": event["source"] + less}


def own_events(case: str) -> Iterator[Event]:
    """Yield a state's own turning points after 2016: steps of its agreement with the EU."""
    with (SCENARIOS / "world" / "turning_points.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            what, _, step = row["change"].partition("=")
            if row["case"] == NAMES[case] and row["date"] >= "2017" and what == "agreement":
                known = f"{row['date']} {row['case']} {row['patron']} ({row['quality']})"
                yield {
                    "name": f"{step}_agreement",
                    "label": f"{step.capitalize()} agreement with the EU",
                    "date": row["date"],
                    "set": "patrons.eu.agreement",
                    "value": step,
                    "source": f"turning_points.csv {known}",
                }


def format_event(event: Event) -> str:
    """Format an event as one line of a scenario file."""
    cells = (f"{key} = {json.dumps(value)}" for key, value in event.items())
    return f"    {{ {', '.join(cells)} }},"


def build_page(case: str) -> str:
    """Build a state's file."""
    own = list(own_events(case))
    told = ", ".join(f"{e['label'][0].lower()}{e['label'][1:]} from {e['date']}" for e in own)
    lines = map(format_event, (*shared_events(case), *own))
    return PAGE.format(
        state=case.capitalize(),
        own=told or "nothing that a table here holds",
        events="\n".join(lines),
    )


def main() -> None:
    """Write the file of every state."""
    for case in NAMES:
        (SCENARIOS / case / "history_to_2024.toml").write_text(build_page(case), encoding="utf-8")


if __name__ == "__main__":
    main()
