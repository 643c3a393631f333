"""A process that froze itself in the middle of its work, and goes on later."""

import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager


@contextmanager
def frozen(command: Sequence[str], environment: Mapping[str, str], patience: float) -> Iterator[None]:
    """Run it until it is frozen; at the end of the block it goes on, and ends well within ``patience``."""
    child = subprocess.Popen(command, env=environment)
    try:
        assert os.WIFSTOPPED(os.waitpid(child.pid, os.WUNTRACED)[1])
        yield
        child.send_signal(signal.SIGCONT)
        assert child.wait(patience) == 0
    finally:
        child.kill()
        child.wait()
