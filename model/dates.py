"""Conversion of dates (2016, 2016-09, 2016-09-29, 2016Q3) to quarter numbers, 4 * year + quarter - 1."""

import re
from datetime import date

FORMS = "2016, 2016-09, 2016-09-29 or 2016Q3"
_QUARTER = re.compile(r"(\d{4})Q([1-4])")
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def quarter_of(written: object) -> int:
    """Compute the number of the quarter that contains a date; a year alone means its first quarter.

    Parameters
    ----------
    written : str, int or datetime.date
        The date in one of the forms that a scenario file may use, see :data:`FORMS`.

    Raises
    ------
    ValueError
        If it is not a valid date; the message names the allowed forms.
    """
    text = written.isoformat() if isinstance(written, date) else str(written)
    if by_quarter := _QUARTER.fullmatch(text):
        return 4 * int(by_quarter[1]) + int(by_quarter[2]) - 1
    if isinstance(written, bool) or not (by_day := _DAY.fullmatch(text)):
        msg = f"found {text!r}; a date is written {FORMS}"
        raise ValueError(msg)
    year, month, day = int(by_day[1]), int(by_day[2] or 1), int(by_day[3] or 1)
    try:
        date(year, month, day)
    except ValueError as error:
        msg = f"found {text!r}; there is no such day: a date is written {FORMS}"
        raise ValueError(msg) from error
    return 4 * year + (month - 1) // 3


def quarter_name(number: int) -> str:
    """Format a quarter number as a name, such as 2016Q3."""
    return f"{number // 4}Q{number % 4 + 1}"
