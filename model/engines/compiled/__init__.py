"""Many runs at once: the rules compiled as they stand, runs side by side, the bits of plain Python.

Only this package imports numba. Nothing is compiled before :func:`simulate` is called.
"""

from .simulate import Ensemble, simulate

__all__ = ["Ensemble", "simulate"]
