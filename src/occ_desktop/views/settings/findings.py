"""What the doctor found, in words: what was looked at, how it stands, what to do. Shared with nobody else.

The doctor speaks codes; each code it can give has a sentence here, and a test holds the two together.
"""

from PySide6.QtCore import QCoreApplication

from occ_contract.errors import ErrorCode
from occ_desktop.services.doctor import Check, Finding, Level
from occ_desktop.ui import sentences
from occ_desktop.ui.marking import QT_TRANSLATE_NOOP

_NAMES: dict[Check, str] = {
    Check.FOLDERS: QT_TRANSLATE_NOOP("Findings", "Folders"),
    Check.KEYRING: QT_TRANSLATE_NOOP("Findings", "Keyring"),
    Check.CIPHER: QT_TRANSLATE_NOOP("Findings", "Encryption"),
    Check.SETTINGS: QT_TRANSLATE_NOOP("Findings", "Settings of this computer"),
    Check.SERVER: QT_TRANSLATE_NOOP("Findings", "Server"),
    Check.CLOCK: QT_TRANSLATE_NOOP("Findings", "Clock"),
    Check.TRAY: QT_TRANSLATE_NOOP("Findings", "Tray"),
    Check.FONTS: QT_TRANSLATE_NOOP("Findings", "Fonts"),
}

_WELL: dict[Check, str] = {
    Check.FOLDERS: QT_TRANSLATE_NOOP("Findings", "Settings and local copy can be written."),
    Check.KEYRING: QT_TRANSLATE_NOOP("Findings", "The system's keyring keeps your session."),
    Check.CIPHER: QT_TRANSLATE_NOOP("Findings", "What this computer keeps is encrypted."),
    Check.SETTINGS: QT_TRANSLATE_NOOP("Findings", "No proxy or certificate setting is in the way."),
    Check.SERVER: QT_TRANSLATE_NOOP("Findings", "Version {version} at {url} answered in {round_trip_ms} ms."),
    Check.CLOCK: QT_TRANSLATE_NOOP("Findings", "The clock agrees with the server's."),
    Check.TRAY: QT_TRANSLATE_NOOP("Findings", "The desktop shows the tray icon."),
    Check.FONTS: QT_TRANSLATE_NOOP("Findings", "A font with Korean letters is installed."),
}

_ILL: dict[tuple[Check, str], str] = {
    (Check.FOLDERS, "not_writable"): QT_TRANSLATE_NOOP(
        "Findings", "{folder} cannot be written ({error}). Give your account the right to write there."
    ),
    (Check.KEYRING, "timeout"): QT_TRANSLATE_NOOP(
        "Findings", "The system's keyring does not answer. Unlock it; till then you log in each time."
    ),
    (Check.KEYRING, "locked"): QT_TRANSLATE_NOOP(
        "Findings", "The system's keyring is locked. Unlock it; till then you log in each time."
    ),
    (Check.KEYRING, "unavailable"): QT_TRANSLATE_NOOP(
        "Findings", "This computer has no keyring, so you log in each time."
    ),
    (Check.KEYRING, "forgets"): QT_TRANSLATE_NOOP(
        "Findings", "The keyring does not keep what it is given, so you log in each time."
    ),
    (Check.CIPHER, "plain"): QT_TRANSLATE_NOOP(
        "Findings", "The database library does not encrypt. Install the program again."
    ),
    (Check.SERVER, "not_set"): QT_TRANSLATE_NOOP("Findings", "No server has been used yet."),
    (Check.CLOCK, "skewed"): QT_TRANSLATE_NOOP(
        "Findings",
        "The clock of this computer is {seconds} seconds away from the server's. Set it automatically.",
    ),
    (Check.TRAY, "missing"): QT_TRANSLATE_NOOP(
        "Findings",
        "This desktop has no tray, so notices appear inside the window and closing ends the program.",
    ),
    (Check.FONTS, "missing"): QT_TRANSLATE_NOOP(
        "Findings", "No font with Korean letters is installed. Install Noto Sans CJK KR."
    ),
}

_FAULT = QT_TRANSLATE_NOOP("Findings", "This could not be looked at: {error}. Tell your administrator.")
_CODES = frozenset(code.value for code in ErrorCode)


class _Blank(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "–"


def _say(text: str) -> str:
    return QCoreApplication.translate("Findings", text)


def name_of(finding: Finding) -> str:
    """Return what was looked at."""
    return _say(_NAMES[finding.check])


def sentence_of(finding: Finding) -> str:
    """Return how it stands and what to do."""
    if finding.level is Level.FINE:
        return _say(_WELL[finding.check]).format_map(_Blank(finding.params))
    known = _FAULT if finding.reason == "fault" else _ILL.get((finding.check, finding.reason))
    if known is not None:
        return _say(known).format_map(_Blank(finding.params))
    if finding.check is Check.SERVER and finding.reason in _CODES:
        return sentences.for_code(ErrorCode(finding.reason), finding.params)
    if finding.check is Check.SETTINGS and finding.reason == "ignored":
        return sentences.for_ignored(str(finding.params.get("setting", "")))
    if finding.check in {Check.SERVER, Check.SETTINGS}:
        return sentences.for_unreachable(finding.reason, str(finding.params.get("setting", "")))
    return sentences.for_cache(finding.reason)


def report_of(findings: tuple[Finding, ...], version: str) -> str:
    """Return the findings as lines to copy into a message to the administrator."""
    lines = [f"occ-desktop {version}"]
    lines += [f"[{f.level.value}] {f.check.value} {f.reason}: {sentence_of(f)}" for f in findings]
    return "\n".join(lines)
