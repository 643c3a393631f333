"""Where the log goes and what may not stand in it. One rotating file in the profile's log folder."""

import logging
import logging.handlers
import time
from pathlib import Path

from occ_contract.masking import redact

_FORMAT = "%(asctime)s.%(msecs)03dZ %(levelname)-7s %(threadName)s %(name)s: %(message)s"
_BYTES = 2_000_000
_FILES = 5
LOG_NAME = "occ-desktop.log"


class RedactingFormatter(logging.Formatter):
    """Formats in UTC and redacts the finished line, traceback included, so that nothing slips past."""

    def __init__(self) -> None:
        super().__init__(_FORMAT, "%Y-%m-%dT%H:%M:%S")
        self.converter = time.gmtime

    def format(self, record: logging.LogRecord) -> str:
        """The line as written."""
        return redact(super().format(record))


def start_logging(folder: Path, level: int = logging.INFO) -> logging.Handler:
    """Write the log to `folder`, or where that is refused to standard error; returns the handler to stop."""
    handler: logging.Handler
    try:
        handler = logging.handlers.RotatingFileHandler(
            folder / LOG_NAME, maxBytes=_BYTES, backupCount=_FILES, encoding="utf-8", delay=False
        )
    except OSError:
        handler = logging.StreamHandler()
        level = max(level, logging.WARNING)
    handler.setFormatter(RedactingFormatter())
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    for chatty in ("httpx", "httpcore", "asyncio", "qasync", "PIL", "sqlalchemy"):
        logging.getLogger(chatty).setLevel(max(level, logging.WARNING))
    return handler


def stop_logging(handler: logging.Handler) -> None:
    """Flush and close; the last act of closing."""
    logging.getLogger().removeHandler(handler)
    handler.close()
