"""Invented people and telephone numbers, by seed. Any likeness is chance: they are drawn, not recorded."""

import random

_FAMILY = (
    "김",
    "이",
    "박",
    "최",
    "정",
    "강",
    "조",
    "윤",
    "장",
    "임",
    "한",
    "오",
    "서",
    "신",
    "권",
    "황",
    "안",
    "송",
    "홍",
    "문",
)
_FAMILY_WEIGHTS = (21, 15, 8, 5, 5, 3, 3, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1)
_GIVEN = (
    "민준",
    "서연",
    "도윤",
    "서윤",
    "예준",
    "지우",
    "시우",
    "하은",
    "주원",
    "수아",
    "하준",
    "지유",
    "지호",
    "채원",
    "준서",
    "다은",
    "건우",
    "은서",
    "우진",
    "예은",
    "선우",
    "수빈",
    "현우",
    "소율",
    "민재",
    "지민",
    "유준",
    "나은",
    "정우",
    "가은",
    "승현",
    "유진",
    "태윤",
    "아린",
    "지훈",
    "연우",
    "동현",
    "혜원",
    "상우",
    "보라",
    "영훈",
    "미정",
    "성호",
    "은정",
    "재현",
    "수진",
    "기태",
    "경희",
    "진수",
    "혜진",
    "광수",
    "정아",
    "병철",
    "현숙",
    "용준",
    "선영",
    "찬호",
    "민경",
    "세훈",
    "지연",
    "형석",
    "은주",
    "대현",
    "소영",
)
_AREAS = ("02", "02", "031", "032", "042", "051", "053", "062", "0707")


def person_name(rng: random.Random) -> str:
    """Return a Korean name."""
    return rng.choices(_FAMILY, _FAMILY_WEIGHTS)[0] + rng.choice(_GIVEN)


def distinct_names(rng: random.Random, count: int) -> list[str]:
    """Return ``count`` different names, in the order drawn."""
    names: dict[str, None] = {}
    while len(names) < count:
        names[person_name(rng)] = None
    return list(names)


def phone_number(rng: random.Random) -> str:
    """Return the digits of a number: nine in ten mobile, the others landline or internet."""
    if rng.random() < 0.9:
        return f"010{rng.randint(2, 9)}{rng.randint(0, 9_999_999):07d}"
    return f"{rng.choice(_AREAS)}{rng.randint(200, 899)}{rng.randint(0, 9999):04d}"
