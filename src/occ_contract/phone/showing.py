"""The forms in which a stored number is read: in full, and masked. It takes whatever was ever stored."""

from occ_contract.phone import korean


def _parts(number: str) -> tuple[str, ...]:
    return ("+" + number[2:],) if number.startswith("00") else korean.parts(number)


def shown(number: str, remark: str | None = None) -> str:
    """Return the form people read: ``010-1234-5678``, ``0505-123-4567``, ``1588-1234``, ``+14155550123``.

    ``remark``: what stood behind the number, shown behind it.
    """
    return " ".join(part for part in ("-".join(_parts(number)), remark) if part)


def to_dial(number: str) -> str:
    """Return what a softphone dials. Abroad it begins with a plus sign: ``00`` is nobody's access code in
    Korea, and ``001…`` would go through KT to somewhere else.
    """
    return f"+{number[2:]}" if number.startswith("00") else number


def masked(number: str) -> str:
    """Return the one masked form used in logs and notifications: ``010-****-5678``."""
    parts = _parts(number)
    if len(parts) == 3:
        return f"{parts[0]}-{'*' * len(parts[1])}-{parts[2]}"
    if len(parts) == 2:
        return f"{parts[0]}-****"
    return "****" + number[-4:] if len(number) > 4 else "****"
