"""How long to wait before the next try: longer each time, with noise: a crowd must not return at once."""

from random import Random


class Backoff:
    """Waits of ``first`` seconds, doubling up to ``most``, each shortened by up to half at random."""

    def __init__(self, first: float = 1.0, most: float = 60.0, random: Random | None = None) -> None:
        self._first = first
        self._most = most
        self._random = random or Random()  # noqa: S311 - noise, not a secret
        self._tries = 0

    def reset(self) -> None:
        """Begin anew after a success."""
        self._tries = 0

    def next(self) -> float:
        """Return the seconds to wait now."""
        longest = min(self._most, self._first * 2.0 ** min(self._tries, 30))
        self._tries += 1
        return longest * self._random.uniform(0.5, 1.0)
