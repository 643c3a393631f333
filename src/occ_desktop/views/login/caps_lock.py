"""Whether Caps Lock is on, concluded from what keys produce, since Qt does not say.

A capital without Shift, or a small letter with it, gives it away. Knows no widget.
"""


class CapsLockGuess:
    """The conclusion from the keys seen so far; False until a letter says otherwise."""

    def __init__(self) -> None:
        self._on = False
        self._sure = False

    def look(self, text: str, *, shift: bool) -> bool:
        """Take in what a key produced and whether Shift was held; returns the present conclusion."""
        if len(text) == 1 and text.isascii() and text.isalpha():
            self._on = text.isupper() != shift
            self._sure = True
        return self._on

    def toggle(self) -> bool:
        """Take in a press of Caps Lock itself; before any letter nothing is known of it."""
        if self._sure:
            self._on = not self._on
        return self._on
