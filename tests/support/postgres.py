"""A throw-away PostgreSQL cluster on a free loopback port, never run as root.

It is installed with apt when this runs as root on a Debian machine without it; otherwise the error names
the line to run. Nothing but the temporary folder is touched, and the cluster is stopped at the end of the
test session.
"""

import fcntl
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

INSTALL = "apt-get update && apt-get install -y --no-install-recommends postgresql postgresql-contrib"
_ENVIRONMENT = {"LC_ALL": "C.UTF-8"}


class PostgresMissing(RuntimeError):
    """PostgreSQL is not installed and cannot be installed from here."""


def _newest_bin() -> Path | None:
    given = os.environ.get("PGBIN")
    candidates = (
        [Path(given)]
        if given
        else sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    )
    on_path = shutil.which("initdb")
    if on_path:
        candidates.insert(0, Path(on_path).resolve().parent)
    usable = [path for path in candidates if (path / "initdb").is_file()]
    return usable[-1] if usable else None


def find_or_install() -> Path:
    """Return the folder of PostgreSQL's programs."""
    with (Path(tempfile.gettempdir()) / "occ-tests-postgres.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # test processes beside this one install it, or wait
        return _newest_bin() or _install()


def _install() -> Path:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise PostgresMissing(f"the server's tests need PostgreSQL; as root run: {INSTALL}")
    configuration = Path("/etc/postgresql-common/createcluster.conf")
    if not configuration.exists():  # the package would start a cluster of its own
        configuration.parent.mkdir(parents=True, exist_ok=True)
        configuration.write_text("create_main_cluster = false\n")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["sh", "-c", INSTALL], check=True, env=environment, stdout=subprocess.DEVNULL)
    found = _newest_bin()
    if found is None:
        raise PostgresMissing(f"installing PostgreSQL did not help; as root run: {INSTALL}")
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Cluster:
    """One running cluster; ``url(name)`` addresses a database of it."""

    folder: Path
    bin: Path = field(default_factory=find_or_install)
    port: int = 0
    password: str = field(default_factory=lambda: secrets.token_hex(12))

    def url(self, database: str) -> str:
        return f"postgresql://occ:{self.password}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        self.folder.mkdir(parents=True)
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        password_file = self.folder / "password"
        password_file.touch(0o600)
        password_file.write_text(self.password)
        if os.geteuid() == 0:
            shutil.chown(password_file, "postgres", "postgres")
        self._run(
            *("initdb", "-D", str(self._data), "-U", "occ", f"--pwfile={password_file}"),
            # A random password for a cluster that lives minutes needs no thousands of rounds at each login.
            *("--auth=md5", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"),
        )
        for attempt in range(5):
            self.port = _free_port()
            try:
                self._run(
                    "pg_ctl", "-D", str(self._data), "-w", "-l", str(self._log), "-o", self._options, "start"
                )
            except subprocess.CalledProcessError:
                if attempt == 4:
                    raise
            else:
                return

    def restart(self) -> None:
        """Stop it as a power cut would and start it again on its port; returns once it answers."""
        self._run("pg_ctl", "-D", str(self._data), "-m", "immediate", "-w", "-l", str(self._log), "restart")

    def stop(self) -> None:
        if (self._data / "postmaster.pid").exists():
            self._run("pg_ctl", "-D", str(self._data), "-m", "immediate", "-w", "stop")

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    @property
    def _log(self) -> Path:
        return self.folder / "log"

    @property
    def _options(self) -> str:
        settings = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": str(self.folder),
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "max_connections": "200",
            "shared_buffers": "64MB",
        }
        return " ".join([f"-p {self.port}", *(f"-c {name}={value}" for name, value in settings.items())])

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self.bin / program), *arguments]
        if os.geteuid() == 0:
            command = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups", *command]
        environment = {"PATH": f"{self.bin}:/usr/bin:/bin", **_ENVIRONMENT}
        subprocess.run(
            command, check=True, env=environment, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
