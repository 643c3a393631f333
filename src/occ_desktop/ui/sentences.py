"""The one table that turns stable codes and their parameters into sentences in the person's language.

Core and server speak codes; nobody else writes error sentences. Each says what is wrong and what to do.
"""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication

from occ_contract.errors import ErrorCode
from occ_contract.phone import named
from occ_desktop.ui.marking import QT_TRANSLATE_NOOP
from occ_desktop.ui.texting_sentences import TEXTING
from occ_desktop.ui.vocabulary import name_of

_CONTEXT = "Sentences"

# Parameters stand in braces and are filled by name; a sentence whose parameter is missing shows "–" there.
_SENTENCES: dict[ErrorCode, str] = {
    **TEXTING,
    ErrorCode.VALIDATION_FAILED: QT_TRANSLATE_NOOP(
        "Sentences", "Some entries need correcting. They are marked."
    ),
    ErrorCode.MALFORMED_BODY: QT_TRANSLATE_NOOP(
        "Sentences", "The server could not read what this program sent. Update the program and try again."
    ),
    ErrorCode.BODY_NOT_UTF8: QT_TRANSLATE_NOOP(
        "Sentences", "The server could not read this program's text: it must be UTF-8. Update the program."
    ),
    ErrorCode.BODY_TOO_LARGE: QT_TRANSLATE_NOOP(
        "Sentences", "That is too much at once. Choose fewer rows or shorten the text."
    ),
    ErrorCode.BODY_STALLED: QT_TRANSLATE_NOOP(
        "Sentences",
        "The connection is too slow: the request did not arrive completely. Try again in a moment.",
    ),
    ErrorCode.NOT_FOUND: QT_TRANSLATE_NOOP(
        "Sentences", "This no longer exists, or is no longer yours to see."
    ),
    ErrorCode.METHOD_NOT_ALLOWED: QT_TRANSLATE_NOOP(
        "Sentences", "The server does not offer this. Update the program."
    ),
    ErrorCode.RATE_LIMITED: QT_TRANSLATE_NOOP(
        "Sentences", "Too many requests. Try again in {retry_after} seconds."
    ),
    ErrorCode.SERVER_ERROR: QT_TRANSLATE_NOOP(
        "Sentences",
        "The server had a fault. Try again; if it stays, tell your administrator number {number}.",
    ),
    ErrorCode.UNAVAILABLE: QT_TRANSLATE_NOOP(
        "Sentences", "The server is not ready right now. Try again in a moment."
    ),
    ErrorCode.CLIENT_TOO_OLD: QT_TRANSLATE_NOOP(
        "Sentences",
        "This program (version {present}) is too old. Update it to {minimum} or later.",
    ),
    ErrorCode.UNAUTHENTICATED: QT_TRANSLATE_NOOP("Sentences", "Please log in."),
    ErrorCode.TOKEN_EXPIRED: QT_TRANSLATE_NOOP("Sentences", "Your login has run out. Please log in again."),
    ErrorCode.TOKEN_REVOKED: QT_TRANSLATE_NOOP(
        "Sentences", "Your login was ended, here or elsewhere. Please log in again."
    ),
    ErrorCode.WRONG_CREDENTIALS: QT_TRANSLATE_NOOP(
        "Sentences",
        "The account or password is not right. After {remaining} more wrong tries you will have to wait.",
    ),
    ErrorCode.ACCOUNT_LOCKED: QT_TRANSLATE_NOOP(
        "Sentences", "Too many wrong passwords from this place. Try again in {minutes} min."
    ),
    ErrorCode.ACCOUNT_DISABLED: QT_TRANSLATE_NOOP(
        "Sentences", "This account has been disabled. Ask your administrator if this is a mistake."
    ),
    ErrorCode.FORBIDDEN: QT_TRANSLATE_NOOP(
        "Sentences", "Your account does not have the permission for this. Ask your supervisor."
    ),
    ErrorCode.FEATURE_DISABLED: QT_TRANSLATE_NOOP(
        "Sentences", "This feature is switched off for the service."
    ),
    ErrorCode.INVALID_TRANSITION: QT_TRANSLATE_NOOP(
        "Sentences", "This callback is already in the state “{status_name}” ({by_name})."
    ),
    ErrorCode.DIALLING: QT_TRANSLATE_NOOP(
        "Sentences", "{by_name} has been calling this customer for {seconds} seconds."
    ),
    ErrorCode.NUMBER_IN_CALL: QT_TRANSLATE_NOOP(
        "Sentences", "{by_name} has been on the phone with this number for {seconds} seconds."
    ),
    ErrorCode.TAKEN: QT_TRANSLATE_NOOP("Sentences", "{by_name} took this callback first."),
    ErrorCode.NOTE_CONFLICT: QT_TRANSLATE_NOOP(
        "Sentences", "{by_name} wrote another note meanwhile. Nothing was overwritten. Choose what stays."
    ),
    ErrorCode.NOT_ASSIGNEE: QT_TRANSLATE_NOOP("Sentences", "This callback is assigned to {by_name}."),
    ErrorCode.CTI_LOGIN_REQUIRED: QT_TRANSLATE_NOOP("Sentences", "Log in to CTI with your extension first."),
    ErrorCode.CTI_BUSY: QT_TRANSLATE_NOOP("Sentences", "Your line is in use. End the present call first."),
    ErrorCode.CTI_UNAVAILABLE: QT_TRANSLATE_NOOP(
        "Sentences", "The telephone system is not connected. Try again in a moment."
    ),
    ErrorCode.EXTENSION_IN_USE: QT_TRANSLATE_NOOP("Sentences", "{by_name} is logged in with this extension."),
    ErrorCode.MANUAL_NEEDS_ONE_AGENT: QT_TRANSLATE_NOOP(
        "Sentences", "Manual assignment goes to exactly one agent. {count} are chosen now."
    ),
    ErrorCode.AGENT_NOT_ELIGIBLE: QT_TRANSLATE_NOOP(
        "Sentences", "These people are no longer agents here: {names}. Choose others."
    ),
    ErrorCode.NO_ELIGIBLE_AGENT: QT_TRANSLATE_NOOP(
        "Sentences", "None of the chosen agents may take callbacks of its service."
    ),
    ErrorCode.UNDO_EXPIRED: QT_TRANSLATE_NOOP(
        "Sentences", "An assignment can be undone for 10 minutes. That time is over."
    ),
    ErrorCode.ATTEMPT_ENDED: QT_TRANSLATE_NOOP("Sentences", "This call has already ended."),
    ErrorCode.RESYNC_REQUIRED: QT_TRANSLATE_NOOP(
        "Sentences", "The server was restored; the local copy is being rebuilt."
    ),
    ErrorCode.IDEMPOTENCY_KEY_INVALID: QT_TRANSLATE_NOOP(
        "Sentences", "The program sent an invalid command key. Update the program."
    ),
    ErrorCode.IDEMPOTENCY_MISMATCH: QT_TRANSLATE_NOOP(
        "Sentences",
        "This command was sent before with other content. Nothing was done; check the present state.",
    ),
    ErrorCode.REQUIRED: QT_TRANSLATE_NOOP("Sentences", "Please fill this in."),
    ErrorCode.TOO_LONG: QT_TRANSLATE_NOOP("Sentences", "At most {limit} characters; it has {length} now."),
    ErrorCode.TOO_MANY: QT_TRANSLATE_NOOP("Sentences", "At most {limit} at once; {count} are chosen."),
    ErrorCode.BAD_CHARACTER: QT_TRANSLATE_NOOP("Sentences", "A character here cannot be used. Remove it."),
    ErrorCode.BAD_CHOICE: QT_TRANSLATE_NOOP("Sentences", "This choice does not exist. Choose another."),
    ErrorCode.BAD_TIME: QT_TRANSLATE_NOOP("Sentences", "This is not a valid time."),
    ErrorCode.TIME_IN_FUTURE: QT_TRANSLATE_NOOP(
        "Sentences", "This time lies in the future. Check the clock of this computer."
    ),
    ErrorCode.TIME_IN_PAST: QT_TRANSLATE_NOOP("Sentences", "This time has passed. Choose a later one."),
    ErrorCode.BAD_RANGE: QT_TRANSLATE_NOOP(
        "Sentences", "The period must begin before it ends and cover at most {limit} days."
    ),
    ErrorCode.EXTENSION_INVALID: QT_TRANSLATE_NOOP("Sentences", "An extension has 2 to 10 digits."),
    ErrorCode.PHONE_EMPTY: QT_TRANSLATE_NOOP("Sentences", "Enter a telephone number."),
    ErrorCode.PHONE_CHARACTERS: QT_TRANSLATE_NOOP(
        "Sentences", "“{character}” does not belong in a telephone number. Use digits and hyphens."
    ),
    ErrorCode.PHONE_TOO_SHORT: QT_TRANSLATE_NOOP(
        "Sentences", "The number is too short ({digits} digits). Check it."
    ),
    ErrorCode.PHONE_TOO_LONG: QT_TRANSLATE_NOOP(
        "Sentences", "The number is too long ({digits} digits). Check it."
    ),
    ErrorCode.PHONE_AREA_CODE: QT_TRANSLATE_NOOP(
        "Sentences", "The number lacks its area code. Add it, for example 02."
    ),
    ErrorCode.PHONE_UNASSIGNED: QT_TRANSLATE_NOOP(
        "Sentences", "There is no such number. Check it, the area code above all."
    ),
    ErrorCode.PHONE_AMBIGUOUS: QT_TRANSLATE_NOOP(
        "Sentences",
        "Two numbers can be meant. Enter one, with area code or + and country code; an extension after #.",
    ),
    ErrorCode.UNKNOWN: QT_TRANSLATE_NOOP(
        "Sentences", "The server answered something this version does not know. Update the program."
    ),
}

_UNREACHABLE: dict[str, str] = {
    "address": QT_TRANSLATE_NOOP(
        "Sentences",
        "This server address does not exist. Check its spelling, for example https://center.example.kr.",
    ),
    "connection": QT_TRANSLATE_NOOP(
        "Sentences", "The server cannot be reached. Check the network and the address."
    ),
    "certificate": QT_TRANSLATE_NOOP(
        "Sentences", "The server's certificate is not trusted, so nothing was sent. Ask your administrator."
    ),
    "timeout": QT_TRANSLATE_NOOP("Sentences", "The server did not answer in time. Try again in a moment."),
    "protocol": QT_TRANSLATE_NOOP(
        "Sentences", "Something answered at this address, but it is not the contact centre's server."
    ),
    "offline": QT_TRANSLATE_NOOP("Sentences", "This needs the server, and it cannot be reached right now."),
    "insecure": QT_TRANSLATE_NOOP(
        "Sentences",
        "This address would send everything unencrypted. Use one that begins with https://.",
    ),
    "proxy": QT_TRANSLATE_NOOP(
        "Sentences",
        "The server cannot be reached through the proxy that this computer's setting {setting} names. Check "
        "the network and the setting.",
    ),
    "proxy_setting": QT_TRANSLATE_NOOP(
        "Sentences",
        "This computer's setting {setting} names a proxy this program cannot use (the address is wrong), so "
        "nothing was sent. Set it to a proxy that begins with http://, or remove it, and start the program "
        "again.",
    ),
    "socks_setting": QT_TRANSLATE_NOOP(
        "Sentences",
        "This computer's setting {setting} names a SOCKS proxy. SOCKS is not supported, so nothing was sent. "
        "Set it to a proxy that begins with http://, or remove it, and start the program again.",
    ),
    "certificate_setting": QT_TRANSLATE_NOOP(
        "Sentences",
        "This computer's setting {setting} names certificates that cannot be read, so nothing was sent. "
        "Remove or correct it and start the program again.",
    ),
}

_IGNORED = QT_TRANSLATE_NOOP(
    "Sentences",
    "This computer's setting {setting} names a file that cannot be written, so it was left out. Remove or "
    "correct it.",
)

_CACHE: dict[str, str] = {
    "disk_full": QT_TRANSLATE_NOOP(
        "Sentences",
        "The disk of this computer is full, so nothing new can be stored. Free at least 1 GB and try again.",
    ),
    "unreadable": QT_TRANSLATE_NOOP(
        "Sentences", "The local copy cannot be read. It is fetched from the server again."
    ),
    "locked": QT_TRANSLATE_NOOP("Sentences", "Another program holds the local copy. Close it and try again."),
    "read_only": QT_TRANSLATE_NOOP(
        "Sentences",
        "Nothing can be written to {place}. Give your account the right to write there and try again.",
    ),
    "no_descriptors": QT_TRANSLATE_NOOP(
        "Sentences", "This computer has too many files open. Close other programs and try again."
    ),
    "unavailable": QT_TRANSLATE_NOOP(
        "Sentences",
        "The system does not let the local copy be opened ({place}). Nothing was changed. Try again; if it "
        "stays, tell your administrator.",
    ),
}

CACHE_REASONS = frozenset(_CACHE)

_SECRETS: dict[str, str] = {
    "timeout": QT_TRANSLATE_NOOP(
        "Sentences",
        "The system's keyring does not answer. Unlock it and try again; till then you log in each time.",
    ),
    "locked": QT_TRANSLATE_NOOP(
        "Sentences",
        "The system's keyring is locked. Unlock it and try again; till then you log in each time.",
    ),
    "unavailable": QT_TRANSLATE_NOOP(
        "Sentences", "This computer has no keyring, so you stay logged in for this session only."
    ),
}

_FILE: dict[str, str] = {
    "not_readable": QT_TRANSLATE_NOOP(
        "Sentences", "This file cannot be read. Choose another one, or save it anew in its program."
    ),
    "disk_full": QT_TRANSLATE_NOOP(
        "Sentences", "There is not enough room for the file. Free some or choose another place."
    ),
    "denied": QT_TRANSLATE_NOOP("Sentences", "You may not write to this folder. Choose another place."),
    "no_folder": QT_TRANSLATE_NOOP("Sentences", "This folder does not exist any more. Choose another place."),
    "name_too_long": QT_TRANSLATE_NOOP("Sentences", "This file name is too long. Choose a shorter one."),
    "in_use": QT_TRANSLATE_NOOP(
        "Sentences", "The file is open in another program. Close it there or choose another name."
    ),
    "failed": QT_TRANSLATE_NOOP(
        "Sentences", "The file could not be written. Try again or choose another place."
    ),
}


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "–"


def _fill(source: str, params: Mapping[str, Any]) -> str:
    values = _Blank(params)
    if "retry_after" in params:
        values["minutes"] = max(1, -(-int(params["retry_after"]) // 60))
    if "status" in params:
        values["status_name"] = name_of(f"callback.{params['status']}")
    sign = params.get("character")
    if isinstance(sign, str) and len(sign) == 1:  # an older server sends the sign itself, seen or not
        values["character"] = named(sign)
    names = params.get("names")
    if isinstance(names, list | tuple):
        values["names"] = ", ".join(str(n) for n in names)
    return QCoreApplication.translate(_CONTEXT, source).format_map(values)


def for_code(code: ErrorCode, params: Mapping[str, Any] | None = None) -> str:
    """Return the sentence of a problem code, its parameters filled in."""
    return _fill(_SENTENCES.get(code, _SENTENCES[ErrorCode.UNKNOWN]), params or {})


def for_unreachable(reason: str, setting: str = "") -> str:
    """Return why no answer came and what to do (reasons: ``domain.failures.UnreachableReason``)."""
    return _fill(_UNREACHABLE.get(reason, _UNREACHABLE["connection"]), {"setting": setting})


def for_ignored(setting: str) -> str:
    """Return that a setting of this computer was left out."""
    return _fill(_IGNORED, {"setting": setting})


def for_cache(reason: str, place: str = "") -> str:
    """Return what is wrong with the local copy and what to do; ``place``: the folder or file it is about."""
    return _fill(_CACHE.get(reason, _CACHE["unavailable"]), {"place": place} if place else {})


def for_secrets(reason: str) -> str:
    """Return what is wrong with the keyring and what to do."""
    return _fill(_SECRETS.get(reason, _SECRETS["unavailable"]), {})


def for_file(reason: str) -> str:
    """Return why a file could not be written and what to do."""
    return _fill(_FILE.get(reason, _FILE["failed"]), {})


def for_reason(reason: str | None) -> str:
    """Return why the server's news do not come (``SyncStatus.reason``), empty where that is not known."""
    if reason in _UNREACHABLE:
        return for_unreachable(reason)
    if reason in _CACHE:
        return for_cache(reason)
    known = {code.value: code for code in _SENTENCES}
    return for_code(known[reason]) if reason in known else ""


def known_codes() -> frozenset[ErrorCode]:
    """Return the codes that have a sentence; a test holds them against the contract."""
    return frozenset(_SENTENCES)
