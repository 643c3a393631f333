"""Files of tests lie in memory where there is enough of it: they are forgotten with the test.

A database that is safe against a power cut waits for the disk at each commit, and no test cuts the power.
Somebody who names a place (TMPDIR) gets it.
"""

import os
import shutil
import tempfile
from pathlib import Path

_MEMORY = Path("/dev/shm")
_ENOUGH = 6 * 2**30  # bytes free: a whole run needs less than half of it at a time


def keep_files_in_memory() -> None:
    """Let this process and those it starts put temporary files into memory, if that can be done."""
    if "TMPDIR" in os.environ or not os.access(_MEMORY, os.W_OK | os.X_OK):
        return
    if shutil.disk_usage(_MEMORY).free >= _ENOUGH:
        os.environ["TMPDIR"] = tempfile.tempdir = str(_MEMORY)
