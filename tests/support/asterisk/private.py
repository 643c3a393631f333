"""A real Asterisk of this test session, with sipp as its phones and customers; see scripts/asterisk.

It can be killed and started again on the same ports, as a PBX that crashed. Whatever it starts it stops.
"""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

from occ_server.telephony.asterisk.address import PbxAddress
from support.asterisk.configuration import APART, BEHAVIOURS, CONTEXT, QUEUES, SECRET
from support.server_process import free_port

SCRIPT = Path(__file__).resolve().parents[3] / "scripts" / "asterisk"
SCENARIOS = Path(__file__).parent / "sipp"
PATIENCE = 60.0  # seconds
_GREETING = b"Asterisk Call Manager"


class NoAsterisk(RuntimeError):
    """It cannot be had on this machine; says why."""


def installed() -> None:
    """Have the private Asterisk unpacked.

    :raises NoAsterisk: when its packages cannot be had.
    """
    answer = subprocess.run(
        [SCRIPT, "install"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=110,
    )
    if answer.returncode != 0:
        raise NoAsterisk(answer.stderr.strip() or "scripts/asterisk install failed")


class PortTaken(RuntimeError):
    """Somebody took one of its ports between the look and the use; says who could not listen."""


class PrivateAsterisk:
    """An Asterisk in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._carrier_port = _free_ports(len(BEHAVIOURS) * APART)
        self._environment = {
            **os.environ,
            "TERM": "xterm",
            "AMI_PORT": str(free_port()),
            "SIP_PORT": str(free_port()),
            "CARRIER_PORT": str(self._carrier_port),
        }
        self._process: subprocess.Popen[bytes] | None = None
        self._phones: list[subprocess.Popen[bytes]] = []

    @property
    def address(self) -> PbxAddress:
        """Return where it is, and a user who may do what we do."""
        return PbxAddress(
            host="127.0.0.1",
            port=int(self._environment["AMI_PORT"]),
            user="occ",
            secret=SECRET,
            context=CONTEXT,
            prefix="9",
            queues=QUEUES,
            answer_seconds=20,
        )

    def start(self) -> None:
        """Start it and, the first time, its phones; return once it answers.

        :raises PortTaken: now and then on a busy machine.
        """
        if not self._phones:
            self._phones = [self._phone(place, name) for place, name in enumerate(BEHAVIOURS)]
        self._process = self._begun("console", [str(SCRIPT), "run", str(self._folder)])
        deadline = time.monotonic() + PATIENCE
        while not self._greets():
            if self._process.poll() is not None:
                raise PortTaken((self._folder / "console").read_text())
            assert time.monotonic() < deadline, (self._folder / "console").read_text()
            time.sleep(0.02)  # between looks at another process
        self.say("core waitfullybooted")
        for phone, behaviour in zip(self._phones, BEHAVIOURS, strict=True):
            if phone.poll() is not None:
                raise PortTaken((self._folder / behaviour).read_text()[:500])

    def kill(self) -> None:
        """End it without warning, in the middle of whatever calls there are."""
        process, self._process = self._process, None
        if process is not None:
            _end(process, signal.SIGKILL)

    def stop(self) -> None:
        """End it and its phones."""
        self.kill()
        for phone in self._phones:
            _end(phone, signal.SIGKILL)
        self._phones.clear()

    def say(self, command: str) -> str:
        """Return what Asterisk answers on its own console."""
        run = [SCRIPT, "cli", str(self._folder), command]
        nothing = subprocess.DEVNULL
        said = subprocess.run(
            run, stdin=nothing, capture_output=True, text=True, check=True, timeout=PATIENCE
        )
        return said.stdout

    def _phone(self, place: int, behaviour: str) -> subprocess.Popen[bytes]:
        port = self._carrier_port + place * APART
        ports = ["-p", str(port), "-mp", str(port + 2)]
        arguments = ["-sf", str(SCENARIOS / f"{behaviour}.xml"), "-i", "127.0.0.1", *ports]
        return self._begun(behaviour, [str(SCRIPT), "sipp", *arguments, "-nostdin"])

    def _begun(self, name: str, command: list[str]) -> subprocess.Popen[bytes]:
        self._folder.mkdir(exist_ok=True)
        with (self._folder / name).open("ab") as log:
            return subprocess.Popen(
                command,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self._folder,
            )

    def _greets(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.address.port), 1) as link:
                return link.recv(64).startswith(_GREETING)
        except OSError:
            return False


def _end(process: subprocess.Popen[bytes], how: signal.Signals) -> None:
    process.send_signal(how)
    process.wait(PATIENCE)


def _free_ports(count: int) -> int:
    """Return the first of so many neighbouring ports nobody uses now."""
    for _ in range(100):
        first = min(free_port(), 65000)  # somewhere else in each process
        try:
            for port in range(first, first + count):
                with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
                    probe.bind(("127.0.0.1", port))
        except OSError:
            continue
        return first
    raise NoAsterisk("no free ports")
