"""The real server as a process of its own, for journeys: it can be killed, restarted and restored."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

from support.waiting import PATIENCE


def free_port() -> int:
    """Return a port nobody listens on now; a restarted server keeps it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class ServerProcess:
    """`occ-server serve` on one database file; ``start`` returns once it answers."""

    def __init__(self, database: Path, log: Path, **environment: str) -> None:
        self._database = database
        self._log = log
        self._environment = {"OCC_CTI_ADAPTER": "simulator"} | environment
        self._process: subprocess.Popen[bytes] | None = None
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"

    @property
    def database_url(self) -> str:
        """Return the address of its database."""
        return f"sqlite:///{self._database}"

    def command(self, *arguments: str, password: str | None = None) -> str:
        """Run another `occ-server` command on the same database; return what it printed."""
        answer = subprocess.run(
            [sys.executable, "-m", "occ_server", *arguments],
            env=self._env(),
            input=password,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert answer.returncode == 0, answer.stdout + answer.stderr
        return answer.stdout

    def start(self) -> None:
        """Start serving."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "occ_server", "serve", "--port", str(self.port)],
                env=self._env(),
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + PATIENCE
        # One client for all looks: making one that trusts certificates takes longer than a look.
        with httpx.Client(timeout=1, verify=False) as client:
            while True:
                try:
                    if client.get(f"{self.url}/healthz").status_code == 200:
                        return
                except httpx.TransportError:
                    assert self._process.poll() is None, self._log.read_text()
                    assert time.monotonic() < deadline, "the server did not start"
                time.sleep(0.02)  # between looks at another process; nothing here can be told by an event

    def kill(self) -> None:
        """End it without warning."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait(PATIENCE)
            self._process = None

    def stop(self) -> None:
        """End it in order."""
        if self._process is not None:
            self._process.terminate()
            assert self._process.wait(PATIENCE) == 0, self._log.read_text()
            self._process = None

    def _env(self) -> dict[str, str]:
        own = {"OCC_DATABASE_URL": self.database_url, "OCC_LOGIN_LIMIT": "10000", **self._environment}
        return {**os.environ, **own}
