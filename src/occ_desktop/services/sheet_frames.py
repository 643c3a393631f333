"""How the program and its spreadsheet process speak: four bytes of length (big endian), then MessagePack.

Apart from the writer, because the program must not load the spreadsheet library only to speak to it.
"""

import errno
import struct
from typing import IO

_LENGTH = struct.Struct(">I")
_REASONS = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EFBIG: "disk_full",
    errno.EACCES: "denied",
    errno.EPERM: "denied",
    errno.EROFS: "denied",
    errno.ENOENT: "no_folder",
    errno.ENOTDIR: "no_folder",
    errno.ENAMETOOLONG: "name_too_long",
    errno.EBUSY: "in_use",
    errno.ETXTBSY: "in_use",
}


def reason_of(error: OSError) -> str:
    """Return the code of `FileFailure` for an error of the file system."""
    return _REASONS.get(error.errno or 0, "failed")


def frame(payload: bytes) -> bytes:
    """Return the payload with its length in front."""
    return _LENGTH.pack(len(payload)) + payload


def read_frame(stream: IO[bytes]) -> bytes | None:
    """Return the next payload, None when the other side has gone."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    payload = stream.read(length)
    return payload if len(payload) == length else None
