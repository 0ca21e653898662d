"""Sections of a WebAssembly file: known bytes of the standard, and back again."""

import pytest
import wasmtime
from hypothesis import given
from hypothesis import strategies as st

from hedgesim.model.engines.webassembly import sections

KNOWN = {0: "00", 1: "01", 127: "7f", 128: "8001", 624_485: "e58e26", 2**32 - 1: "ffffffff0f"}
"""Numbers and their bytes in LEB128; 624,485 is the example of the DWARF standard, which defined it."""


@pytest.mark.parametrize(("number", "encoded"), KNOWN.items())
def test_a_number_has_the_bytes_of_the_standard(number: int, encoded: str) -> None:
    assert sections.write_number(number).hex() == encoded


@given(st.integers(0, 2**64 - 1), st.binary(max_size=3), st.binary(max_size=3))
def test_a_number_is_read_back_from_where_it_stands(number: int, before: bytes, behind: bytes) -> None:
    encoded = sections.write_number(number)
    assert len(encoded) == max(1, -(-number.bit_length() // 7))
    found = sections.read_number(before + encoded + behind, len(before))
    assert found == (number, len(before) + len(encoded))


def test_a_number_with_idle_bytes_is_read() -> None:
    """A linker's tools write five bytes whatever the number, to fill it in later."""
    assert sections.read_number(bytes.fromhex("8380808000"), 0) == (3, 5)


@given(st.lists(st.tuples(st.integers(0, 12), st.binary(max_size=200))))
def test_sections_are_read_back(parts: list[tuple[int, bytes]]) -> None:
    data = sections.MAGIC + b"".join(sections.write_section(*part) for part in parts)
    assert list(sections.read_sections(data)) == parts


IMPORTS = """(module (import "env" "fmod" (func (param f64 f64) (result f64)))
    (import "env" "t" (table 1 funcref)) (import "env" "m" (memory 300))
    (import "env" "g" (global (mut i32))) (import "env" "last" (func)))"""


def test_imports_of_every_kind_are_listed() -> None:
    found = dict(sections.read_sections(bytes(wasmtime.wat2wasm(IMPORTS))))
    assert sections.list_imports(found[sections.IMPORT]) == ["fmod", "t", "m", "g", "last"]


def test_exports_stand_before_the_code_and_what_a_linker_reads_is_dropped() -> None:
    source = bytes(
        wasmtime.wat2wasm("(module (func (result i32) i32.const 7) (func (result i32) i32.const 9))")
    )
    linked = sections.add_exports(
        source + sections.write_section(sections.CUSTOM, b"\x04name"), ["seven", "nine"]
    )
    assert [kind for kind, _ in sections.read_sections(linked)] == [1, 3, sections.EXPORT, 10]
    store = wasmtime.Store()
    exports = wasmtime.Instance(store, wasmtime.Module(store.engine, linked), []).exports(store)
    assert [exports[name](store) for name in ("seven", "nine")] == [7, 9]  # type: ignore[operator]
