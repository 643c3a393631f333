"""Style of tables, trees, lists, their headers, scroll bars and tabs."""

from occ_desktop.ui.theme.indicators import indicator_url
from occ_desktop.ui.theme.tokens import SIZES, Tokens


def views_sheet(t: Tokens) -> str:
    """Sheet of everything that shows rows or scrolls."""
    return "\n".join((_views(t), _scroll_bars(t), _tabs(t)))


def _views(t: Tokens) -> str:
    return f"""
QAbstractScrollArea {{ background: {t.surface}; border: 0; }}
QScrollArea, QScrollArea > QWidget > QWidget[ground="clear"] {{ background: transparent; }}
QTableView, QTreeView, QListView {{
  background: {t.surface}; color: {t.text}; border: 0; outline: 0; gridline-color: {t.line};
  selection-background-color: {t.sel}; selection-color: {t.text};
}}
QTreeView::item, QListView::item {{ padding: 5px 4px; border: 0; color: {t.text}; }}
QTreeView::item:hover, QListView::item:hover {{ background: {t.hover}; }}
QTreeView::item:selected, QTreeView::item:selected:hover, QListView::item:selected {{
  background: {t.sel}; color: {t.text};
}}
QListView[popup="true"]::item {{ padding: 5px 8px; border-radius: {SIZES.radius_check}px; }}
QListView[index="true"]::item {{ padding: 5px 8px; border-left: 3px solid transparent; }}
QListView[index="true"]::item:selected {{ border-left: 3px solid {t.accent}; }}
QTreeView::branch {{ background: {t.surface}; }}
QTreeView::branch:hover {{ background: {t.hover}; }}
QTreeView::branch:selected, QTreeView::branch:selected:hover {{ background: {t.sel}; }}
QTreeView::branch:has-children:closed {{ image: {indicator_url(t, "right")}; }}
QTreeView::branch:has-children:open {{ image: {indicator_url(t, "down")}; }}
QHeaderView {{ background: {t.sunken}; border: 0; }}
QHeaderView::section {{
  background: {t.sunken}; color: {t.text2}; border: 0; border-bottom: 1px solid {t.line2};
  padding: 0 12px; min-height: {SIZES.header - 1}px;
}}
QHeaderView::section:hover {{ background: {t.hover}; color: {t.text}; }}
QHeaderView::down-arrow {{ image: {indicator_url(t, "down")}; width: 12px; height: 12px; }}
QHeaderView::up-arrow {{ image: {indicator_url(t, "up")}; width: 12px; height: 12px; }}
QTableCornerButton::section {{ background: {t.sunken}; border: 0; }}
"""


def _scroll_bars(t: Tokens) -> str:
    return f"""
QScrollBar {{ background: transparent; border: 0; margin: 0; }}
QScrollBar:vertical {{ width: 10px; }}
QScrollBar:horizontal {{ height: 10px; }}
QScrollBar::handle {{ background: {t.line2}; border-radius: 3px; }}
QScrollBar::handle:vertical {{ min-height: 32px; margin: 2px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; margin: 2px; }}
QScrollBar::handle:hover, QScrollBar::handle:pressed {{ background: {t.field}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; border: 0; background: transparent; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QAbstractScrollArea::corner {{ background: {t.surface}; border: 0; }}
"""


def _tabs(t: Tokens) -> str:
    return f"""
QTabWidget::pane {{ border: 0; border-top: 1px solid {t.line}; }}
QTabBar {{ background: transparent; border: 0; }}
QTabBar::tab {{
  background: transparent; color: {t.text2}; padding: 0 4px; margin: 0 12px; min-height: {SIZES.tabs - 3}px;
  border: 0; border-bottom: 3px solid transparent; font-size: 11pt;
}}
QTabBar::tab:hover {{ color: {t.text}; }}
QTabBar::tab:selected {{ color: {t.text}; font-weight: bold; border-bottom-color: {t.accent}; }}
QGroupBox {{ border: 0; margin-top: 24px; font-weight: bold; }}
QGroupBox::title {{ subcontrol-origin: margin; left: 0; top: 0; }}
"""
