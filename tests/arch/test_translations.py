"""A Korean screen shows no English word, and every code has its sentence."""

import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

from occ_contract.callbacks import AttemptResult, CallbackStatus
from occ_contract.cti import CallState, CtiState
from occ_contract.errors import ErrorCode
from occ_contract.people import Role
from occ_desktop.ui import sentences, vocabulary

ROOT = Path(__file__).resolve().parents[2]
KOREAN = ROOT / "resources" / "i18n" / "ko.ts"


def _texts(file: Path) -> dict[tuple[str, str], str]:
    found = {}
    for context in ET.parse(file).getroot().findall("context"):
        name = context.findtext("name") or ""
        for message in context.findall("message"):
            translation = message.find("translation")
            finished = translation is not None and translation.get("type") != "unfinished"
            forms = [f.text or "" for f in translation.findall("numerusform")] if finished else []
            text = "".join(forms) or (translation.text or "" if finished else "")
            found[name, message.findtext("source") or ""] = text
    return found


def test_korean_is_complete() -> None:
    assert [key for key, text in _texts(KOREAN).items() if not text.strip()] == []


def test_the_translation_file_holds_exactly_the_texts_of_the_source(tmp_path: Path) -> None:
    fresh = tmp_path / "ko.ts"
    sources = sorted(str(p) for p in (ROOT / "src" / "occ_desktop").rglob("*.py"))
    tool = Path(sys.executable).with_name("pyside6-lupdate")
    subprocess.run(
        [str(tool), *sources, "-ts", str(fresh), "-locations", "none"], check=True, capture_output=True
    )
    assert set(_texts(fresh)) == set(_texts(KOREAN)), "run `make translations`"


def test_a_translation_keeps_the_places_of_its_source() -> None:
    wrong = []
    for (context, source), text in _texts(KOREAN).items():
        for place in ("%n", "%1", "%2"):
            if (place in source) != (place in text):
                wrong.append(f"{context}: {source!r} and {place}")
        names = {part.split("}")[0] for part in source.split("{")[1:]}
        if not {part.split("}")[0] for part in text.split("{")[1:]} <= names:
            wrong.append(f"{context}: {source!r}")
    assert not wrong


def test_every_code_of_the_contract_has_its_sentence() -> None:
    assert set(ErrorCode) == sentences.known_codes()
    for code in ErrorCode:
        assert sentences.for_code(code).strip()


def test_every_status_of_the_contract_has_its_name() -> None:
    wanted = {f"callback.{s}" for s in CallbackStatus if s is not CallbackStatus.UNKNOWN}
    wanted |= {f"call.{r}" for r in AttemptResult}
    wanted |= {f"call.{s}" for s in CallState if s not in {CallState.ENDED, CallState.UNKNOWN}}
    wanted |= {f"cti.{s}" for s in CtiState if s is not CtiState.UNKNOWN}
    wanted |= {f"role.{r}" for r in Role if r is not Role.UNKNOWN}
    assert wanted <= vocabulary.known_codes()
