"""Commands as a user types them, within this process."""

from typer.testing import CliRunner, Result

from hedgesim.analysis.cli.main import app


def invoked(*words: str) -> Result:
    """The command with these words."""
    return CliRunner().invoke(app, list(words))


def done(*words: str) -> Result:
    """The same, without a fault."""
    result = invoked(*words)
    assert result.exit_code == 0, result.output
    return result
