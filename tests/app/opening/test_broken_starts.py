"""Whatever breaks on the way from the command line, a person has a window with a way out, in their language.

If one fails, somebody starts the program and looks at nothing, or at words they cannot read.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.opening.broken_starts import DEMO, STEPS

SCRIPT = Path(__file__).with_name("broken_starts.py")


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """What a person saw of each start; a machine without an entry for its user, in Korean."""
    home = tmp_path_factory.mktemp("home")
    around = {
        name: value for name, value in os.environ.items() if name not in {"LOGNAME", "USER", "USERNAME"}
    }
    around |= {"HOME": str(home), "LC_ALL": "ko_KR.UTF-8", "LANGUAGE": "ko", "QT_QPA_PLATFORM": "offscreen"}
    around |= {name: str(home) for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")}
    run = subprocess.run(
        [sys.executable, str(SCRIPT)], capture_output=True, text=True, env=around, timeout=300, check=False
    )
    found = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
    assert len(found) == len(STEPS) + 1, run.stderr[-4000:]
    return {start["step"]: start for start in found}


@pytest.mark.parametrize("step", STEPS)
def test_a_start_that_breaks_is_said_and_tried_again(seen: dict[str, dict[str, object]], step: str) -> None:
    start = seen[step]
    assert start["title"] == "프로그램을 시작하지 못했습니다"
    assert start["dressed"]
    assert start["then"] == "LoginWindow"
    assert start["status"] == 0


def test_a_demo_that_breaks_says_so_instead_of_preparing_for_ever(seen: dict[str, dict[str, object]]) -> None:
    assert seen[DEMO]["then"] == "failure"


@pytest.mark.parametrize("command", [[], ["demo"], ["doctor"]])
def test_a_name_that_is_no_profile_is_a_mistake_of_the_command_line(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A script that passes it has nobody to look at a window."""
    from occ_desktop.__main__ import main

    with pytest.raises(SystemExit) as ended:
        main(["--profile", "a/b", *command])
    assert ended.value.code == 2
    assert "profile name" in capsys.readouterr().err
