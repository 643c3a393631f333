"""The settings as a room of the frame."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.ui.frame import Frame, KeyHint
from occ_desktop.views.settings.outside import Outside
from occ_desktop.views.settings.presenter import SettingsPresenter
from occ_desktop.views.settings.view import SettingsView

_NO_KEYS: Sequence[KeyHint] = ()


class SettingsRoom(QWidget):
    """`ui.frame.Room`; argument ``section``: appearance, notices, keys, program, local or about.

    ``outside`` is given by bootstrap: ``partial(SettingsRoom, outside=Outside(…))`` is a room factory.
    """

    def __init__(
        self,
        services: Services,
        tasks: TaskOwner,
        frame: Frame,
        parent: QWidget | None = None,
        *,
        outside: Outside,
    ) -> None:
        super().__init__(parent)
        self._frame = frame
        self.view = SettingsView(self)
        self.presenter = SettingsPresenter(self.view, services, tasks, outside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.view)

    def entered(self, arguments: dict[str, str]) -> None:
        """Show what is in force, and the section asked for."""
        self._frame.set_keys(_NO_KEYS)
        self.presenter.refresh()
        self.presenter.look_at_autostart()
        self.view.take_focus()
        section = arguments.get("section", self.view.section)
        self.view.go_to(section)
        if section == "about":
            self.presenter.examine()

    def left(self) -> None:
        """Nothing runs while another room is in front."""

    def closed(self) -> None:
        """Stop listening; settings are kept as they were set."""
        self.presenter.close()
