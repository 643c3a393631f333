"""A wire between a desk and its server that loses answers, or keeps them back for a while.

What was asked is done, and nobody hears of it.
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

_CHUNK = 65_536


@dataclass
class Relay:
    """``loses`` is what a request begins with whose answer is lost, ``holds`` one whose answer waits until
    ``go`` is set; None: nothing is.
    """

    url: str
    loses: bytes | None = None
    holds: bytes | None = None
    lost: int = 0
    held: int = 0
    go: threading.Event = field(default_factory=threading.Event)
    _open: list[socket.socket] = field(default_factory=list)

    def serve(self, listening: socket.socket, port: int) -> None:
        """Take calls until the listening end is closed."""
        with suppress(OSError):
            while True:
                near, _address = listening.accept()
                far = socket.create_connection(("127.0.0.1", port))
                self._open += [near, far]
                self._pass_on(near, far)

    def close(self) -> None:
        """Hang up."""
        self.go.set()
        for end in self._open:
            _hang_up(end)

    def _pass_on(self, near: socket.socket, far: socket.socket) -> None:
        doomed, late = threading.Event(), threading.Event()

        def there() -> None:
            with suppress(OSError):
                while data := near.recv(_CHUNK):
                    if self.loses is not None and data.startswith(self.loses):
                        doomed.set()
                    if self.holds is not None and data.startswith(self.holds):
                        late.set()
                    far.sendall(data)
            _hang_up(far)

        def back() -> None:
            with suppress(OSError):
                while data := far.recv(_CHUNK):
                    if doomed.is_set():
                        self.lost += 1
                        break
                    if late.is_set() and not self.go.is_set():
                        self.held += 1
                        self.go.wait()
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
