"""The keys of the callback list; the frame shows some in its status line, the help sheet all."""

from PySide6.QtCore import QCoreApplication

from occ_desktop.ui.keyboard import Key

translate = QCoreApplication.translate
SCOPE = "callbacks"


def keys() -> dict[str, Key]:
    """Return the entries by id, in the person's language."""
    group = translate("CallbackKeys", "Callback list")
    made = (
        Key("connect", "F2", translate("CallbackKeys", "Connect"), SCOPE, group, in_line=True),
        Key("complete", "F4", translate("CallbackKeys", "Complete"), SCOPE, group, in_line=True),
        Key("note", "F8", translate("CallbackKeys", "To the note"), SCOPE, group, in_line=True),
        Key("next", "Ctrl+N", translate("CallbackKeys", "Next in line"), SCOPE, group, in_line=True),
        Key("history", "F6", translate("CallbackKeys", "Register history"), SCOPE, group, in_line=True),
        Key("search", "F5", translate("CallbackKeys", "Search again"), SCOPE, group),
        Key("news", "F7", translate("CallbackKeys", "Take in new rows"), SCOPE, group),
        Key("panel", "F9", translate("CallbackKeys", "Customer panel"), SCOPE, group),
        Key("panes", "Ctrl+F6", translate("CallbackKeys", "Next part of the screen"), SCOPE, group),
        Key("conditions", "Ctrl+F", translate("CallbackKeys", "To the conditions"), SCOPE, group),
        Key("download", "Ctrl+D", translate("CallbackKeys", "Download"), SCOPE, group),
    )
    return {key.id: key for key in made}
