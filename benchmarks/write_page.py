"""The tables of ``docs/performance.md``: what stands between its markers is made anew, all else is kept."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import by_the_clock as clock
from browser_page import COMPILED, RATES
from command_costs import list_cells, table_heads
from figure import draw
from interleaved import Spread, ratio, spread
from measurement import Cost, Found
from scaling import Size
from variants import BATCH_RUN, MESA_LOOP, ONE_THREAD, TWO_THREADS, VARIANTS

from hedgesim.analysis.plots.parts.page import save_figure

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
BEGIN, END = "<!-- numbers -->\n", "<!-- /numbers -->"
TRIED = "**Only tried out** (`--quick`): few runs, few rounds and small batches. Not to be cited.\n\n"


def between(text: str, fresh: str) -> str:
    """Return a page with what stands between its markers replaced.

    Raises
    ------
    ValueError
        If it lacks a marker.
    """
    if text.count(BEGIN) != 1 or text.count(END) != 1 or text.index(END) < text.index(BEGIN):
        msg = f"the page needs {BEGIN.strip()} and then {END}, once each"
        raise ValueError(msg)
    before, _, rest = text.partition(BEGIN)
    return before + BEGIN + fresh + END + rest.partition(END)[2]


def number(x: float) -> str:
    """Return a number in about three digits."""
    return f"{x:,.0f}" if abs(x) >= 100 else f"{x:.3g}"


def said(s: Spread) -> str:
    """Median and range."""
    return f"{number(s.middle)} ({number(s.low)} to {number(s.high)})"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table; all columns but the first are right-aligned."""
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def machine(found: Found) -> str:
    """Return the machine as a list."""
    return "".join(f"- {what}: {fact}\n" for what, fact in found.machine.items())


def rates(found: Found) -> str:
    """Return runs a second of every variant, and how many times Mesa's that is."""
    r = found.rates
    rows = [
        [
            v.name,
            said(spread(r[v.name])),
            said(ratio(r[v.name], r[BATCH_RUN.name])),
            said(ratio(r[v.name], r[MESA_LOOP.name])),
        ]
        for v in VARIANTS
    ]
    threads = said(ratio(r[TWO_THREADS.name], r[ONE_THREAD.name]))
    heads = ["60 quarters a run", "runs a second", "times `mesa.batch_run`", "times the Mesa loop"]
    return f"{table(heads, rows)}\nTwo threads are {threads} times as fast as one.\n"


def cost_row(name: str, cost: Cost) -> list[str]:
    """Return one engine's costs."""
    words = ", ".join(f"{n} {word}" for word, n in sorted(cost.calls.items()))
    return [
        name,
        said(spread(cost.nanoseconds)),
        f"{cost.count} ({words})",
        said(spread(cost.by_call)),
        f"{cost.operations:,}",
        said(spread(cost.by_operation)),
    ]


def costs(found: Found) -> str:
    """Return what a quarter, a call and an operation cost, next to a prototype's where there is one."""
    rows = [cost_row("this engine", found.cost)]
    if (other := found.prototype) is not None:
        quarter = said(ratio(found.cost.nanoseconds, other.nanoseconds))
        call = said(ratio(found.cost.by_call, other.by_call))
        operation = said(ratio(found.cost.by_operation, other.by_operation))
        rows += [cost_row("prototype", other), ["ratio", quarter, "", call, "", operation]]
    heads = [
        "one core",
        "ns a quarter",
        "calls a quarter",
        "ns a call",
        "operations a quarter",
        "ps an operation",
    ]
    return table(heads, rows)


def size_row(s: Size) -> list[str]:
    """Return one batch."""
    rate = number(s.runs / s.seconds)
    return [f"{s.runs:,}", str(s.workers), f"{s.seconds:.2f}", rate, f"{s.start:.2f}", f"{s.memory:,.0f}"]


def sizes(found: Found) -> str:
    """Batches of growing size."""
    heads = ["runs", "workers", "seconds", "runs a second", "seconds to load", "peak memory in MB"]
    return table(heads, map(size_row, found.sizes))


def commands(found: Found) -> str:
    """Return what each command takes at growing sizes."""
    heads = table_heads(before=any(row.before for row in found.commands))
    return table(heads, list_cells(found.commands))


def waits(found: Found) -> str:
    """Return what a user waits for beside another version."""
    return table(clock.HEADS, (clock.list_row(*row) for row in found.waits))


def patrons(found: Found) -> str:
    """Return the cost of each number of patrons, and how many times that of three it is."""
    three = next(cost.nanoseconds for cost in found.patrons if cost.count == 3)
    rows = [
        [str(c.count), said(spread(c.nanoseconds)), said(ratio(c.nanoseconds, three)), f"{c.first:.1f}"]
        for c in found.patrons
    ]
    return table(["patrons", "ns a quarter", "times three patrons", "seconds of first use"], rows)


def first_use(found: Found) -> str:
    """Return what a user waits for."""
    return table(["what", "seconds"], ([what, f"{s:.2f}"] for what, s in found.first_use.items()))


def browser(found: Found) -> str:
    """Return what a user of a page waits for, and what its engine plays next to the compiled one."""
    waits = [[what, said(spread(ms))] for what, ms in found.browser.items() if what not in RATES]
    rates = {what: found.browser[what] for what in RATES}
    rows = [[what, said(spread(rate)), said(ratio(rate, rates[COMPILED]))] for what, rate in rates.items()]
    heads = ["one thread", "runs a second", f"times {COMPILED}"]
    return f"{table(['what', 'ms'], waits)}\n{table(heads, rows)}"


def numbers(found: Found) -> str:
    """Return all that stands between the markers."""
    parts = {
        "Machine": machine(found),
        "Runs a second": "![Runs a second, and batches of growing size](performance.svg)\n\n" + rates(found),
        "Cost of a quarter": costs(found),
        "Batches of growing size": sizes(found),
        "Commands": commands(found),
        **({"Beside the version before, by the clock": waits(found)} if found.waits else {}),
        "Number of patrons": patrons(found),
        "First use": first_use(found),
        **({"Page in a browser": browser(found)} if found.browser else {}),
    }
    rounds = f"Median (smallest to largest) of {found.rounds} rounds.\n"
    text = "".join(f"\n## {head}\n\n{part}" for head, part in parts.items())
    return (TRIED if found.quick else "") + rounds + text


def write(found: Found, folder: Path) -> None:
    """Write page and figure into a folder; words come from the page of the documentation."""
    folder.mkdir(parents=True, exist_ok=True)
    fresh = between(PAGE.read_text(encoding="utf-8"), numbers(found))
    (folder / PAGE.name).write_text(fresh, encoding="utf-8")
    figure = draw(found)
    for ending in (".svg", ".png"):
        save_figure(figure, folder / f"{PAGE.stem}{ending}")
