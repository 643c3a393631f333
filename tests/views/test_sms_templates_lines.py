"""The tree of templates as values: if these fail, a line lands elsewhere than it was let go."""

import unicodedata

import pytest

from occ_contract.sms import SmsCategory, SmsTemplate, TextType
from occ_desktop.services.texting_templates import tree_of
from occ_desktop.views.sms_templates.lines import Kind, lines_of, walked
from occ_desktop.views.sms_templates.moves import Move, Tree, dropped, fits, moved, stepped


def category(name: str, parent: str | None = None, *, enabled: bool = True) -> SmsCategory:
    return SmsCategory(id=name, service_id="s", name=name, enabled=enabled, parent_id=parent)


def template(name: str, under: str, **fields: object) -> SmsTemplate:
    rest = {"enabled": True, "editable": True, "description": "", "sender": None, "subject": "", "body": name}
    return SmsTemplate(
        id=name, service_id="s", category_id=under, type=TextType.SMS, name=name, **rest | fields
    )  # type: ignore[arg-type]


TREE = tree_of(
    (category("A"), category("B"), category("a", "A"), category("aa", "A"), category("b", "B")),
    (template("1", "a"), template("2", "a"), template("3", "b", body="비밀번호 재설정")),
)


def names(tree: Tree) -> str:
    return " ".join(line.name for line in walked(lines_of(tree)))


@pytest.mark.parametrize(
    ("kind", "line", "step", "after"),
    [
        (Kind.TEMPLATE, "1", 1, "A a 2 1 aa B b 3"),
        (Kind.TEMPLATE, "2", 1, "A a 1 aa 2 B b 3"),
        (Kind.TEMPLATE, "3", -1, "A a 1 2 aa 3 B b"),
        (Kind.SECOND, "aa", 1, "A a 1 2 B aa b 3"),
        (Kind.SECOND, "b", -1, "A a 1 2 aa b 3 B"),
        (Kind.FIRST, "B", -1, "B b 3 A a 1 2 aa"),
        (Kind.TEMPLATE, "1", -1, None),
        (Kind.FIRST, "B", 1, None),
    ],
)
def test_a_step_goes_one_place_on_and_over_the_edge_into_the_neighbour(
    kind: Kind, line: str, step: int, after: str | None
) -> None:
    move = stepped(TREE, kind, line, step)
    assert (move and names(moved(TREE, move))) == after


@pytest.mark.parametrize(
    ("under", "row", "move"),
    [
        ("a", 0, None),  # it stands there
        ("a", 1, None),
        ("a", 2, Move(Kind.TEMPLATE, "1", "a", 1)),
        ("a", -1, Move(Kind.TEMPLATE, "1", "a", 1)),
        ("b", 0, Move(Kind.TEMPLATE, "1", "b", 0)),
        ("aa", -1, Move(Kind.TEMPLATE, "1", "aa", 0)),
    ],
)
def test_a_line_lands_before_the_row_it_was_let_go_at(under: str, row: int, move: Move | None) -> None:
    assert dropped(TREE, Kind.TEMPLATE, "1", under, row) == move


def test_there_are_exactly_two_levels_and_templates_stand_in_the_second() -> None:
    may = [(kind, under) for kind in Kind for under in (None, *Kind) if fits(kind, under)]
    assert may == [(Kind.FIRST, None), (Kind.SECOND, Kind.FIRST), (Kind.TEMPLATE, Kind.SECOND)]


def test_a_search_finds_all_its_words_however_they_are_spelt_and_keeps_what_stands_above() -> None:
    spelt = unicodedata.normalize("NFD", "재설정 비밀")
    assert [line.name for line in walked(lines_of(TREE, spelt))] == ["B", "b", "3"]
    assert [line.name for line in walked(lines_of(TREE, "aa"))] == ["A", "aa"]
    assert lines_of(TREE, "재설정 배송") == ()


def test_a_category_that_is_off_darkens_all_below_whatever_their_own_switches_say() -> None:
    off = tree_of((category("A", enabled=False), category("a", "A")), (template("1", "a"),))
    assert [(line.enabled, line.live) for line in walked(lines_of(off))] == [
        (False, False),
        (True, False),
        (True, False),
    ]
