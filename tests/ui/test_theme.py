"""The theme: readable in both schemes, one source of colour, switched while the client runs."""

import re
from pathlib import Path

import pytest
from msgspec.structs import fields
from PySide6.QtGui import QColor, QImage, QPixmap
from PySide6.QtWidgets import QApplication, QPushButton

from occ_desktop import ui
from occ_desktop.ui.theme.icons import icon
from occ_desktop.ui.theme.indicators import indicator_url
from occ_desktop.ui.theme.stylesheet import build_stylesheet
from occ_desktop.ui.theme.theme import Theme, ThemeChoice, tokens
from occ_desktop.ui.theme.tokens import CONTRAST, DARK, LIGHT, Tokens, contrast

SCHEMES = pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])


@SCHEMES
@pytest.mark.parametrize(("ink", "ground", "least"), CONTRAST, ids=str)
def test_people_can_read_what_the_design_promises(
    scheme: Tokens, ink: str, ground: str, least: float
) -> None:
    assert contrast(getattr(scheme, ink), getattr(scheme, ground)) >= least


@pytest.mark.parametrize(
    ("ink", "ground", "light", "dark"),
    [
        ("text", "surface", 16.5, 14.3),
        ("text2", "surface", 7.8, 8.9),
        ("text3", "greyb", 4.56, 4.60),
        ("accent", "soft", 5.8, 6.3),
        ("blue", "blueb", 6.2, 7.1),
        ("red", "redb", 5.7, 6.9),
        ("onred", "redsolid", 6.7, 5.1),
        ("railtext", "rail", 8.1, 7.4),
        ("field", "surface", 3.7, 4.1),
        ("disabled", "surface", 3.5, 3.6),
    ],
)
def test_the_ratios_are_those_written_on_the_board(ink: str, ground: str, light: float, dark: float) -> None:
    assert contrast(getattr(LIGHT, ink), getattr(LIGHT, ground)) == pytest.approx(light, abs=0.06)
    assert contrast(getattr(DARK, ink), getattr(DARK, ground)) == pytest.approx(dark, abs=0.06)


def test_both_schemes_have_every_colour() -> None:
    for scheme in (LIGHT, DARK):
        for field in fields(Tokens):
            if field.name != "dark":
                assert QColor(getattr(scheme, field.name)).isValid(), field.name


def test_no_colour_is_named_outside_the_tokens() -> None:
    literal = re.compile(r"#[0-9A-Fa-f]{6}\b|#[0-9A-Fa-f]{3}\b|QColor\(\s*\d|rgba?\(")
    root = Path(next(iter(ui.__path__)))
    found = [
        f"{path.relative_to(root)}:{number}"
        for path in sorted(root.rglob("*.py"))
        if path.name != "tokens.py"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if literal.search(line)
    ]
    assert found == []


@SCHEMES
def test_the_sheet_names_only_pictures_that_exist(theme: Theme, scheme: Tokens) -> None:
    theme.choose(ThemeChoice.DARK if scheme.dark else ThemeChoice.LIGHT)
    named = set(re.findall(r"url\((:/[^)]+)\)", build_stylesheet(scheme)))
    assert len(named) > 10
    assert [name for name in named if QPixmap(name).isNull()] == []
    assert indicator_url(scheme, "check-on") in build_stylesheet(scheme)


@SCHEMES
@pytest.mark.parametrize(
    "control",
    [
        *("QComboBox", "QDateEdit", "QCalendarWidget", "QScrollBar", "QToolTip", "QMenu", "QMessageBox"),
        *(
            "QCheckBox::indicator",
            "QRadioButton::indicator",
            "QHeaderView::section",
            "QLineEdit",
            "QPushButton",
        ),
    ],
)
def test_no_control_is_left_in_its_bare_dress(scheme: Tokens, control: str) -> None:
    assert control in build_stylesheet(scheme)


def test_switching_changes_what_is_already_on_the_screen(theme: Theme) -> None:
    button = QPushButton("Save")
    button.setIcon(icon("check", "text"))
    button.resize(80, 32)
    button.show()
    light = _inks(button.grab().toImage())
    told: list[bool] = []
    theme.changed.connect(lambda: told.append(tokens().dark))
    theme.choose(ThemeChoice.DARK)
    dark = _inks(button.grab().toImage())
    button.close()
    assert told == [True]
    assert QColor(LIGHT.surface).rgb() in light
    assert QColor(DARK.surface).rgb() in dark
    assert QColor(LIGHT.text).rgb() not in dark


def test_icons_wear_the_colours_in_force(theme: Theme) -> None:
    recipe = icon("bell-fill", "accent")
    light = recipe.pixmap(32, 32).toImage().pixelColor(16, 16)
    theme.choose(ThemeChoice.DARK)
    dark = recipe.pixmap(32, 32).toImage().pixelColor(16, 16)
    assert light.name().upper() == LIGHT.accent
    assert dark.name().upper() == DARK.accent


def test_an_explicit_choice_holds_against_the_system(theme: Theme) -> None:
    theme.choose(ThemeChoice.DARK)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.styleHints().colorSchemeChanged.emit(app.styleHints().colorScheme())
    assert tokens().dark
    assert theme.choice is ThemeChoice.DARK


def _inks(image: QImage) -> set[int]:
    return {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}
