"""The panel of what to keep of a setting: a scenario file, and command lines."""

import solara

from ..components import CopyText, Heading, Small
from ..sentences import describe_setting
from ..state import (
    Setting,
    answer_command,
    batch_command,
    file_name,
    format_toml,
    ladder_command,
    run_command,
)


@solara.component
def Keep(setting: Setting) -> None:  # noqa: N802
    """Show the setting as a scenario file to save and as command lines to copy."""
    Heading("Keep this setting")
    Small(f"{describe_setting(setting)}; seed {setting.seed}, run {setting.run}.")
    solara.FileDownload(
        lambda: format_toml(setting), filename=file_name(setting), label="Save as a scenario file"
    )
    CopyText(text=answer_command(setting))
    CopyText(text=run_command(setting))
    CopyText(text=batch_command(setting))
    CopyText(text=ladder_command(setting))
