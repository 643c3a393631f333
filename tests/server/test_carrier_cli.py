"""Carriers by the command line. If these fail, none can be set up, or a secret is seen by others."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from occ_server.kit.clock import SystemClock
from occ_server.sms.carriers.checking import checked_url
from support.commands import Run, commands_on
from support.nhn_stand_in import APP_KEY, HOOK_SECRET, SECRET, StandIn, standing_in_a_thread

OPERATIONS = Path(__file__).resolve().parents[2] / "docs" / "operations.md"


@pytest.fixture
def run(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command against this test's database."""
    invoke = commands_on(empty_url, monkeypatch)
    invoke("service", "add", "샘플몰")
    return invoke


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    with standing_in_a_thread(SystemClock()) as opened:
        yield opened


def set_nhn(run: Run, stand_in: StandIn, *, secret: str = SECRET, app_key: str = APP_KEY) -> str:
    options = ("--url", stand_in.url, "--app-key", app_key, "--secret-stdin", "--webhook-secret-stdin")
    answer = run("carrier", "set", "샘플몰", "nhn", *options, stdin=f"{secret}\n{HOOK_SECRET}\n")
    return answer.output


def test_a_carrier_is_set_checked_and_shown_without_its_secrets(run: Run, stand_in: StandIn) -> None:
    told = set_nhn(run, stand_in)
    stand_in.senders["15440002"] = ("Y", "Y")
    checked = run("carrier", "check", "샘플몰").output
    assert checked == "all is well: 1 of 2 sender numbers can be used\n"
    assert run("carrier", "senders", "샘플몰").output == "0212345678\tusable\n15440002\tblocked\n"
    shown = run("carrier", "show", "샘플몰").output
    (webhook,) = [line for line in shown.splitlines() if line.startswith("webhook: ")]
    assert webhook == told.strip()
    assert webhook.startswith("webhook: /v1/sms/carriers/nhn/")
    assert "secret: set" in shown
    trail = run("audit", "list").output
    assert "carrier.set" in trail
    for secret in (SECRET, HOOK_SECRET, APP_KEY):
        assert secret not in told + checked + shown + trail
    assert webhook.rpartition("/")[2] not in trail


def test_setting_it_again_keeps_the_webhook_where_it_is(run: Run, stand_in: StandIn) -> None:
    assert set_nhn(run, stand_in) == set_nhn(run, stand_in, secret="another")


def complaint(run: Run) -> str:
    return run("carrier", "check", "샘플몰", code=1).output


def test_check_says_in_a_sentence_what_is_wrong(run: Run, stand_in: StandIn) -> None:
    assert "no carrier" in complaint(run)
    set_nhn(run, stand_in, secret="wrong")
    assert "refuses this application key or secret" in complaint(run)
    set_nhn(run, stand_in)
    stand_in.account_code = -1004
    assert "allowed addresses" in complaint(run)
    stand_in.account_code = None
    stand_in.lists_broken = True
    assert "may be down" in complaint(run)
    stand_in.lists_broken = False
    stand_in.clock_ahead = timedelta(minutes=10)
    assert "s behind the carrier's" in complaint(run)
    stand_in.clock_ahead = timedelta()
    stand_in.senders = {"15440002": ("Y", "Y")}
    assert "no sender number can be used (1 registered, 1 blocked)" in complaint(run)
    stand_in.url += "/elsewhere"
    set_nhn(run, stand_in)
    assert "not the SMS API v3.0" in complaint(run)


def test_check_says_that_nobody_is_there(run: Run, stand_in: StandIn) -> None:
    stand_in.url = "http://127.0.0.1:9"
    set_nhn(run, stand_in)
    assert "nobody answers at 127.0.0.1" in complaint(run)
    assert "try: carrier check" in run("carrier", "senders", "샘플몰", code=1).output
    assert "trouble: down since" in run("carrier", "show", "샘플몰").output


@pytest.mark.parametrize(
    "url",
    [
        *("http://sms.example.com", "sms.example.com", "ftp://sms.example.com", "https://"),
        *("https://user:password@sms.example.com", "https://sms.example.com/?key=1"),
    ],
)
def test_a_secret_goes_nowhere_in_clear(run: Run, url: str) -> None:
    options = ("--url", url, "--app-key", APP_KEY, "--secret-stdin")
    run("carrier", "set", "샘플몰", "nhn", *options, stdin=f"{SECRET}\n", code=1)
    assert "no carrier" in run("carrier", "show", "샘플몰", code=1).output


@pytest.mark.parametrize(
    "url", ["https://sms.api.nhncloudservice.com", "http://localhost:8080/", "http://127.0.0.1:1/nhn"]
)
def test_a_url_is_kept_as_it_was_meant(url: str) -> None:
    assert checked_url(f" {url} ") == url.rstrip("/")


def test_the_sandbox_is_told_how_to_behave(run: Run) -> None:
    run("carrier", "set", "샘플몰", "sandbox")
    assert "all is well: 2 of 3" in run("carrier", "check", "샘플몰").output
    run("carrier", "sandbox", "샘플몰", "--block", "16005501")
    run("carrier", "sandbox", "샘플몰", "--down")
    assert "may be down" in complaint(run)
    run("carrier", "sandbox", "샘플몰", "--up")
    assert "16005501\tblocked" in run("carrier", "senders", "샘플몰").output
    run("carrier", "sandbox", "샘플몰", "--unblock", "16005501", "--unblock", "0215550199")
    assert "all is well: 3 of 3" in run("carrier", "check", "샘플몰").output


def test_what_sandbox_numbers_mean_stands_in_the_operators_book() -> None:
    book = OPERATIONS.read_text(encoding="utf-8")
    for digits in range(1, 9):
        assert f"…000{digits}" in book
