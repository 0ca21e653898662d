"""What hostile and careless people write where something else is expected, as TOML says it."""

LONG = "x" * 20_000
NUMBERS = (
    "0", "1", "-1", "0.5", "2", "1e-12", "1e12", "-1e12", "1e-320", "1e308", "-1e308", "1e999", "nan", "inf", "-inf",
    "0.1", "0.3", "1.05", "0.9", "-0.0", "1_000", "0x10", "9223372036854775808", "9" * 400,
)  # fmt: skip
SMALL = ("0", "1e-12", "-1e-12", "0.01", "-0.01", "0.5", "0.9", "1.0", "1.05")
STRINGS = (
    '""', '" "', '"hedge"', '"all"', '"fixed"', '"bandwagon:russia"', '"pivot:nobody"', '"patrons.*.fund"', '"*"', '"*.*.*"',
    '"../../etc/passwd"', '"..\\\\..\\\\x"', '"/"', '"a/b"', '"<script>alert(1)</script>"', '"</title><b>&amp;"',
    '"\'; drop table runs; --"', '"{{ 7 * 7 }}"', '"%s%n{0}"', '"$\\\\frac{1}{0}$"', '"$x"', '"\\u001b[31mred"', '"\\u0007"',
    '"\\u0000"', '"\\u202eabc"', '"\\u200b"', '"\\ud83d"', '"\\U0001F600"', '"Бэларусь"', '"白俄罗斯"', '"\\n"', '"a\\tb"',
    '"e1"', '"nan"', f'"{LONG}"', '"__class__"', '"model_config"', '"-"', '"russia-eu"', '"a-b-c"', '"patrons.eu.fund"',
)  # fmt: skip
SCALARS = (
    *NUMBERS, *STRINGS, "true", "false", "[]", "{}", "[[]]", "[1, 2]", "[0.1, 0.2]", "[nan, inf]", '["hedge"]', "{a = 1}",
    "2017-07-01", "2017-07-01T00:00:00Z", "9999-12-31", "00:00:00", "0001-01-01", "'''\nlines\n'''", "9" * 5000,
)  # fmt: skip
SUBSTITUTES = (
    "", "\n", '"', "'", '"""', "[", "]", "[[", "{", "}", "=", ".", ",", "#", "\\", "\t", "\r", "\x00", "\x1b[2J", "\ufeff",
    "\u202e", "é", "\ud800", "9" * 50, "= = ", "[events]\n", "[[events]]\n",
)  # fmt: skip
