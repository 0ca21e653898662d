"""Rules on vectors: what compiled code is written from gives plain Python's bits, and nobody else notices."""

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from llvmlite import ir
from numba import njit
from numba.core import types
from numba.core.extending import intrinsic

from hedgesim.model import arithmetic as words
from hedgesim.model import noise
from hedgesim.model.engines.compiled.buffer import Block, total
from hedgesim.model.engines.compiled.kind import LoopKind
from hedgesim.model.engines.compiled.stages import on_block
from hedgesim.model.engines.compiled.trace import REPLACED
from hedgesim.model.engines.compiled.vectors import LANES, Real, Truth
from hedgesim.model.engines.compiled.words import on_vectors
from hedgesim.model.rules import patrons, quarter

UNARY: list[Callable[[float], float]] = [
    words.exp,
    words.logistic,
    lambda x: words.log(words.maximum(x * x, 1e-300)),
    lambda x: words.sqrt(words.maximum(-x, 0.0)),
    lambda x: 1.0 - x / 3.0 + (2.0 - -x) * 0.5,
    lambda x: words.clip(x, -0.5, 0.5) + words.distance(x, 1.0) + words.toward(x, 1.0, 0.1),
    lambda x: words.where(x >= 0.25, words.where(x < 1.0, x, 1.0), words.where(x == -1.0, 3.0, 4.0)),
]


@intrinsic
def each(_typing: Any, buffer: Any) -> Any:
    """Row 0 through every function, into the rows behind it."""

    def write(block: Block) -> None:
        for k, function in enumerate(UNARY, 1):
            block.write_row(k, bound(function)(block.row(0)))

    return types.void(buffer), on_block(write, LoopKind(3))


def bound(function: Callable[[Any], Any]) -> Any:
    """A function of this file on vectors: the words it calls are looked up as attributes of the module."""
    known = {k: on_vectors(v) for k, v in vars(words).items() if not k.startswith("__")}
    space = type("Words", (), {k: staticmethod(v) for k, v in known.items() if callable(v)})
    if function.__module__ == words.__name__:
        return on_vectors(function)
    return type(function)(function.__code__, {"words": space})  # type: ignore[call-arg]


@njit
def through(buffer: Any) -> None:
    each(buffer)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.floats(-1e6, 1e6), min_size=LANES, max_size=LANES))
def test_every_lane_has_the_bits_of_plain_python(values: list[float]) -> None:
    buffer = np.zeros((1 + len(UNARY)) * LANES)
    buffer[:LANES] = values
    through(buffer)
    for k, function in enumerate(UNARY, 1):
        expected = np.array([function(x) for x in values])
        assert buffer[k * LANES : (k + 1) * LANES].tobytes() == expected.tobytes(), k


def builder() -> ir.IRBuilder:
    """A builder in a function of its own."""
    function = ir.Function(ir.Module(), ir.FunctionType(ir.VoidType(), []), "f")
    return ir.IRBuilder(function.append_basic_block())


def test_a_rule_that_branches_is_refused() -> None:
    x = Real.of(builder(), 1.0)
    assert isinstance(x < 2.0, Truth)
    with pytest.raises(TypeError, match="a rule may not branch: use where, minimum or maximum"):
        bool(x < 2.0)
    with pytest.raises(TypeError, match="a rule may not branch"):
        on_vectors(words.where)(x, 1.0, 2.0)
    with pytest.raises(TypeError, match="a rule may not branch"):
        bool((x < 2.0) == (x > 2.0))


def test_a_sum_is_added_in_pairs() -> None:
    assert total(((1e16, 1.0), (-1e16, 1.0, 5.0))) == (1e16 + 1.0) + (-1e16 + 1.0) + 5.0  # type: ignore[comparison-overlap]


def test_plain_rules_keep_their_words() -> None:
    assert on_vectors(quarter.quarter) is not quarter.quarter
    assert on_vectors(patrons.set_terms).__globals__["logistic"] is not words.logistic
    assert patrons.set_terms.__globals__ is vars(patrons)
    assert patrons.logistic is words.logistic
    assert noise.where is words.where


def test_replaced_words_take_what_the_words_take() -> None:
    for word, replaced in REPLACED.items():
        if word is not words.sqrt:
            assert list(inspect.signature(word).parameters) == list(inspect.signature(replaced).parameters), (
                word
            )
