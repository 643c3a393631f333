"""The log-in as a window of its own: what bootstrap opens when nobody is logged in."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from occ_desktop.domain.failures import Failure
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.services.preferences import Language
from occ_desktop.ui.theme.tokens import SIZES
from occ_desktop.views.login.presenter import LoginPresenter
from occ_desktop.views.login.view import LoginView, Typed


class LoginWindow(QWidget):
    """Log-in window.

    ``server`` overrides the address used last (the command line's ``--server``). ``notice`` says why one is
    here again: `LoggedOut(code)` of a session that ended by itself, `SecretsFailure` of a keyring that did
    not answer at the start. ``version`` is this program's.

    ``logged_in(Me)`` is emitted once the session is active; the caller opens the shell and closes this
    window. ``closed`` is emitted only when the person closes it without being in. It follows a change of
    language by itself.
    """

    logged_in = Signal(object)
    closed = Signal()

    def __init__(
        self,
        services: Services,
        tasks: TaskOwner,
        *,
        version: str,
        server: str | None = None,
        notice: Failure | None = None,
        language: str = "ko",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("login-window")
        self._tasks = tasks.child("login", parent=self)
        self.view = LoginView(self)
        self.presenter = LoginPresenter(self.view, services, self._tasks, version)
        self._in = False
        self.presenter.logged_in.connect(self._on_logged_in)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.view)
        self.resize(1080, 720)
        self.setMinimumSize(SIZES.overlay_below - 520, 560)
        known = services.preferences.value
        chosen = known.language
        self.view.choose_language(language if chosen is Language.SYSTEM else chosen.value)
        typed = Typed(server or known.last_server, known.last_account, "", known.remember)
        self._retitle()
        self.presenter.begin(typed, notice)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retitle()
            self.presenter.retranslate()
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._tasks.cancel_all(close=True)
        if not self._in:
            self.closed.emit()
        super().closeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view.focus_first_empty()

    def _on_logged_in(self, me: object) -> None:
        self._in = True
        self.logged_in.emit(me)

    def _retitle(self) -> None:
        self.setWindowTitle(self.tr("Online Contact Center"))
