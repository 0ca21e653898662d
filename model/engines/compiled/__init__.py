"""The compiled engine: many runs side by side, compiled from the rules, with the bits of plain Python.

Only this package imports numba. Nothing is compiled before :func:`simulate` is called.
"""

from .ensemble import Ensemble
from .simulate import simulate

__all__ = ["Ensemble", "simulate"]
