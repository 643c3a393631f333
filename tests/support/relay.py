"""A wire between two programs that loses answers (what was asked is done, and nobody hears of it),
holds what is asked back for a while, or is cut.
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

_CHUNK = 65_536


@dataclass
class Relay:
    """``loses`` is what a request begins with whose answer is lost; None: nothing is.

    ``holds`` is what one begins with that waits on the way until `let_go`, ``held`` how many do. ``cut``: no
    way through.
    """

    url: str
    loses: bytes | None = None
    lost: int = 0
    holds: bytes | None = None
    held: int = 0
    _gone_on: threading.Event = field(default_factory=threading.Event)
    cut: bool = False
    _open: list[socket.socket] = field(default_factory=list)

    def serve(self, listening: socket.socket, port: int) -> None:
        """Take calls until the listening end is closed."""
        with suppress(OSError):
            while True:
                near, _address = listening.accept()
                try:
                    far = None if self.cut else socket.create_connection(("127.0.0.1", port))
                except OSError:  # nobody is there at the moment
                    far = None
                if far is None:
                    _hang_up(near)
                    continue
                self._open += [near, far]
                self._pass_on(near, far)

    def let_go(self) -> None:
        """Let what was held go on, and hold nothing more."""
        self.holds = None
        self._gone_on.set()

    @property
    def port(self) -> int:
        """Return where it listens."""
        return int(self.url.rpartition(":")[2])

    def close(self) -> None:
        """Hang up."""
        self._gone_on.set()
        for end in self._open:
            _hang_up(end)

    def _pass_on(self, near: socket.socket, far: socket.socket) -> None:
        doomed = threading.Event()

        def there() -> None:
            with suppress(OSError):
                while data := near.recv(_CHUNK):
                    if self.loses is not None and data.startswith(self.loses):
                        doomed.set()
                    if self.holds is not None and data.startswith(self.holds):
                        self.held += 1
                        self._gone_on.wait()
                    far.sendall(data)
            _hang_up(far)

        def back() -> None:
            with suppress(OSError):
                while data := far.recv(_CHUNK):
                    if doomed.is_set():
                        self.lost += 1
                        break
                    near.sendall(data)
            _hang_up(near)
            _hang_up(far)

        for work in (there, back):
            threading.Thread(target=work, daemon=True).start()


@contextmanager
def relay(server_url: str) -> Iterator[Relay]:
    """Stand between desks and a server on this machine."""
    port = int(server_url.rpartition(":")[2].rstrip("/"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        made = Relay(f"http://127.0.0.1:{listening.getsockname()[1]}")
        serving = threading.Thread(target=made.serve, args=(listening, port), daemon=True)
        serving.start()
        try:
            yield made
        finally:
            with suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
            made.close()
            serving.join(5)


def _hang_up(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
