"""A peer that speaks the manager interface and does what a real Asterisk does not do when asked to.

It answers every action by what a test wrote for it, says nothing to others, and can fall silent or go.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from occ_server.telephony.asterisk.address import PbxAddress

OK = "Response: Success\r\nActionID: {id}"
LIST = f"{OK}\r\nEventList: start"


class ScriptedPbx:
    """``answers``: what is said to an action, several messages at once; ``{id}`` stands for its id."""

    def __init__(self, **answers: list[str]) -> None:
        self.answers = {"Login": [OK, "Event: FullyBooted"], **answers}
        self.asked: list[str] = []
        self.greeting = b"Asterisk Call Manager/5.0.4\r\n"
        self.silent = False
        self._writers: list[asyncio.StreamWriter] = []
        self._port = 0

    @property
    def address(self) -> PbxAddress:
        return PbxAddress(host="127.0.0.1", port=self._port, user="occ", secret="s")

    @classmethod
    @asynccontextmanager
    async def open(cls, **answers: list[str]) -> AsyncIterator["ScriptedPbx"]:
        """Listen while the block runs."""
        pbx = cls(**answers)
        server = await asyncio.start_server(pbx._serve, "127.0.0.1", 0)
        pbx._port = server.sockets[0].getsockname()[1]
        async with server:
            yield pbx
            pbx.go()

    def say(self, *messages: str) -> None:
        """Say something nobody asked for, to everybody."""
        for writer in self._writers:
            writer.write("".join(f"{message}\r\n\r\n" for message in messages).encode())

    def go(self) -> None:
        """End every connection."""
        for writer in self._writers:
            writer.close()
        self._writers.clear()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.append(writer)
        writer.write(self.greeting)
        fields: dict[str, str] = {}
        while line := await reader.readline():
            name, _, value = line.decode().strip().partition(": ")
            if name:
                fields[name] = value
                continue
            action, named, fields = fields["Action"], fields["ActionID"], {}
            self.asked.append(action)
            if not self.silent:
                self.say(*(answer.replace("{id}", named) for answer in self.answers.get(action, [])))
