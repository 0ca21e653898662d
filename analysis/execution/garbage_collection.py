"""How often Python looks for reference cycles. Light to import, because every command and worker does."""

import gc


def collect_seldom() -> None:
    """Look for reference cycles less often: most objects of a command live as long as it does.

    To visit them again and again takes a tenth of its time, and few objects of a block have cycles.
    """
    gc.set_threshold(100_000, 20, 20)
