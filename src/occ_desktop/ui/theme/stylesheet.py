"""The one style sheet of the client, generated from the tokens: buttons, frames, dialogs and text.

Widgets choose their look by dynamic properties: `kind` on buttons (`primary`, `tinted`, `danger`,
`danger-solid`, `quiet`, `link`; none = plain), `tone` on labels (`second`, `hint`, `accent`, `error`,
`warning`, `good`, `title`, `section`, `figure`), `ground` on frames (`surface`, `sunken`, `canvas`, `soft`,
`card`, `redb`, `amberb`), `invalid` on fields, `flush` (`right`) where a line ends, `tall` (`main`, `login`)
on buttons and fields.
"""

from occ_desktop.ui.theme.fonts import installed_families
from occ_desktop.ui.theme.sheet_fields import fields_sheet
from occ_desktop.ui.theme.sheet_popups import popups_sheet
from occ_desktop.ui.theme.sheet_views import views_sheet
from occ_desktop.ui.theme.tokens import SIZES, Tokens


def _families() -> str:
    """Return our families for the sheet: desktops give labels and menus a font of their own otherwise."""
    return ", ".join(f'"{name}"' for name in installed_families())


def build_stylesheet(tokens: Tokens) -> str:
    """The whole sheet for one scheme."""
    parts = (_ground, _buttons, _button_kinds, _labels, views_sheet, fields_sheet, popups_sheet)
    return "\n".join(part(tokens) for part in parts)


def _ground(t: Tokens) -> str:
    return f"""
QWidget {{ color: {t.text}; }}
QWidget:disabled {{ color: {t.disabled}; }}
QMainWindow, QDialog, QWidget[ground="surface"] {{ background: {t.surface}; }}
QWidget[ground="canvas"] {{ background: {t.canvas}; }}
QWidget[ground="sunken"] {{ background: {t.sunken}; }}
QWidget[ground="soft"] {{ background: {t.soft}; border-radius: {SIZES.radius_card}px; }}
QWidget[ground="redb"] {{ background: {t.redb}; border-radius: {SIZES.radius_card}px; }}
QWidget[ground="amberb"] {{ background: {t.amberb}; border-radius: {SIZES.radius_card}px; }}
QWidget[ground="blueb"] {{ background: {t.blueb}; border-radius: {SIZES.radius_card}px; }}
QWidget[ground="rail"] {{ background: {t.rail}; }}
QFrame[ground="card"] {{
  background: {t.surface}; border: 1px solid {t.line}; border-radius: {SIZES.radius_card}px;
}}
QFrame[ground="box"] {{
  background: {t.sunken}; border: 1px solid {t.line}; border-radius: {SIZES.radius_card}px;
}}
QFrame[hairline="bottom"] {{ border: 0; border-bottom: 1px solid {t.line}; }}
QFrame[hairline="top"] {{ border: 0; border-top: 1px solid {t.line}; }}
QFrame[hairline="left"] {{ border: 0; border-left: 1px solid {t.line}; }}
QFrame[hairline="right"] {{ border: 0; border-right: 1px solid {t.line}; }}
QFrame[line="h"] {{ background: {t.line}; border: 0; min-height: 1px; max-height: 1px; }}
QFrame[line="v"] {{ background: {t.line}; border: 0; min-width: 1px; max-width: 1px; }}
QSplitter::handle {{ background: {t.line}; }}
QSplitter::handle:horizontal {{ width: 1px; }}
QSplitter::handle:vertical {{ height: 1px; }}
QSplitter::handle:hover {{ background: {t.accent}; }}
QSizeGrip {{ width: 0; height: 0; }}
QProgressBar {{
  background: {t.greyb}; border: 0; border-radius: 3px; min-height: 6px; max-height: 6px; text-align: center;
}}
QProgressBar::chunk {{ background: {t.accent}; border-radius: 3px; }}
"""


def _buttons(t: Tokens) -> str:
    return f"""
QPushButton {{
  background: {t.surface}; color: {t.text}; border: 1px solid {t.line2}; border-radius: {SIZES.radius}px;
  padding: 0 12px; min-height: {SIZES.chip - 2}px; outline: 0;
}}
QPushButton:hover {{ background: {t.hover}; }}
QPushButton:pressed {{ background: {t.greyb}; }}
QPushButton:disabled {{ background: {t.sunken}; color: {t.disabled}; border-color: {t.line}; }}
QPushButton[keyfocus="true"]:focus {{ border: 2px solid {t.accent}; padding: 0 11px; }}
QPushButton[tall="main"] {{ min-height: {SIZES.main_button - 2}px; padding: 0 16px; }}
QPushButton[tall="login"] {{ min-height: {SIZES.login_field - 2}px; padding: 0 16px; font-size: 11pt; }}
QPushButton[tall="main"][keyfocus="true"]:focus {{ padding: 0 15px; }}
QPushButton[tall="login"][keyfocus="true"]:focus {{ padding: 0 15px; }}
QPushButton[narrow="true"] {{ padding: 0 6px; }}
QPushButton[narrow="true"][keyfocus="true"]:focus {{ padding: 0 5px; }}
QToolButton {{
  background: transparent; color: {t.text}; border: 1px solid transparent; border-radius: {SIZES.radius}px;
  padding: 3px; outline: 0;
}}
QToolButton:hover {{ background: {t.hover}; }}
QToolButton:pressed, QToolButton:checked {{ background: {t.soft}; }}
QToolButton:disabled {{ color: {t.disabled}; }}
QToolButton[keyfocus="true"]:focus {{ border: 2px solid {t.accent}; padding: 2px; }}
QToolButton::menu-indicator {{ image: none; width: 0; }}
QCommandLinkButton {{ color: {t.accent}; }}
"""


def _button_kinds(t: Tokens) -> str:
    def kind(name: str, ink: str, ground: str, edge: str, over: str, weight: str = "bold") -> str:
        chosen = f'QPushButton[kind="{name}"]'
        return f"""
{chosen} {{ color: {ink}; background: {ground}; border: 1px solid {edge}; font-weight: {weight}; }}
{chosen}:hover {{ background: {over}; }}
{chosen}:pressed {{ background: {over}; }}
{chosen}:disabled {{ color: {t.disabled}; background: {t.sunken}; border-color: {t.line}; }}
{chosen}[keyfocus="true"]:focus {{ border: 2px solid {t.accent}; }}
"""

    sheets = [
        kind("primary", t.on, t.accent, t.accent, t.accent2),
        kind("tinted", t.accent2, t.soft, t.accent, t.sel),
        kind("danger", t.red, t.surface, t.red, t.redb),
        kind("danger-solid", t.onred, t.redsolid, t.redsolid, t.red if not t.dark else t.redsolid),
        kind("quiet", t.text2, "transparent", "transparent", t.hover, "normal"),
        kind("link", t.accent2 if not t.dark else t.accent, "transparent", "transparent", t.hover),
    ]
    return (
        "\n".join(sheets)
        + f"""
QPushButton[kind="quiet"]:disabled, QPushButton[kind="link"]:disabled {{
  background: transparent; border-color: transparent;
}}
QPushButton[kind="link"] {{ padding: 0 4px; }}
QPushButton[kind="link"][keyfocus="true"]:focus {{ padding: 0 3px; }}
QPushButton[kind="link"][flush="right"] {{ padding: 0; border-width: 0; }}
QPushButton[kind="link"][flush="right"][keyfocus="true"]:focus {{ padding: 0; border-width: 2px; }}
QToolButton[flush="right"] {{ padding: 0; border-width: 0; }}
QToolButton[flush="right"][keyfocus="true"]:focus {{ padding: 0; border-width: 2px; }}
QPushButton[kind="primary"][keyfocus="true"]:focus,
QPushButton[kind="danger-solid"][keyfocus="true"]:focus {{ border: 2px solid {t.text}; }}
QPushButton[grey="true"] {{ background: {t.sunken}; color: {t.disabled}; border-color: {t.line}; }}
QPushButton[busy="true"], QPushButton[busy="true"]:disabled {{
  color: {t.accent2}; background: {t.soft}; border-color: {t.soft}; font-weight: bold;
}}
QPushButton[ground="rail"] {{ background: transparent; color: {t.railon}; border-color: {t.railtext}; }}
QPushButton[ground="rail"]:hover {{ background: {t.railsel}; }}
QPushButton[ground="railsel"] {{ background: {t.railsel}; color: {t.railon}; border-color: {t.railsel}; }}
QPushButton[ground="railsel"]:hover {{ border-color: {t.railtext}; }}
QPushButton[ground="rail"][keyfocus="true"]:focus, QPushButton[ground="railsel"][keyfocus="true"]:focus {{
  border: 2px solid {t.railon};
}}
QPushButton[ground="amberb"] {{ background: {t.surface}; border-color: {t.amberl}; }}
QPushButton[shape="round"] {{ border-radius: {SIZES.chip // 2}px; }}
"""
    )


def _labels(t: Tokens) -> str:
    return f"""
QLabel {{ background: transparent; }}
QLabel[tone="second"] {{ color: {t.text2}; }}
QLabel[tone="hint"] {{ color: {t.text3}; }}
QLabel[tone="disabled"] {{ color: {t.disabled}; }}
QLabel[tone="accent"] {{ color: {t.accent2 if not t.dark else t.accent}; }}
QLabel[tone="error"] {{ color: {t.red}; }}
QLabel[tone="warning"] {{ color: {t.amber}; }}
QLabel[tone="good"] {{ color: {t.green}; }}
QLabel[tone="blue"] {{ color: {t.blue}; }}
QLabel[tone="rail"] {{ color: {t.railtext}; }}
QLabel[tone="railon"] {{ color: {t.railon}; }}
QLabel[tone="onred"] {{ color: {t.onred}; }}
QWidget {{ font-family: {_families()}; }}
QLabel[weight="bold"] {{ font-weight: bold; }}
QLabel[role="section"] {{ font-size: 11pt; font-weight: bold; }}
QLabel[role="panel"] {{ font-size: 13pt; font-weight: bold; }}
QLabel[role="dialog"] {{ font-size: 14pt; font-weight: bold; }}
QLabel[role="figure"] {{ font-size: 20pt; font-weight: bold; }}
"""
