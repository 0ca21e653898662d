"""A patron's colour in a scenario file: its form, whether it shows, and how far two colours lie apart."""

import re
from math import dist

FORM = r"^#[0-9A-Fa-f]{6}$"
BLACK = "#000000"
LEAST_CONTRAST = 3.0
"""Least contrast of a line with the white page: success criterion 1.4.11 of WCAG 2.1."""
LEAST_DISTANCE = 17.0
"""Least distance of two actors' colours: what the palette of figures keeps for colour-blind readers too."""
WORDS = {
    "green": "#009E73", "blue": "#0072B2", "vermilion": "#D55E00", "red": "#D55E00", "orange": "#D55E00",
    "purple": "#CC79A7", "pink": "#CC79A7", "indigo": "#332288", "brown": "#663300",
}  # fmt: skip
"""Colours of the palette of figures, for advice on a colour in words."""
XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
"""Linear sRGB to CIE XYZ (IEC 61966-2-1), white D65; the second row gives the luminance."""


def form_advice(text: str) -> str:
    """Describe the form of a colour, with the one that was probably meant, as the end of a message."""
    form = '"#RRGGBB", such as "#D55E00"'
    near = nearest_colour(text)
    return f'{form}; did you mean "{near}"?' if near and not visibility_fault(near) else form


def nearest_colour(text: str) -> str:
    """Return the colour that a text of another form probably means, or an empty text."""
    digits = text.strip().lstrip("#").removeprefix("0x").upper()
    if re.fullmatch(r"[0-9A-F]{3}", digits):
        digits = "".join(2 * digit for digit in digits)
    if re.fullmatch(r"[0-9A-F]{6}(?:[0-9A-F]{2})?", digits):
        return f"#{digits[:6]}"
    return WORDS.get(re.sub(r"[\s_-]+", " ", text.strip().lower()), "")


def visibility_fault(colour: str) -> str:
    """Describe why a colour would not show, or would look like the hedger's; "" if it is fit."""
    contrast = 1.05 / (compute_luminance(colour) + 0.05)
    if contrast < LEAST_CONTRAST:
        limits = f"contrast {contrast:.2f}, at least {LEAST_CONTRAST:g}"
        return f"too pale for a white page ({limits}); choose a darker one"
    if colour_distance(colour, BLACK) < LEAST_DISTANCE:
        return "too near black, which is the hedger's; choose a lighter one"
    return ""


def compute_luminance(colour: str) -> float:
    """Compute the relative luminance of a colour, 0 to 1, as WCAG 2 defines it."""
    return weigh_channels(XYZ[1], linear_channels(colour))


def linear_channels(colour: str) -> list[float]:
    """Convert a colour to linear red, green and blue, 0 to 1 (IEC 61966-2-1)."""
    channels = (int(colour[at : at + 2], 16) / 255.0 for at in (1, 3, 5))
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def weigh_channels(weights: tuple[float, ...], channels: list[float]) -> float:
    """Sum channels with their weights."""
    return sum(weight * channel for weight, channel in zip(weights, channels, strict=True))


def colour_distance(a: str, b: str) -> float:
    """Compute the distance of two colours in CIELAB (CIE 1976); black and white are 100 apart."""
    return dist(to_lab(a), to_lab(b))


def to_lab(colour: str) -> tuple[float, float, float]:
    """Convert a colour to CIELAB (ISO/CIE 11664-4)."""
    channels = linear_channels(colour)
    x, y, z = (compress_light(weigh_channels(row, channels) / sum(row)) for row in XYZ)
    return 116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)


def compress_light(part: float) -> float:
    """Convert a part of the white's light to a scale with equal steps for the eye: f of CIELAB."""
    return part ** (1.0 / 3.0) if part > (6.0 / 29.0) ** 3 else part * (29.0 / 6.0) ** 2 / 3.0 + 4.0 / 29.0
