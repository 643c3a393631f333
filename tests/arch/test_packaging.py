"""What the installer packs must stay what the program needs."""

import re
import tomllib
from pathlib import Path

from occ_contract.version import VERSION

ROOT = Path(__file__).resolve().parents[2]


def _toml(name: str) -> dict:
    return tomllib.loads((ROOT / name).read_text(encoding="utf-8"))


def test_the_installer_packs_the_clients_requirements_and_no_server() -> None:
    project = _toml("pyproject.toml")["project"]
    app = _toml("briefcase.toml")["tool"]["briefcase"]["app"]["occ_desktop"]
    assert sorted(app["requires"]) == sorted(
        project["dependencies"] + project["optional-dependencies"]["desktop"]
    )
    assert not [s for s in app["sources"] if "server" in s]
    assert all((ROOT / s).is_dir() for s in app["sources"])


def test_one_version_everywhere() -> None:
    version = _toml("pyproject.toml")["project"]["version"]
    assert _toml("briefcase.toml")["tool"]["briefcase"]["version"] == version
    assert version == VERSION
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_lock_file_pins_versions_and_names_no_index() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    assert lines
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", line) for line in lines if line)


def test_the_lock_file_covers_every_requirement() -> None:
    project = _toml("pyproject.toml")["project"]
    pinned = {
        re.sub(r"[-_.]+", "-", line.split("==")[0]).lower()
        for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
        if line
    }
    wanted = [*project["dependencies"], *(r for e in project["optional-dependencies"].values() for r in e)]
    names = {re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!;~ ]", r)[0]).lower() for r in wanted}
    assert names <= pinned


def test_no_gpl_charting_comes_near_the_client() -> None:
    pinned = (ROOT / "requirements.lock").read_text(encoding="utf-8").lower()
    assert "pyside6-addons" not in pinned
    assert "pyside6==" not in pinned
