"""The demo's telephone: if this fails, whoever tries texting never sees a text arrive."""

import sys
from pathlib import Path

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from occ_desktop.bootstrap.demo_server import DemoServer, SentText
from occ_desktop.ui.theme.theme import Theme
from occ_desktop.views.demo.phone import PhoneWindow
from support.catalogue import jpeg
from support.waiting import until

_CHILD = """
import json, sys
print(json.dumps({"url": "http://127.0.0.1:1", "accounts": []}), flush=True)
print("a warning of some library", flush=True)
print(json.dumps({"sender": "16005501", "recipient": "01012345678", "subject": "", "body": "Hello",
    "taken_at": "2026-11-23T00:00:00Z", "pictures": ["/9j/"]}), flush=True)
sys.stdin.read()
"""


async def test_what_the_servers_sandbox_took_reaches_the_demo(qtbot: QtBot, tmp_path: Path) -> None:
    script = tmp_path / "child.py"
    script.write_text(_CHILD, encoding="utf-8")
    server = DemoServer((sys.executable, str(script)))
    heard: list[SentText] = []
    server.text_sent.connect(heard.append)
    assert (await server.start()).url == "http://127.0.0.1:1"
    await until(lambda: heard)
    await server.stop()
    assert (heard[0].recipient, heard[0].body, heard[0].pictures) == (
        "01012345678",
        "Hello",
        (b"\xff\xd8\xff",),
    )


def test_the_phone_shows_a_text_with_its_pictures(theme: Theme, qtbot: QtBot) -> None:
    phone = PhoneWindow()
    qtbot.addWidget(phone)
    phone.show_text("01012345678", "16005501", "[샘플몰] 반품", "수거합니다.", [jpeg(400, 300)], "14:31:05")
    said = [label.text() for label in phone.findChildren(QLabel)]
    for words in ("010-1234-5678", "1600-5501", "[샘플몰] 반품", "수거합니다.", "14:31:05"):
        assert words in said
