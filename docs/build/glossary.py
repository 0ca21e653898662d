"""Write docs/glossary.md, what each word means, from the glossary: ``python docs/build/glossary.py``."""

from pathlib import Path

from hedgesim.analysis.glossary.terms import Term, list_kind, list_terms
from hedgesim.model.parameters.table import ROWS

PAGE = Path(__file__).parents[1] / "glossary.md"
HEAD = """# Glossary

What words mean here. Made from the program's own glossary by `python docs/build/glossary.py`; a test compares
them. `hedgesim explain WORD` says the same and searches names, other words for them and meanings; it also
knows [every parameter](parameters.md) and every outcome and column of a table.
"""
GROUPS = {
    "topic": "Words of the field",
    "idea": "Ideas of the model",
    "strategy": "Strategies",
    "regime": "Regimes",
    "measure": "Words of tables and figures",
    "rung": "Rungs of the ladder",
    "verdict": "Verdicts",
}
PATHS = frozenset(row.path for row in ROWS)


def write_term(term: Term) -> str:
    """Return a term below a heading of its own, by which a search finds it."""
    parts = [f"\n### {term.name}\n\n{anchor(term.name)}{end_sentence(term.meaning)}"]
    if term.aliases:
        parts.append(f" Also: {', '.join(term.aliases)}.")
    if term.see:
        parts.append(f" See {', '.join(map(link, term.see))}.")
    if term.setting:
        parts.append(f" To set: `--set {term.setting}`.")
    if term.command:
        parts.append(f" To see: `{term.command}`.")
    return "".join(parts) + "\n"


def anchor(name: str) -> str:
    """Return the anchor of a term."""
    return f'<a id="{slug(name)}"></a>'


def slug(name: str) -> str:
    """Return a name as an address has it."""
    return "word-" + name.lower().replace(" ", "-").replace(":", "-")


def end_sentence(text: str) -> str:
    """Return a meaning as a sentence."""
    return text if text.endswith(".") else f"{text}."


def link(name: str) -> str:
    """Return a link to a parameter or a term; what is neither is a column, which has no page."""
    if name in PATHS:
        return f"[`{name}`](parameters.md#{name})"
    named = {term.name for term in list_terms()}
    return f"[{name}](#{slug(name)})" if name in named else f"`{name}`"


def page() -> str:
    """Return the whole page."""
    unknown = {term.kind for term in list_terms()} - set(GROUPS)
    assert not unknown, f"kinds without a heading: {unknown}"
    parts = [f"\n## {head}\n{''.join(map(write_term, list_kind(kind)))}" for kind, head in GROUPS.items()]
    return HEAD + "".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
