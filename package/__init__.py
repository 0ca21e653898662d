"""Simulate how a small state hedges between great powers.

The packages are ``hedgesim.model``, ``hedgesim.analysis`` and ``hedgesim.scenarios``. This file makes them
one regular package, which Python prefers to a mere folder of the same name, such as a clone in the working
folder.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    __version__: str
else:

    def __getattr__(name: str) -> str:
        """Look up the version when it is first needed: it takes longer than all else here."""
        if name != "__version__":
            msg = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(msg)
        from importlib.metadata import version

        return version(__name__)
