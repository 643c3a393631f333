"""A key in a text of 2,000 bytes for a thousand recipients: its measure beside the bare encode of the worst.

The peer encodes the finished text of the worst recipient and does nothing else: it composes nothing, knows no
placeholder, no character that cannot be sent, and not who the worst is. Keys are written at the end, in the
middle and at the beginning, a sentence at each place. Both sides are timed by what they compute: by the clock
on the wall the longer of two short stretches is interrupted more often on a busy machine. The limit is for
the key in the editor: the field with its marks, both meters and their words.
"""

import json
import subprocess
import sys
from collections.abc import Iterator

from benchmarks.measure import Figure, Line, computed, paired
from occ_contract.sms import TextType
from occ_contract.sms_text import MMS_BODY_BYTES, TextForm, byte_length
from occ_desktop.views.texting_parts.measure import Measuring

PROMISED = 3.0
LIMIT_MS = 5.0
RECIPIENTS = 1_000
_LETTER = (
    "[한빛몰] ##고객명##님, 주문하신 ##상품##이 오늘 출발했습니다.\n안 계시면 ##보관##에 맡깁니다.\n",
    "문의는 1588-0000으로 해 주세요. 상담 시간은 평일 09:00~18:00이고, 주말과 공휴일에는 쉽니다.\n",
)
TYPED = "늘 저희 한빛몰을 찾아 주셔서 고맙습니다. 더 나은 하루 되세요. "


def recipients() -> list[dict[str, str]]:
    """Return the values of a thousand recipients."""
    goods = ("사과 5kg", "제주 감귤 10kg", "무항생제 한우 선물 세트", "쌀")
    return [
        {"고객명": f"고객 {n}", "상품": goods[n * 7 % 4], "보관": f"{n % 120}동 경비실"}
        for n in range(RECIPIENTS)
    ]


def letter() -> str:
    """Return a text that fills an MMS once the sentence was typed three times."""
    text = _LETTER[0]
    while byte_length(text) < MMS_BODY_BYTES - 3 * byte_length(TYPED) - 95:
        text += _LETTER[1]
    return text


def _keys() -> Iterator[str]:
    text = letter()
    for place in (len(text), len(text) // 2, 0):
        for letters in range(1, len(TYPED) + 1):
            yield text[:place] + TYPED[:letters] + text[place:]
        text = text[:place] + TYPED + text[place:]


def run(*, small: bool) -> Iterator[Line | Figure]:
    """Yield the measure of a key beside the peer, and the key in the editor beside its limit."""
    rounds = 3 if small else 30
    rows, keys = recipients(), list(_keys())
    measuring = Measuring(rows)
    measuring.body(keys[0], TextType.MMS)
    at = max(range(RECIPIENTS), key=lambda n: byte_length(TextForm(keys[-1]).filled(rows[n])))
    worst = TextForm(keys[-1]).filled(rows[at])
    assert measuring.body(keys[-1], TextType.MMS).bytes == len(worst.encode("cp949"))

    def ours() -> None:
        for text in keys:
            measuring.body(text, TextType.MMS)

    def peer() -> None:
        for _ in keys:
            worst.encode("cp949")

    mine, bare = (taken / len(keys) for taken in paired(ours, peer, rounds, timed=computed))
    name = f"byte meter of a key, {len(worst.encode('cp949')):,} bytes, {RECIPIENTS:,} recipients"
    yield Line(name, mine, bare, "bare encode", PROMISED)
    answer = subprocess.run(
        [sys.executable, "-m", "benchmarks.keystroke_ours"], stdout=subprocess.PIPE, check=True
    )
    yield Figure(
        "the same key in the editor, median", json.loads(answer.stdout)["key"] * 1000, LIMIT_MS, "ms"
    )
