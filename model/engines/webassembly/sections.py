"""Sections of a WebAssembly file: LLVM's object file as a module that a browser loads.

Source of the format: WebAssembly Core Specification 1.0, section 5.5 (Modules).
"""

from collections.abc import Iterator, Sequence

MAGIC = b"\0asm\x01\0\0\0"
CUSTOM, IMPORT, EXPORT, DATA = 0, 2, 7, 11
BEHIND_EXPORTS = {8, 9, 10, 11, 12}
"""Identifiers of sections; those of the start, elements, code, data and data count follow the exports."""
NUMBERS_BEHIND = {0: 1, 1: 3, 2: 2, 3: 2}
"""Numbers that follow the name and the kind of an import: of a function, table, memory and global."""


def write_number(number: int) -> bytes:
    """Encode an unsigned number in LEB128: seven bits a byte, the last seven first."""
    low, high = number & 0x7F, number >> 7
    return bytes([low | 0x80]) + write_number(high) if high else bytes([low])


def read_number(data: bytes, at: int) -> tuple[int, int]:
    """Decode an unsigned number of LEB128 from a place; return it and the place behind it."""
    byte, number, shift = data[at], data[at] & 0x7F, 7
    while byte & 0x80:
        at += 1
        byte = data[at]
        number, shift = number | (byte & 0x7F) << shift, shift + 7
    return number, at + 1


def read_sections(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield identifier and content of each section of a file."""
    at = len(MAGIC)
    while at < len(data):
        kind = data[at]
        size, at = read_number(data, at + 1)
        yield kind, data[at : at + size]
        at += size


def list_imports(content: bytes) -> list[str]:
    """List the names in a section of imports."""
    count, at = read_number(content, 0)
    names = []
    for _ in range(count):
        size, at = read_number(content, at)
        size, at = read_number(content, at + size)
        names.append(content[at : at + size].decode())
        kind, at = read_number(content, at + size)
        for _ in range(NUMBERS_BEHIND[kind]):
            _, at = read_number(content, at)
    return names


def write_section(kind: int, content: bytes) -> bytes:
    """Encode a section."""
    return bytes([kind]) + write_number(len(content)) + content


def write_text(text: str) -> bytes:
    """Encode a name."""
    return write_number(len(text)) + text.encode()


def write_exports(names: Sequence[str]) -> bytes:
    """Encode the section that exports a module's functions; they stand in the order of their names."""
    entries = [write_text(name) + b"\0" + write_number(k) for k, name in enumerate(names)]
    return write_section(EXPORT, write_number(len(names)) + b"".join(entries))


def add_exports(data: bytes, names: Sequence[str]) -> bytes:
    """Return an object file as a module that exports its functions; drop what only a linker reads."""
    module, exports = MAGIC, write_exports(names)
    for kind, content in read_sections(data):
        if kind in BEHIND_EXPORTS and exports:
            module, exports = module + exports, b""
        module += write_section(kind, content) if kind != CUSTOM else b""
    return module
