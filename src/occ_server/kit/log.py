"""Logs: one JSON object per line on standard error. What is personal or secret is masked as it is written."""

import logging
import re
import sys
from datetime import UTC, datetime

import msgspec

from occ_contract.masking import redact

_DETAIL = re.compile(r"^DETAIL: .*\n?", re.MULTILINE)  # PostgreSQL quotes the refused row there


class OneLine(logging.Formatter):
    """Formats a record, its traceback included, as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        moment = datetime.fromtimestamp(record.created, UTC)
        line = {
            "time": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": redact(record.getMessage()),
        }
        if record.exc_info:
            line["traceback"] = redact(_DETAIL.sub("", self.formatException(record.exc_info)))
        return msgspec.json.encode(line).decode()


def configure_logging(level: str) -> None:
    """Send everything from ``level`` up to standard error, one line each."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLine())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
