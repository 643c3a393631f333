"""Takes phone numbers, tokens and passwords out of text before it reaches a log or a report."""

import re

# Digits as people write phone numbers: 8 to 15 of them, with single separators. Ids (UUIDs) and times are
# excluded by what may stand around them.
_PHONE = re.compile(r"(?<![\w.:+-])(\+?\d(?:[ .()-]{0,2}\d){7,14})(?![\w:-]|\.\d)")
_BEARER = re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{6,}")
_SECRET_FIELD = re.compile(
    r"""(?ix)(["']?\b(?:access_token|refresh_token|token|password|secret|x-api-key|api_key|authorization)"""
    r"""\b["']?\s*[:=]\s*)(["']?)(?!Bearer|Basic)[^\s"',;}&]+\2"""
)
_JWT = re.compile(r"\beyJ[\w-]{5,}\.[\w-]+\.[\w-]+")
_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}")


def _mask_phone(found: re.Match[str]) -> str:
    written = found.group(1)
    digits = [letter for letter in written if letter.isdigit()]
    if _DATE.match(written) or len(digits) > 13 or (len(digits) < 9 and not written.startswith(("0", "1"))):
        return written
    return f"{''.join(digits[:3])}-****-{''.join(digits[-4:])}"


def redact(text: str) -> str:
    """The text with numbers masked as `010-****-5678` and secrets as `***`."""
    text = _JWT.sub("***", text)
    text = _BEARER.sub(r"\1 ***", text)
    text = _SECRET_FIELD.sub(r"\1***", text)
    return _PHONE.sub(_mask_phone, text)
