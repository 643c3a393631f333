"""``occ-server pbx check``. If these fail, an operator is told that a PBX is sound which dials nobody."""

import socket
import threading
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from occ_server.cli import main
from support.asterisk.private import PrivateAsterisk
from support.server_process import free_port

Check = Callable[..., Result]


@pytest.fixture
def check(asterisk: PrivateAsterisk) -> Check:
    """Run the command against the PBX with some settings changed."""
    at = asterisk.address
    sound = {
        "OCC_AMI_HOST": at.host,
        "OCC_AMI_PORT": str(at.port),
        "OCC_AMI_USER": at.user,
        "OCC_AMI_SECRET": at.secret,
        "OCC_AMI_CONTEXT": at.context,
        "OCC_AMI_PREFIX": at.prefix,
        "OCC_AMI_QUEUES": ",".join(at.queues),
    }

    def run(*arguments: str, **changed: str) -> Result:
        changes = {f"OCC_AMI_{name.upper()}": value for name, value in changed.items()}
        return CliRunner().invoke(main, ["pbx", "check", *arguments], env=sound | changes)

    return run


def test_a_pbx_that_is_sound_is_called_so_and_keeps_nothing_of_the_check(
    check: Check, asterisk: PrivateAsterisk
) -> None:
    found = check("--extension", "1001")
    assert (found.exit_code, found.output.startswith("sound: Asterisk ")) == (0, True), found.output
    assert "occ-check" not in asterisk.say("queue show")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"secret": "wrong"}, "the name or the secret is wrong"),
        ({"user": "nobody"}, "the name or the secret is wrong"),
        ({"user": "dumb"}, "lacks rights: add originate to write"),
        ({"user": "blind"}, "lacks rights: add reporting to write"),
        ({"user": "deaf"}, "lacks rights: add call to read"),
        (
            {"queues": "sales,nowhere"},
            "there is no queue 'nowhere' (OCC_AMI_QUEUES); there are: sales, support",
        ),
        ({"context": "nowhere"}, "the dial plan has no context 'nowhere' (OCC_AMI_CONTEXT)"),
        (
            {"prefix": "7"},
            "nothing in the context 'agents' takes a number like 701000000000 (OCC_AMI_PREFIX)",
        ),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(check: Check, changed: dict[str, str], sentence: str) -> None:
    found = check(**changed)
    assert (found.exit_code, sentence in found.output) == (1, True), found.output
    assert "findings: 1)" in found.output


@pytest.mark.parametrize(
    ("extension", "sentence"),
    [
        ("1006", "the telephone PJSIP/1006 is not registered"),
        ("1999", "there is no telephone PJSIP/1999 (OCC_AMI_CHANNEL)"),
    ],
)
def test_a_telephone_that_cannot_ring_is_named(check: Check, extension: str, sentence: str) -> None:
    found = check("--extension", extension)
    assert (found.exit_code, sentence in found.output) == (1, True), found.output


def test_nobody_there_and_somebody_else_there_are_told_apart(check: Check) -> None:
    assert "nobody answers at" in check(port=str(free_port())).output
    with socket.create_server(("127.0.0.1", 0)) as another:
        speaking = threading.Thread(target=_greet_as_another, args=(another,))
        speaking.start()
        found = check(port=str(another.getsockname()[1]))
        speaking.join(10)
    assert "is no Asterisk Manager Interface" in found.output


def _greet_as_another(listening: socket.socket) -> None:
    near, _address = listening.accept()
    with near:
        near.sendall(b"220 mail.example.com ESMTP\r\n")


def test_what_is_not_set_is_named(check: Check) -> None:
    assert "needs OCC_AMI_USER and OCC_AMI_SECRET" in check(user="", secret="").output
    assert "OCC_AMI_CHANNEL must look like PJSIP/{extension}" in check(channel="PJSIP/1\r\nAction: x").output
