"""What a user may have meant by the name of an outcome."""

from collections.abc import Collection

from ..model.parameters.lookup import hint


def outcome_hint(name: str, known: Collection[str]) -> str:
    """Return a question for the end of a message.

    A dimension's mean where only that is named, or the nearest.
    """
    mean = f"{name}_mean"
    return f"; did you mean {mean}?" if mean in known else hint(name, known)
