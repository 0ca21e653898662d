"""Long words of arithmetic and draws as functions of the generated code, which stand there once.

Written out at each of some two hundred uses they are a quarter of the code with two vectors of runs, and more
of the time to compile it. Called, they take about as long where one vector holds the runs side by side, and
less where two do: a processor works on the second while it waits for the first (``docs/performance.md``).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from llvmlite import ir

from ... import arithmetic, noise
from ...rebinding import rebind
from .trace import REPLACED
from .vectors import Code, LaneInteger, Real, Vector, find_builder, vector_type

Word = Callable[..., Any]
RESULTS: Mapping[Word, tuple[type[Vector], ...]] = {
    arithmetic.exp: (Real,),
    arithmetic.log: (Real,),
    noise.philox: (LaneInteger,) * 4,
    noise.normal_pair: (Real, Real),
}
"""Words that become functions, and what each returns."""

write_inline = rebind(REPLACED)
"""Bind a word to vectors so that its code is written where it is used."""


def separate(word: Word) -> Word:
    """Build the version of a word for vectors that calls a function of the generated code.

    What all runs share is computed once, and a builder that says ``inline`` has no functions: for these the
    word is written out.
    """
    write, results = write_inline(word), RESULTS[word]

    def call(*operands: Any) -> Any:  # noqa: ANN401 - vectors and plain numbers
        vectors = [x for x in operands if isinstance(x, Vector)]
        builder = find_builder(*vectors) if vectors else None
        if builder is None or getattr(builder, "inline", False):
            return write(*operands)
        inputs = [type(vectors[0]).of(builder, x) for x in operands]
        name = f"word.{word.__name__}"
        function = builder.module.globals.get(name) or write_function(builder, name, write, inputs, results)
        found = builder.call(function, [x.value for x in inputs])
        parts = tuple(kind(builder, builder.extract_value(found, k)) for k, kind in enumerate(results))
        return parts if len(parts) > 1 else parts[0]

    return call


def write_function(
    builder: Code, name: str, write: Word, inputs: Sequence[Vector], results: Sequence[type[Vector]]
) -> Code:
    """Write the function of a word into the module of a builder, for inputs of such types."""
    result = ir.LiteralStructType([vector_type(builder, kind.ELEMENT) for kind in results])
    kind = ir.FunctionType(result, [x.value.type for x in inputs])
    function = ir.Function(builder.module, kind, name)
    function.linkage = "internal"
    for attribute in ("noinline", "nounwind"):
        function.attributes.add(attribute)
    body = ir.IRBuilder(function.append_basic_block("entry"))
    found = write(*(type(x)(body, argument) for x, argument in zip(inputs, function.args, strict=True)))
    value = ir.Constant(result, ir.Undefined)
    for k, part in enumerate(found if isinstance(found, tuple) else (found,)):
        value = body.insert_value(value, part.value, k)
    body.ret(value)
    return function


on_vectors = rebind({**REPLACED, **{word: separate(word) for word in RESULTS}})
"""Bind a rule, a word or a draw to vectors."""
