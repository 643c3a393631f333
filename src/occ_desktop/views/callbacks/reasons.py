"""Why an action has to wait, as sentences: on the row's tool tip and in the panel."""

from PySide6.QtCore import QCoreApplication

from occ_desktop.ui.marking import QT_TRANSLATE_NOOP
from occ_desktop.views.callbacks.offers import Reason

_SENTENCES: dict[Reason, str] = {
    Reason.OFFLINE: QT_TRANSLATE_NOOP(
        "CallbackReasons",
        "Connecting needs the server. Completing and history are kept here and sent later.",
    ),
    Reason.CTI_LOGIN: QT_TRANSLATE_NOOP(
        "CallbackReasons", "Log in to CTI with your extension at the top, then you can connect."
    ),
    Reason.CTI_BUSY: QT_TRANSLATE_NOOP(
        "CallbackReasons", "Your line is in use. End the present call, then you can connect."
    ),
    Reason.CTI_DOWN: QT_TRANSLATE_NOOP(
        "CallbackReasons", "The telephone system is not connected. You can connect once it is back."
    ),
    Reason.CLAIMED: QT_TRANSLATE_NOOP(
        "CallbackReasons", "Somebody is calling this customer right now. Wait until the call has ended."
    ),
}


def sentence_of(reason: Reason) -> str:
    """Return the sentence of a reason."""
    return QCoreApplication.translate("CallbackReasons", _SENTENCES[reason])
