"""The engine of a browser: the rules as a WebAssembly module, with the bits of plain Python.

It is a second back-end of the tracer of :mod:`~hedgesim.model.engines.compiled`: no rule is written twice.
"""

from .module import Layout, build_layout, build_module

__all__ = ["Layout", "build_layout", "build_module"]
