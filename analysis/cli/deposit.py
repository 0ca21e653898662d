"""The command that packs a result folder as an archive to deposit."""

from pathlib import Path
from typing import Annotated

import typer

from ...model.text import shell_word
from .parts import options
from .parts.console import print_line, say


def pack(
    folder: options.Folder,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE", help="Archive to write: .zip.")],
    title: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Title of the data set.  [default: the baseline's]")
    ] = None,
    creators: Annotated[
        list[str] | None,
        typer.Option(
            "--creator",
            metavar="NAME",
            help="'Family, Given' or 'Family, Given; ORCID' of who made it; repeatable.",
        ),
    ] = None,
    licence: Annotated[
        str, typer.Option(metavar="NAME", help="Licence of the results, by SPDX's list.")
    ] = "CC-BY-4.0",
) -> None:
    """Pack a result folder as an RO-Crate to deposit; needs the extra deposit."""
    from ..deposit.archive import write_archive
    from ..deposit.request import read_deposit
    from ..results.folder import load

    results = load(folder)
    deposit = read_deposit(results, title, creators or [], licence)
    archive = write_archive(results, out, deposit)
    print_line(f"written to {archive}: {archive.stat().st_size / 1e6:,.1f} MB")
    print_line(
        f"{deposit.title}, by {'; '.join(c.name for c in deposit.creators)}; licence {deposit.licence}"
    )
    if not creators:
        say("nobody is named as its maker: --creator 'Family, Given; ORCID' does")
    say(f"check: hedgesim rerun {shell_word(archive)} --check")
