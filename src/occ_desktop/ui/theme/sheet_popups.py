"""Style of what floats: menus, tool tips, message boxes and the calendar of a date field."""

from occ_desktop.ui.theme.indicators import indicator_url
from occ_desktop.ui.theme.tokens import SIZES, Tokens


def popups_sheet(t: Tokens) -> str:
    """Sheet of the floating things."""
    return "\n".join((_menus(t), _calendar(t)))


def _menus(t: Tokens) -> str:
    return f"""
QMenu {{
  background: {t.surface}; color: {t.text}; border: 1px solid {t.line2}; padding: 4px;
}}
QMenu::item {{
  padding: 0 24px 0 12px; min-height: 28px; border-radius: {SIZES.radius_check}px; background: transparent;
}}
QMenu::item:selected {{ background: {t.sel}; color: {t.text}; }}
QMenu::item:disabled {{ color: {t.disabled}; background: transparent; }}
QMenu::separator {{ height: 1px; background: {t.line}; margin: 4px 8px; }}
QMenu::icon {{ padding-left: 8px; }}
QMenu::indicator {{ width: 16px; height: 16px; left: 8px; }}
QMenu::indicator:checked {{ image: {indicator_url(t, "tick")}; }}
QMenu::indicator:unchecked {{ image: none; }}
QMenu::right-arrow {{ image: {indicator_url(t, "right")}; width: 12px; height: 12px; }}
QMenuBar {{ background: {t.surface}; border: 0; border-bottom: 1px solid {t.line}; }}
QMenuBar::item {{ background: transparent; padding: 4px 10px; border-radius: {SIZES.radius_check}px; }}
QMenuBar::item:selected {{ background: {t.hover}; }}
QToolTip {{
  background: {t.rail}; color: {t.railon}; border: 1px solid {t.railsel}; padding: 4px 8px;
}}
QMessageBox {{ background: {t.surface}; }}
QMessageBox QLabel#qt_msgbox_label {{ color: {t.text}; min-width: 240px; }}
QMessageBox QPushButton {{ min-width: 72px; min-height: {SIZES.main_button - 2}px; padding: 0 16px; }}
QMessageBox QPushButton:default {{
  color: {t.on}; background: {t.accent}; border-color: {t.accent}; font-weight: bold;
}}
QMessageBox QPushButton:default:hover {{ background: {t.accent2}; }}
QDialogButtonBox QPushButton {{ min-width: 72px; }}
"""


def _calendar(t: Tokens) -> str:
    return f"""
QCalendarWidget {{ background: {t.surface}; border: 1px solid {t.line2}; }}
QCalendarWidget QWidget {{ alternate-background-color: {t.sunken}; }}
QCalendarWidget QWidget#qt_calendar_navigationbar {{
  background: {t.sunken}; border-bottom: 1px solid {t.line}; min-height: 36px;
}}
QCalendarWidget QToolButton {{
  color: {t.text}; background: transparent; font-weight: bold; padding: 4px 8px; margin: 4px 2px;
  border: 0; border-radius: {SIZES.radius_check}px; icon-size: 16px;
}}
QCalendarWidget QToolButton:hover {{ background: {t.hover}; }}
QCalendarWidget QToolButton#qt_calendar_prevmonth {{ qproperty-icon: {indicator_url(t, "left")}; }}
QCalendarWidget QToolButton#qt_calendar_nextmonth {{ qproperty-icon: {indicator_url(t, "right")}; }}
QCalendarWidget QSpinBox {{ min-height: 24px; padding: 0 4px; }}
QCalendarWidget QAbstractItemView {{
  background: {t.surface}; color: {t.text}; outline: 0; border: 0;
  selection-background-color: {t.accent}; selection-color: {t.on};
}}
QCalendarWidget QAbstractItemView:disabled {{ color: {t.disabled}; }}
QCalendarWidget QMenu {{ background: {t.surface}; }}
"""
