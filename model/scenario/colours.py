"""Form of a patron's colour in a scenario file, and advice on a text of another form."""

import re

FORM = r"^#[0-9A-Fa-f]{6}$"
RESERVED = {"#000000": "black is the hedger's", "#FFFFFF": "white does not show on a white page"}
WORDS = {
    "orange": "#E69F00", "sky blue": "#56B4E9", "green": "#009E73", "yellow": "#F0E442",
    "blue": "#0072B2", "vermilion": "#D55E00", "red": "#D55E00", "purple": "#CC79A7",
}  # fmt: skip
"""Colours of Okabe and Ito (2008), which colour-blind readers tell apart, for advice on a colour in words."""


def form_advice(text: str) -> str:
    """Describe the form of a colour, with the one that was probably meant, as the end of a message."""
    told = '"#RRGGBB", such as "#D55E00"'
    near = nearest_colour(text)
    return f'{told}; did you mean "{near}"?' if near and near not in RESERVED else told


def nearest_colour(text: str) -> str:
    """Return the colour that a text of another form probably means, or an empty text."""
    digits = text.strip().lstrip("#").removeprefix("0x").upper()
    if re.fullmatch(r"[0-9A-F]{3}", digits):
        digits = "".join(2 * digit for digit in digits)
    if re.fullmatch(r"[0-9A-F]{6}(?:[0-9A-F]{2})?", digits):
        return f"#{digits[:6]}"
    return WORDS.get(re.sub(r"[\s_-]+", " ", text.strip().lower()), "")
