"""Layout of the template room: the tree at the left, at the right what one stands on, or why nothing is."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from occ_desktop.ui.tables.states import State, StateOverlay
from occ_desktop.ui.theme.theme import set_look
from occ_desktop.views.sms_templates.category_page import CategoryPage
from occ_desktop.views.sms_templates.template_page import TemplatePage
from occ_desktop.views.sms_templates.tree_panel import TreePanel


class TemplatesView(QWidget):
    """`state_wanted(str)`: the button of a state."""

    state_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, ground="surface")
        self.panel = TreePanel(self)
        self.template, self.category = TemplatePage(self), CategoryPage(self)
        self._blank = QWidget(self)
        self.overlay = StateOverlay(self._blank)
        self._middle = QStackedWidget(self)
        blank = QVBoxLayout(self._blank)
        blank.setContentsMargins(0, 0, 0, 0)
        blank.addWidget(self.overlay)
        for page in (self._blank, self.category, self.template):
            self._middle.addWidget(page)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.panel)
        layout.addWidget(self._middle, 1)
        self.overlay.action_triggered.connect(self.state_wanted)

    @property
    def page(self) -> QWidget | None:
        """Return what stands in the middle."""
        return self._middle.currentWidget()

    def show_state(self, state: State) -> None:
        """Show why neither a template nor a category is in the middle."""
        self.overlay.show_state(state)
        self._middle.setCurrentWidget(self._blank)

    def show_template(self) -> None:
        """Bring the template's form to the middle."""
        self._middle.setCurrentWidget(self.template)

    def show_category(self) -> None:
        """Bring the category's form to the middle."""
        self._middle.setCurrentWidget(self.category)
