"""What is drawn is what the tokens say: if these fail, a check box or an icon is missing or looks old."""

import ast
import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "occ_desktop"
_TAKES_A_GLYPH = {"icon", "Glyph", "IconButton"}


def test_the_packed_marks_are_those_of_the_tokens(tmp_path: Path) -> None:
    made = tmp_path / "indicators.rcc"
    subprocess.run([sys.executable, str(ROOT / "scripts" / "indicators"), str(made)], check=True)
    assert made.read_bytes() == (ROOT / "resources" / "indicators.rcc").read_bytes(), "run scripts/indicators"


def _glyphs_named() -> set[str]:
    """Return the glyphs the client asks for by a literal name."""
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            asked = [keyword.value for keyword in node.keywords if keyword.arg in {"glyph", "icon"}]
            if isinstance(node.func, ast.Name) and node.func.id in _TAKES_A_GLYPH:
                asked += node.args[:1]
            found |= {a.value for a in asked if isinstance(a, ast.Constant) and isinstance(a.value, str)}
    return found - {""}


def test_every_glyph_the_client_names_is_there() -> None:
    known = json.loads((ROOT / "resources" / "icons" / "glyphs.json").read_bytes())
    missing = _glyphs_named() - set(known)
    assert not missing, "run scripts/glyphs"


def test_the_licence_of_the_glyphs_lies_beside_them() -> None:
    assert "Phosphor Icons" in (ROOT / "resources" / "icons" / "PHOSPHOR-LICENSE").read_text(encoding="utf-8")
