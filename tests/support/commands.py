"""The operator's commands, run in process against a test's database."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from occ_server.cli import main
from occ_server.migrations.runner import migrate

Run = Callable[..., Result]


def commands_on(url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Bring a database up to date; return what runs a command against it and checks its exit status."""
    migrate(url)
    monkeypatch.setenv("OCC_DATABASE_URL", url)

    def invoke(*arguments: str, stdin: str = "", code: int = 0) -> Result:
        result = CliRunner().invoke(main, list(arguments), input=stdin)
        assert result.exit_code == code, (result.output, result.exception)
        return result

    return invoke
