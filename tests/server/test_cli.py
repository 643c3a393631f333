"""The operator's command line. If these fail, an account cannot be shut, or a password is seen by others."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import IO, Any

import httpx
import pytest
from click.testing import CliRunner

from occ_contract.auth import Login
from occ_server.auth.keys import DEFAULT_SCOPES
from occ_server.auth.limits import PlaceLimit
from occ_server.auth.login import Entrance
from occ_server.auth.passwords import Passwords
from occ_server.cli import main
from occ_server.cli.serving import loop_factory, run_serving
from occ_server.kit.problems import ApiError
from occ_server.topics import open_database, scopes
from support.centre import refusal
from support.commands import Run, commands_on

PASSWORD = "correct horse"


@pytest.fixture
def run(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command against this test's database."""
    return commands_on(empty_url, monkeypatch)


def trail(run: Run) -> list[dict[str, Any]]:
    lines = run("audit", "list").output.splitlines()
    return [json.loads(line) for line in reversed(lines)]


def test_a_centre_is_set_up_from_the_command_line_and_its_trail_says_who_did_it(run: Run) -> None:
    run("organisation", "add", "샘플센터", "--time-zone", "Asia/Seoul")
    run("service", "add", "샘플몰", "--no-sms")
    run("service", "route", "샘플몰", "001", "배송 문의")
    run("service", "set", "샘플몰", "--no-auto-ticket", "--name", "샘플몰 2")
    run("user", "add", "kim", "--name", "김상담", "--password-stdin", stdin=PASSWORD + "\n")
    run("user", "grant", "kim", "샘플몰 2", "--role", "agent", "--permission", "phone")
    run("user", "disable", "kim")
    run("user", "enable", "kim")
    run("user", "revoke", "kim", "샘플몰 2")
    key = run("key", "add", "ivr").output.strip()
    run("key", "revoke", "ivr")
    epoch = run("new-epoch").output.strip()
    assert "sms=False" in run("service", "list").output
    assert "kim\t김상담\tactive" in run("user", "list").output
    assert "샘플센터" in run("organisation", "list").output
    found = trail(run)
    assert [entry["action"] for entry in found] == [
        "organisation.created",
        "service.created",
        "service.route",
        "service.changed",
        "person.created",
        "person.granted",
        "person.disabled",
        "person.enabled",
        "person.revoked",
        "key.created",
        "key.revoked",
        "epoch.began",
    ]
    assert {entry["actor_kind"] for entry in found} == {"operator"}
    assert all(entry["actor_name"] for entry in found)
    text = json.dumps(found)
    assert PASSWORD not in text
    assert key not in text
    assert epoch in text


def test_the_operator_makes_a_wall_by_name_and_sees_its_token_once(run: Run) -> None:
    run("organisation", "add", "샘플센터", "--time-zone", "Asia/Seoul")
    run("service", "add", "샘플몰")
    run("service", "add", "샘플카드")
    token = run("device", "add", "로비", "--service", "샘플몰", "--service", "샘플카드").output.strip()
    assert len(token) > 40
    assert "no service" in run("device", "add", "복도", "--service", "없는 것", code=1).output
    assert "--service" in run("device", "add", "복도", code=2).output
    run("device", "add", "로비", "--service", "샘플몰", code=1)  # taken while it is not revoked
    run("device", "add", "복도", "--service", "샘플몰")
    run("device", "revoke", "로비")
    assert "no such thing" in run("device", "revoke", "로비", code=1).output
    told = [entry for entry in trail(run) if entry["action"].startswith("device.")]
    assert [entry["action"] for entry in told] == ["device.added", "device.added", "device.revoked"]
    assert token not in json.dumps(told)


def test_the_operator_sees_which_walls_there_are_and_what_they_show(run: Run) -> None:
    run("organisation", "add", "샘플센터", "--time-zone", "Asia/Seoul")
    run("service", "add", "샘플몰")
    run("service", "add", "샘플카드")
    token = run("device", "add", "로비", "--service", "샘플카드", "--service", "샘플몰").output.strip()
    run("device", "add", "복도", "--service", "샘플몰")
    run("device", "revoke", "복도")
    listed = run("device", "list").output
    rows = [line.split("\t") for line in listed.splitlines()]
    assert [(name, state, shown) for name, state, _, shown in rows] == [
        ("로비", "active", "샘플몰, 샘플카드"),
        ("복도", "revoked", "샘플몰"),
    ]
    assert token not in listed


def test_the_first_account_makes_its_organisation(run: Run) -> None:
    run("user", "add", "kim", "--name", "Kim", "--password-stdin", stdin=PASSWORD)
    run("service", "add", "Shop")
    run("user", "grant", "kim", "Shop", "--role", "supervisor")


def enter(url: str, *passwords: str) -> list[str]:
    """Try these passwords of ``kim`` in turn; return what each came to."""

    async def tries() -> list[str]:
        database, keeper = open_database(url), Passwords()
        door = Entrance(database, keeper, PlaceLimit(database.clock, 1000))
        found: list[str] = []
        for password in passwords:
            try:
                await door.log_in(Login(username="kim", password=password), None)
                found.append("in")
            except ApiError as error:
                found.append(error.code.value)
        keeper.close()
        await database.close()
        return found

    return asyncio.run(tries())


def test_a_platform_without_the_faster_loop_serves_on_the_standard_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "uvloop", None)
    assert loop_factory() is None
    loops: list[str] = []

    async def look() -> None:
        loops.append(type(asyncio.get_running_loop()).__module__)

    run_serving(look())
    assert loops[0].startswith("asyncio.")


def test_a_key_is_for_what_the_operator_says_and_for_intake_unless_they_say(run: Run) -> None:
    run("organisation", "add", "Centre")
    run("key", "add", "ivr")
    run("key", "add", "second", "--scope", "callbacks.intake")
    assert [e["details"]["scopes"] for e in trail(run) if e["action"] == "key.created"] == [
        ["callbacks.intake"],
        ["callbacks.intake"],
    ]
    assert "is not" in run("key", "add", "third", "--scope", "everything", code=2).output
    assert set(DEFAULT_SCOPES) <= scopes()


@pytest.mark.parametrize("wrong", ["10.0.0.300", "proxy.example", "10.0.0.1/8", "0.0.0.0/0", "::/0"])
def test_a_server_with_a_wrong_proxy_does_not_start_and_says_which(
    run: Run, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    monkeypatch.setenv("OCC_TRUSTED_PROXIES", f"127.0.0.1, {wrong}")
    output = run("serve", "--port", "0", code=1).output
    assert "trusted_proxies" in output
    assert repr(wrong) in output
    assert "Traceback" not in output


def test_the_operator_opens_an_account_locked_after_wrong_passwords(run: Run, empty_url: str) -> None:
    run("user", "add", "kim", "--name", "Kim", "--password-stdin", stdin=PASSWORD)
    assert enter(empty_url, *["wrong"] * 5, PASSWORD) == ["wrong_credentials"] * 5 + ["account_locked"]
    run("user", "enable", "Kim")
    assert enter(empty_url, PASSWORD, *["wrong"] * 5)[0] == "in"
    run("user", "password", "kim", "--password-stdin", stdin="another password")
    assert enter(empty_url, "another password") == ["in"]


def test_a_password_is_asked_for_twice_and_never_an_argument(run: Run) -> None:
    run("user", "add", "kim", "--name", "Kim", stdin=f"{PASSWORD}\n{PASSWORD}\n")
    run("user", "password", "kim", stdin="another password\nanother password\n")
    result = run("user", "add", "lim", "--name", "Lim", "--password", PASSWORD, code=2)
    assert "No such option" in result.output
    assert trail(run)[-1]["action"] == "person.password"


def test_refusals_are_sentences_not_tracebacks(run: Run) -> None:
    assert "no organisation yet" in run("key", "add", "ivr", code=1).output
    run("user", "add", "kim", "--name", "Kim", "--password-stdin", stdin=PASSWORD)
    run("service", "add", "Shop")
    for arguments, stdin, words in (
        (("user", "add", "KIM", "--name", "x", "--password-stdin"), PASSWORD, "'kim' exists already"),
        (("user", "add", "a b", "--name", "x", "--password-stdin"), PASSWORD, "cannot be used"),
        (("user", "add", "x", "--name", "x", "--password-stdin"), "short", "must be from 8 to 200"),
        (("user", "add", "x", "--name", "x", "--password-stdin"), "", "must not be empty"),
        (("user", "disable", "nobody"), "", "no account 'nobody'"),
        (("user", "grant", "kim", "Nowhere", "--role", "agent"), "", "no service 'Nowhere'"),
        (("user", "revoke", "kim", "Shop"), "", "no such thing"),
        (("service", "add", "Shop"), "", "'Shop' exists already"),
        (("service", "set", "Shop", "--service-level", "0"), "", "must be from 1 to 3600"),
        (("organisation", "add", "X", "--time-zone", "Mars"), "", "'Mars' is not known"),
        (("key", "revoke", "nothing"), "", "no such thing"),
    ):
        result = run(*arguments, stdin=stdin, code=1)
        assert words in result.output, result.output
        assert result.output.startswith("Error: ")
    run("organisation", "add", "Second")
    assert "say which organisation" in run("key", "add", "ivr", code=1).output
    run("key", "add", "ivr", "--organisation", "Second")


def test_migrate_says_where_the_database_is_and_can_be_repeated(run: Run) -> None:
    assert run("migrate").output == run("migrate").output
    assert "is at 0" in run("migrate").output


def test_an_unusable_database_is_explained_without_its_password(run: Run) -> None:
    for url, words in (
        (
            "postgresql://kim:secret@127.0.0.1:1/occ",
            "cannot use the database postgresql://kim:***@127.0.0.1:1",
        ),
        ("mysql://kim:secret@x/y", "unsupported database"),
        ("nonsense", "not a database URL"),
    ):
        for command in (("migrate",), ("serve",), ("audit", "list")):
            result = run(*command, "--database-url", url, code=1)
            assert words in result.output, result.output
            assert "secret" not in result.output


def test_serving_refuses_a_database_that_is_not_migrated(empty_url: str, backend: str) -> None:
    if backend == "sqlite":  # the embedded default migrates itself
        result = CliRunner().invoke(main, ["audit", "list", "--database-url", empty_url])
        assert (result.exit_code, result.output) == (0, "")
        return
    result = CliRunner().invoke(main, ["serve", "--database-url", empty_url])
    assert result.exit_code == 1
    assert "is not migrated (it has no schema" in result.output
    assert "occ-server migrate" in result.output


def test_a_setting_that_does_not_fit_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OCC_PORT", "many")
    assert "port" in run("audit", "list", code=1).output


def test_help_names_every_command() -> None:
    result = CliRunner().invoke(main, ["--help"])
    assert result.exit_code == 0
    for command in ("serve", "migrate", "user", "service", "key", "device", "audit", "new-epoch", "demo"):
        assert command in result.output


class Serving:
    """A real server process."""

    def __init__(self, url: str) -> None:
        command = [sys.executable, "-m", "occ_server.cli", "serve", "--port", "0"]
        environment = os.environ | {"OCC_DATABASE_URL": url, "PYTHONWARNINGS": "error"}
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
        self.log: list[dict[str, Any]] = []
        self.url = ""
        while not self.url:
            line = self._stderr().readline()
            assert line, self.log
            self.log.append(json.loads(line))
            if self.log[-1]["message"].startswith("serving "):
                self.url = self.log[-1]["message"].rpartition(" on ")[2]

    def _stderr(self) -> IO[str]:
        assert self.process.stderr is not None
        return self.process.stderr

    def end(self) -> int:
        """Ask it to end; return its exit code and keep the rest of its log."""
        self.process.send_signal(signal.SIGTERM)
        self.log += [json.loads(line) for line in self._stderr()]
        return self.process.wait(timeout=10)


@pytest.fixture
def serving(run: Run, empty_url: str) -> Iterator[Serving]:
    run("service", "add", "Shop")
    run("user", "add", "kim", "--name", "Kim", "--password-stdin", stdin=PASSWORD)
    server = Serving(empty_url)
    with server.process:
        yield server
        if server.process.poll() is None:
            server.process.kill()


def test_a_served_centre_logs_people_in_follows_the_command_line_and_ends_quietly(
    serving: Serving, run: Run
) -> None:
    with httpx.Client(base_url=serving.url, timeout=30) as client:
        assert client.get("/healthz").json()["status"] == "ok"
        body = {"username": "kim", "password": PASSWORD}
        tokens = client.post("/v1/auth/login?phone=01012345678", json=body).json()
        headers = {"Authorization": f"Bearer {tokens['access_token']}"}
        run("user", "grant", "kim", "Shop", "--role", "supervisor")
        assert len(client.get("/v1/me", headers=headers).json()["memberships"]) == 1
        with client.stream("GET", "/v1/stream", headers=headers) as stream:
            lines = stream.iter_lines()
            assert next(lines) == "event: poke"
            run("user", "disable", "kim")
            for _ in lines:  # the server ends the stream
                pass
        assert refusal(client.get("/v1/me", headers=headers))["code"] == "account_disabled"
    assert serving.end() == 0
    log = serving.log
    assert "running on uvloop with httptools" in [line["message"] for line in log]
    said = [line["message"] for line in log if line["level"] != "info"]
    assert said == []
    assert not [line for line in log if "traceback" in line or "01012345678" in line["message"]]


def test_the_server_runs_on_the_fast_loop_where_there_is_one() -> None:
    """`asyncio.run` around the server leaves it out, and nothing else would show it."""
    pytest.importorskip("uvloop")
    factory = loop_factory()
    assert factory is not None
    loop = factory()
    loop.close()
    assert type(loop).__module__.startswith("uvloop")
