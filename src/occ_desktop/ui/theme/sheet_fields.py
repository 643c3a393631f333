"""Style of what one types or chooses in: fields, combo and date boxes, check boxes and radio buttons."""

from occ_desktop.ui.theme.indicators import indicator_url
from occ_desktop.ui.theme.tokens import SIZES, Tokens


def fields_sheet(t: Tokens) -> str:
    """Sheet of the input controls."""
    return "\n".join((_text(t), _drop_downs(t), _marks(t)))


_FIELDS = ("QLineEdit", "QTextEdit", "QPlainTextEdit", "QComboBox", "QAbstractSpinBox")


def _each(suffix: str = "") -> str:
    return ", ".join(f"{name}{suffix}" for name in _FIELDS)


def _text(t: Tokens) -> str:
    inner = SIZES.field - 2
    return f"""
{_each()} {{
  background: {t.surface}; color: {t.text}; border: 1px solid {t.field}; border-radius: {SIZES.radius}px;
  padding: 0 8px; selection-background-color: {t.accent}; selection-color: {t.on};
}}
QLineEdit, QComboBox, QAbstractSpinBox {{ min-height: {inner}px; }}
QTextEdit, QPlainTextEdit {{ padding: 4px 4px; }}
{_each(":hover")} {{ border-color: {t.text2}; }}
{_each(":focus")} {{ border: 2px solid {t.accent}; padding: 0 7px; }}
QLineEdit:focus, QComboBox:focus, QComboBox:on, QAbstractSpinBox:focus {{ min-height: {inner - 2}px; }}
QTextEdit:focus, QPlainTextEdit:focus {{ padding: 3px 3px; }}
{_each('[invalid="true"]')} {{ border: 2px solid {t.red}; padding: 0 7px; }}
QLineEdit[invalid="true"], QComboBox[invalid="true"], QAbstractSpinBox[invalid="true"] {{
  min-height: {inner - 2}px;
}}
QTextEdit[invalid="true"], QPlainTextEdit[invalid="true"] {{ padding: 3px 3px; }}
{_each(":disabled")} {{ background: {t.sunken}; color: {t.disabled}; border-color: {t.line2}; }}
QLineEdit:read-only, QTextEdit:read-only, QPlainTextEdit:read-only {{
  background: {t.sunken}; border-color: {t.line2};
}}
QLineEdit[tall="login"] {{ min-height: {SIZES.login_field - 2}px; }}
QLineEdit[tall="login"]:focus, QLineEdit[tall="login"][invalid="true"] {{
  min-height: {SIZES.login_field - 4}px;
}}
QLineEdit[bare="true"], QLineEdit[bare="true"]:focus, QLineEdit[bare="true"]:hover {{
  border: 0; background: transparent; padding: 0; min-height: 20px;
}}
QComboBox QLineEdit, QAbstractSpinBox QLineEdit,
QComboBox QLineEdit:focus, QAbstractSpinBox QLineEdit:focus {{
  border: 0; background: transparent; padding: 0; min-height: 0;
}}
QLineEdit QToolButton, QLineEdit QToolButton:hover {{ background: transparent; border: 0; padding: 0; }}
"""


def _drop_downs(t: Tokens) -> str:
    down = indicator_url(t, "down")
    down_off = indicator_url(t, "down-disabled")
    return f"""
QComboBox {{ padding-right: 26px; selection-background-color: {t.sel}; selection-color: {t.text}; }}
QComboBox:focus, QComboBox:on {{ border: 2px solid {t.accent}; padding: 0 25px 0 7px; }}
QComboBox::drop-down, QDateEdit::drop-down, QDateTimeEdit::drop-down {{
  subcontrol-origin: padding; subcontrol-position: center right; width: 24px; border: 0;
  background: transparent;
}}
QComboBox::down-arrow {{ image: {down}; width: 14px; height: 14px; }}
QComboBox::down-arrow:disabled {{ image: {down_off}; }}
QComboBox QAbstractItemView {{
  background: {t.surface}; border: 1px solid {t.line2}; outline: 0; padding: 4px;
  selection-background-color: {t.sel}; selection-color: {t.text};
}}
QComboBox QAbstractItemView::item {{
  min-height: 28px; padding: 0 8px; border-radius: {SIZES.radius_check}px; color: {t.text};
}}
QComboBox QAbstractItemView::item:hover {{ background: {t.hover}; }}
QComboBox QAbstractItemView::item:selected {{ background: {t.sel}; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{
  subcontrol-origin: border; width: 22px; border: 0; background: transparent;
}}
QAbstractSpinBox::up-button {{ subcontrol-position: top right; height: {SIZES.field // 2}px; }}
QAbstractSpinBox::down-button {{ subcontrol-position: bottom right; height: {SIZES.field // 2}px; }}
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover {{ background: {t.hover}; }}
QAbstractSpinBox::up-arrow {{ image: {indicator_url(t, "up")}; width: 12px; height: 12px; }}
QAbstractSpinBox::down-arrow {{ image: {down}; width: 12px; height: 12px; }}
QAbstractSpinBox::up-arrow:disabled, QAbstractSpinBox::up-arrow:off {{
  image: {indicator_url(t, "up-disabled")};
}}
QAbstractSpinBox::down-arrow:disabled, QAbstractSpinBox::down-arrow:off {{ image: {down_off}; }}
QDateEdit[calendarPopup="true"]::down-arrow, QDateTimeEdit[calendarPopup="true"]::down-arrow {{
  image: {indicator_url(t, "calendar")}; width: 16px; height: 16px;
}}
QSlider::groove:horizontal {{ background: {t.greyb}; height: 4px; border-radius: 2px; }}
QSlider::sub-page:horizontal {{ background: {t.accent}; border-radius: 2px; }}
QSlider::handle:horizontal {{
  background: {t.surface}; border: 2px solid {t.accent}; width: 12px; margin: -6px 0; border-radius: 8px;
}}
"""


def _marks(t: Tokens) -> str:
    def marks(selector: str, states: tuple[tuple[str, str], ...]) -> str:
        return "\n".join(
            f"{selector}{state} {{ image: {indicator_url(t, picture)}; }}" for state, picture in states
        )

    check = (
        (":unchecked", "check-off"),
        (":checked", "check-on"),
        (":indeterminate", "check-part"),
        (":unchecked:disabled", "check-off-disabled"),
        (":checked:disabled", "check-on-disabled"),
    )
    radio = (
        (":unchecked", "radio-off"),
        (":checked", "radio-on"),
        (":unchecked:disabled", "radio-off-disabled"),
        (":checked:disabled", "radio-on-disabled"),
    )
    focus = (
        ('QCheckBox[keyfocus="true"]::indicator:unchecked:focus', "check-off-focus"),
        ('QCheckBox[keyfocus="true"]::indicator:checked:focus', "check-on-focus"),
        ('QRadioButton[keyfocus="true"]::indicator:unchecked:focus', "radio-off-focus"),
        ('QRadioButton[keyfocus="true"]::indicator:checked:focus', "radio-on-focus"),
    )
    item = "QListView::indicator, QTreeView::indicator, QTableView::indicator"
    lines = [
        "QCheckBox, QRadioButton { spacing: 8px; background: transparent; outline: 0; min-height: 24px; }",
        f"QCheckBox::indicator, QRadioButton::indicator, {item} {{ width: 16px; height: 16px; }}",
        marks("QCheckBox::indicator", check),
        marks("QListView::indicator", check),
        marks("QTreeView::indicator", check),
        marks("QRadioButton::indicator", radio),
        *(f"{selector} {{ image: {indicator_url(t, picture)}; }}" for selector, picture in focus),
    ]
    return "\n".join(lines)
