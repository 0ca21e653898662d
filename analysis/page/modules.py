"""The compiled rules as text: one module for each number of patrons and of a plan's steps."""

from base64 import b64encode
from collections.abc import Callable, Collection
from typing import Any

from ...model.engines.webassembly import build_layout, build_module

Key = tuple[int, int]
"""Numbers of patrons and of a plan's steps."""
KINDS = {"simd": True, "plain": False}
"""Modules for browsers with vectors, and for those without, which play the same bits."""


def name_module(key: Key) -> str:
    """Return the name of a module: ``3-0`` has three patrons and no steps."""
    return "{}-{}".format(*key)


def build_modules(keys: Collection[Key], progress: Callable[[int], object]) -> dict[str, Any]:
    """Compile the modules, with the layout of each, as base64; call ``progress`` with 1 after each."""
    return {name_module(key): describe_module(key, progress) for key in sorted(keys)}


def describe_module(key: Key, progress: Callable[[int], object]) -> dict[str, Any]:
    """Compile a module with and without vectors."""
    found: dict[str, Any] = {"layout": build_layout(*key)._asdict(), "lanes": {}}
    for kind, simd in KINDS.items():
        found["lanes"][kind] = build_layout(*key, simd=simd).lanes
        found[kind] = b64encode(build_module(*key, simd=simd)).decode("ascii")
        progress(1)
    return found
