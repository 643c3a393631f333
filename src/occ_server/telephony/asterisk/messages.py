"""The text of the manager interface: named lines, an empty one ends a message. It opens no connection.

Whatever arrives is bounded and never ends the reading: an endless line and a line without a name are left out
and counted. What is sent cannot carry a line of its own: a value with a line break would be another order.
"""

import re
from collections.abc import Iterable, Iterator

LINE_LIMIT = 16 * 1024  # bytes of one line that arrives
LINES_LIMIT = 20_000  # lines of one message that arrives
SENT_LIMIT = 1000  # bytes of one line that is sent: Asterisk takes 1024
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
Fields = Iterable[tuple[str, str]]


class Unsayable(ValueError):
    """A field that cannot be sent; says which, not what is in it."""


class Message:
    """What the PBX said: values by name, whatever the letters' case; repeated names keep all their values."""

    __slots__ = ("_fields", "broken")

    def __init__(self, fields: dict[str, str], broken: int = 0) -> None:
        self._fields = fields
        self.broken = broken

    def __getitem__(self, name: str) -> str:
        """Return the first value of a name, empty where it has none."""
        return self._fields.get(name.lower(), "").partition("\n")[0]

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._fields

    def __repr__(self) -> str:
        return f"Message({self._fields!r})"

    def every(self, name: str) -> list[str]:
        """Return all values of a name in their order."""
        found = self._fields.get(name.lower())
        return [] if found is None else found.split("\n")

    def names(self) -> list[str]:
        """Return the names, in small letters."""
        return list(self._fields)


class MessageReader:
    """Cuts what arrives, in pieces of any size, into messages."""

    def __init__(self) -> None:
        self._rest = b""
        self._overlong = False
        self._fields: dict[str, str] = {}
        self._lines = 0
        self._broken = 0
        self.broken = 0  # lines left out so far

    def feed(self, arrived: bytes) -> Iterator[Message]:
        """Yield the messages that ``arrived`` completes."""
        lines = (self._rest + arrived).split(b"\n")
        self._rest = lines.pop()
        for line in lines:
            if self._overlong:  # its end: what came before was counted already
                self._overlong = False
            elif stripped := line.removesuffix(b"\r"):
                self._take(stripped)
            elif self._lines:
                yield self._complete()
        if len(self._rest) > LINE_LIMIT:
            if not self._overlong:
                self._leave_out()
            self._overlong, self._rest = True, b""

    def _take(self, line: bytes) -> None:
        if len(line) > LINE_LIMIT or self._lines >= LINES_LIMIT:
            self._leave_out()
            return
        name, colon, value = line.decode("utf-8", "replace").partition(":")
        if not colon or not name:
            self._leave_out()
            return
        self._lines += 1
        key, value = name.strip().lower(), value.removeprefix(" ").replace("\n", " ")
        known = self._fields.get(key)
        self._fields[key] = value if known is None else f"{known}\n{value}"

    def _leave_out(self) -> None:
        self._lines = max(self._lines, 1)  # the message has an end all the same
        self._broken += 1
        self.broken += 1

    def _complete(self) -> Message:
        message = Message(self._fields, self._broken)
        self._fields, self._lines, self._broken = {}, 0, 0
        return message


def encoded(action: str, fields: Fields) -> bytes:
    """Return an action as it is sent.

    :raises Unsayable: for a name that is none, a value with a control character, or a line that is too long.
    """
    lines: list[bytes] = []
    for name, value in (("Action", action), *fields):
        if not _NAME.fullmatch(name):
            raise Unsayable(f"{name!r} is no name of a field")
        if _CONTROL.search(value):
            raise Unsayable(f"the value of {name} holds a control character")
        line = f"{name}: {value}".encode()
        if len(line) > SENT_LIMIT:
            raise Unsayable(f"the value of {name} is too long")
        lines.append(line)
    return b"\r\n".join(lines) + b"\r\n\r\n"
